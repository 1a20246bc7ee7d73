import type { JsonValue } from '../../errors/errors.ts';
import type { CaseDifference, CaseOutcome } from './authoring.ts';

/** So many differences are named: one wrong field in each of a thousand records is one mistake. */
const MAX_NAMED = 20;

type Side = JsonValue | undefined;

/** Where what came out is not as it was expected. A failure is as expected where it says what it was to say. */
export function compareOutcomes(expected: CaseOutcome, actual: CaseOutcome): readonly CaseDifference[] {
	const found: CaseDifference[] = [];
	const said = expected.error;
	if (said === undefined ? actual.error !== undefined : !(actual.error ?? '').includes(said)) {
		found.push(difference('error', said, actual.error));
	}
	// A failure is told as such; that nothing came out beside it is no second one.
	if (expected.output !== undefined && (actual.error === undefined || said !== undefined)) {
		compare('output', expected.output, actual.output, found);
	}
	for (const [path, content] of Object.entries(expected.files ?? {})) {
		compare(`files[${JSON.stringify(path)}]`, content, actual.files?.[path], found);
	}
	return found;
}

/** Where two values differ, whatever was expected of either: what changed from one build to the next. */
export function changedBetween(before: CaseOutcome, after: CaseOutcome): readonly CaseDifference[] {
	const found: CaseDifference[] = [];
	compare('', before as JsonValue, after as JsonValue, found);
	return found;
}

function compare(at: string, expected: Side, actual: Side, found: CaseDifference[]): void {
	if (found.length >= MAX_NAMED || Object.is(expected, actual)) return;
	if (Array.isArray(expected) && Array.isArray(actual)) {
		for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
			if (found.length >= MAX_NAMED) return;
			compare(`${at}[${i}]`, expected[i], actual[i], found);
		}
		return;
	}
	if (isObject(expected) && isObject(actual)) {
		for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
			compare(step(at, key), own(expected, key), own(actual, key), found);
		}
		return;
	}
	// Objects and lists are equal where nothing in them differs; what is left is unlike by kind or by value.
	if (expected !== actual) found.push(difference(at, expected, actual));
}

function step(at: string, key: string): string {
	if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${at}[${JSON.stringify(key)}]`;
	return at === '' ? key : `${at}.${key}`;
}

const own = (value: { readonly [key: string]: JsonValue }, key: string): Side =>
	Object.hasOwn(value, key) ? value[key] : undefined;

function isObject(value: Side): value is { readonly [key: string]: JsonValue } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function difference(at: string, expected: Side, actual: Side): CaseDifference {
	return { at, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
}
