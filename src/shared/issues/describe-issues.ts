import { z } from 'zod';
import { didYouMean, nearestWord } from './did-you-mean.ts';
import { keysAt } from './schema-keys.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with one field of a value. */
interface FieldProblem {
	/** E.g. `components[1].batch_size`; empty: the value itself. */
	readonly path: string;
	/** Continues the path: what was expected, with its unit, and what was found. */
	readonly message: string;
	/** What to do about it. */
	readonly hint: string;
}

export interface IssueReport {
	/** `path: message`, of the first problem, and how many more there are. No full stop. */
	readonly text: string;
	readonly hint: string;
	readonly path: string;
	/** The first ones, at most 20. */
	readonly problems: readonly FieldProblem[];
	/** How many there are. */
	readonly count: number;
}

/** So many are put into words: a value may have as many as it has parts. */
const MAX_DESCRIBED = 20;
/** Among so many unknown keys a missing one is looked for. */
const MAX_COMPARED = 200;

/** Says in words a person can act on why `value` is not what `schema` wants. `whole` names the value itself. */
export function describeIssues(
	schema: z.core.$ZodType,
	error: Pick<z.core.$ZodError, 'issues'>,
	value: unknown,
	whole: string,
): IssueReport {
	const problems: FieldProblem[] = [];
	let count = 0;
	for (const issue of error.issues) {
		const room = MAX_DESCRIBED - problems.length;
		const described = room > 0 ? problemsOf(issue, schema, value, []) : [];
		problems.push(...described);
		count += issue.code === 'unrecognized_keys' ? issue.keys.length : Math.max(1, described.length);
	}
	const first = problems[0] ?? { path: '', message: 'cannot be used', hint: '' };
	const more = count > 1 ? ` (and ${count - 1} more)` : '';
	const text = `${first.path || whole}: ${first.message}${more}`;
	return { text, hint: first.hint, path: first.path, problems, count };
}

function problemsOf(
	issue: Issue,
	schema: z.core.$ZodType,
	value: unknown,
	around: readonly PropertyKey[],
): readonly FieldProblem[] {
	const path = [...around, ...issue.path];
	const at = valueAt(value, path);
	if (issue.code === 'unrecognized_keys') {
		const keys = keysAt(schema, path);
		return issue.keys.slice(0, MAX_DESCRIBED).map((key) => strangeKey(key, path, keys));
	}
	if (issue.code === 'invalid_union' && issue.errors.length > 0) {
		const branch = likeliest(issue.errors, at);
		if (branch !== null) return branch.flatMap((inner) => problemsOf(inner, schema, value, path));
	}
	const dots = z.core.toDotPath(path);
	if (at === undefined) return [missing(schema, path, value)];
	const { wanted, hint, near = '' } = expectation(issue, path, at);
	if (issue.code === 'custom') return [{ path: dots, message: wanted, hint }];
	return [{ path: dots, message: `${wanted}${near}; found ${found(at)}`, hint }];
}

function strangeKey(key: string, path: readonly PropertyKey[], keys: readonly string[]): FieldProblem {
	const near = nearestWord(key, keys);
	return {
		path: z.core.toDotPath([...path, key.length <= 100 ? key : `${key.slice(0, 99)}…`]),
		message: `is not a known key${didYouMean(key, keys)}`,
		hint:
			near !== null ? `Write "${near}" instead.` : keys.length > 0 ? `Known keys: ${keys.join(', ')}.` : 'Remove it.',
	};
}

/** A key that is missing may be there under another spelling. */
function missing(schema: z.core.$ZodType, path: readonly PropertyKey[], value: unknown): FieldProblem {
	const dots = z.core.toDotPath(path);
	const key = String(path.at(-1) ?? '');
	const parent = valueAt(value, path.slice(0, -1));
	const keys = keysAt(schema, path.slice(0, -1));
	const strangers = typeof parent === 'object' && parent !== null ? strangersIn(parent, keys) : [];
	const near = nearestWord(key, strangers);
	return near === null
		? { path: dots, message: 'is missing', hint: dots === '' ? 'Give it.' : `Add "${key}".` }
		: {
				path: dots,
				message: `is missing (did you mean it by "${near}"?)`,
				hint: `Write "${key}" instead of "${near}".`,
			};
}

/** Keys that nobody knows, as many as are worth comparing. */
function strangersIn(value: object, keys: readonly string[]): readonly string[] {
	return Object.keys(value)
		.filter((each) => !keys.includes(each))
		.slice(0, MAX_COMPARED);
}

interface Expectation {
	readonly wanted: string;
	readonly hint: string;
	readonly near?: string;
}

function expectation(issue: Issue, path: readonly PropertyKey[], value: unknown): Expectation {
	switch (issue.code) {
		case 'invalid_type':
			return typed(issue.expected);
		case 'invalid_value': {
			const words = issue.values.map(String);
			const listed = issue.values
				.map((word) => (typeof word === 'string' ? JSON.stringify(word) : String(word)))
				.join(', ');
			return {
				wanted: words.length === 1 ? `expected ${listed}` : `expected one of ${listed}`,
				near: typeof value === 'string' ? didYouMean(value, words) : '',
				hint: words.length === 1 ? `Write ${listed}.` : `Use one of ${words.join(', ')}.`,
			};
		}
		case 'too_small':
			return bounded('at least', Number(issue.minimum), issue.origin, path);
		case 'too_big':
			return bounded('at most', Number(issue.maximum), issue.origin, path);
		case 'invalid_format':
			// A message of the schema's own says what the form is; zod's own names a pattern, which helps nobody.
			return isZodsOwn(issue)
				? { wanted: 'is not in a known form', hint: 'Check its spelling.' }
				: { wanted: issue.message, hint: `It ${issue.message}.` };
		case 'invalid_union':
			return eitherOf(issue.errors);
		case 'custom':
			return { wanted: issue.message, hint: String(issue.params?.['hint'] ?? 'Correct it.') };
		default:
			return { wanted: 'expected another type of value', hint: 'Use a value of the right type.' };
	}
}

const zodsWords = z.locales.en().localeError;

/** Whether a schema left it to zod to say what is wrong. */
function isZodsOwn(issue: Issue): boolean {
	const said = zodsWords({ ...issue, input: undefined } as z.core.$ZodRawIssue);
	return issue.message === (typeof said === 'string' ? said : said?.message);
}

const typeNames: Readonly<Record<string, string>> = {
	int: 'a whole number',
	number: 'a number',
	string: 'text in quotes',
	boolean: 'true or false',
	array: 'an array, [ … ]',
	object: 'an object, { … }',
	record: 'an object, { … }',
};

function typed(expected: string): Expectation {
	const name = typeNames[expected] ?? expected;
	return { wanted: `expected ${name}`, hint: `Give ${name}.` };
}

/** One of several kinds of value, none of which it is. */
function eitherOf(branches: readonly (readonly Issue[])[]): Expectation {
	const kinds = branches.map(([first]) =>
		first?.code === 'invalid_type' && first.path.length === 0 ? (typeNames[first.expected] ?? null) : null,
	);
	const named = [...new Set(kinds)];
	if (named.length === 0 || named.includes(null)) {
		// Where it is of one of the kinds, what is wrong with it there says more.
		const deep = branches.find(([first]) => first !== undefined && first.code !== 'invalid_type')?.[0];
		if (deep !== undefined && deep.code !== 'invalid_union') return expectation(deep, [], undefined);
		return { wanted: 'expected another type of value', hint: 'Use a value of the right type.' };
	}
	return { wanted: `expected ${named.join(' or ')}`, hint: `Give ${named.join(' or ')}.` };
}

function bounded(
	side: 'at least' | 'at most',
	bound: number,
	origin: string,
	path: readonly PropertyKey[],
): Expectation {
	const count = bound.toLocaleString('en');
	const plural = bound === 1 ? '' : 's';
	if (origin === 'string') {
		return side === 'at least' && bound === 1
			? { wanted: 'must not be empty', hint: 'Give it some text.' }
			: { wanted: `expected ${side} ${count} character${plural}`, hint: `Use ${side} ${count} character${plural}.` };
	}
	if (origin === 'array' || origin === 'set') {
		const entries = `${count} ${bound === 1 ? 'entry' : 'entries'}`;
		return { wanted: `expected ${side} ${entries}`, hint: `List ${side} ${entries}.` };
	}
	const amount = `${count}${unitOf(bound, String(path.at(-1) ?? ''))}`;
	return { wanted: `expected ${side} ${amount}`, hint: `Give ${side} ${amount}.` };
}

/** Fields of sizes and times are known by their names. */
function unitOf(value: number, key: string): string {
	if (/(_ms|Ms|execution_time)$/.test(key)) return ' ms';
	if (!/(bytes|Bytes|memory|memory_limit)$/.test(key)) return '';
	const binary = [
		[1024 ** 3, 'GiB'],
		[1024 ** 2, 'MiB'],
		[1024, 'KiB'],
	] as const;
	const [factor, unit] = binary.find(([each]) => value >= each) ?? [1, ''];
	return unit === '' ? ' bytes' : ` bytes (${Number((value / factor).toFixed(2)).toLocaleString('en')} ${unit})`;
}

/** The branch of a union that a value was most likely meant for: the one that it fits furthest. */
function likeliest(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | null {
	if (typeof value !== 'object' || value === null) return null;
	const depth = (issues: readonly Issue[]): number => Math.min(...issues.map((issue) => issue.path.length));
	const strange = (issues: readonly Issue[]): number =>
		issues.filter(({ code }) => code === 'unrecognized_keys').length;
	const ranked = [...branches].sort((left, right) => depth(right) - depth(left) || strange(left) - strange(right));
	return ranked[0] ?? null;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(inner, key) =>
			typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
				? (inner as Record<PropertyKey, unknown>)[key]
				: undefined,
		value,
	);
}

/** What stands there, cut short. */
export function found(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
	if (typeof value === 'object') return 'an object';
	const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
