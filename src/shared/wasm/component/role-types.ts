import type { WireError } from '../../errors/errors.ts';
import type { ComponentExternal } from './component-outline.ts';
import { wrongTypes } from './component-problems.ts';
import { primitive, type Shape } from './component-scope.ts';
import { command, componentRoles, isCommandExport, lifecycle } from './worlds.ts';

type FunctionShape = Extract<Shape, { kind: 'function' }>;

const [u8, string, bool] = [primitive(-3), primitive(-13), primitive(-1)];
const batch: Shape = { kind: 'list', of: u8 };
const error: Shape = { kind: 'record', fields: [['message', string]] };
const maybe = (of: Shape): Shape => ({ kind: 'option', of });

function fn(params: FunctionShape['params'], ok: Shape | null): FunctionShape {
	return { kind: 'function', params, result: { kind: 'result', ok, error } };
}

const takesRecords: FunctionShape['params'] = [['records', batch]];

/** The functions of roles as sdk/wit has them, by those of the plugin ABI that they stand for. */
const roleFunctions: Readonly<Record<string, FunctionShape>> = {
	read_data: fn([], maybe(batch)),
	write_data: fn(takesRecords, maybe(batch)),
	process_data: fn(takesRecords, maybe(batch)),
	transform_data: fn(takesRecords, batch),
	filter_data: fn(takesRecords, { kind: 'list', of: bool }),
	aggregate_data: fn(takesRecords, maybe(batch)),
	aggregate_result: fn([], maybe(batch)),
};

/** What is called of each interface, by its name there. */
const called: ReadonlyMap<string, Readonly<Record<string, FunctionShape>>> = new Map([
	...Object.values(componentRoles).map(({ interface: of, functions }) => {
		const shapes = Object.entries(functions).map(([abi, name]) => [name, roleFunctions[abi] ?? fn([], null)] as const);
		return [of, Object.fromEntries(shapes)] as const;
	}),
	[lifecycle.interface, { [lifecycle.init]: fn([['config', string]], null), [lifecycle.cleanup]: fn([], null) }],
]);

/** What is called of a program. */
const commandFunctions: Readonly<Record<string, FunctionShape>> = {
	[command.run]: { kind: 'function', params: [], result: { kind: 'result', ok: null, error: null } },
};

/** What roles' functions are that should be something else. What cannot be told is seen when it is called. */
export function roleTypeProblems(exports: readonly ComponentExternal[]): readonly WireError[] {
	return exports.flatMap(({ name, shape }) => {
		if (shape.kind === 'unknown') return [];
		return Object.entries(called.get(name) ?? (isCommandExport(name) ? commandFunctions : {})).flatMap(
			([each, expected]) => {
				const found = shape.kind === 'instance' ? (shape.exports.get(each)?.shape ?? null) : null;
				if (found !== null && isAs(expected, found)) return [];
				return [wrongTypes(`${name}#${each}`, worded(expected), found === null ? 'nothing' : worded(found))];
			},
		);
	});
}

/** Names of parameters may differ: nobody calls by them. */
function isAs(expected: Shape | null, found: Shape | null): boolean {
	if (expected === null || found === null) return expected === found;
	if (found.kind === 'unknown') return true;
	switch (expected.kind) {
		case 'primitive':
			return found.kind === 'primitive' && found.word === expected.word;
		case 'list':
		case 'option':
			return found.kind === expected.kind && isAs(expected.of, found.of);
		case 'result':
			return found.kind === 'result' && isAs(expected.ok, found.ok) && isAs(expected.error, found.error);
		case 'record':
			return found.kind === 'record' && sameFields(expected.fields, found.fields);
		case 'function':
			return (
				found.kind === 'function' &&
				expected.params.length === found.params.length &&
				expected.params.every(([, shape], index) => isAs(shape, found.params[index]?.[1] ?? null)) &&
				isAs(expected.result, found.result)
			);
		default:
			return false;
	}
}

type Fields = Extract<Shape, { kind: 'record' }>['fields'];

function sameFields(expected: Fields, found: Fields): boolean {
	return (
		expected.length === found.length &&
		expected.every(([name, shape], index) => found[index]?.[0] === name && isAs(shape, found[index]?.[1] ?? null))
	);
}

const MAX_WORDS = 200;
const DEEPEST = 6;

/** A type as WIT writes it, as far as it is short. */
function worded(shape: Shape): string {
	const words = wordsOf(shape, 0);
	return words.length <= MAX_WORDS ? words : `${words.slice(0, MAX_WORDS - 1)}…`;
}

function wordsOf(shape: Shape | null, depth: number): string {
	if (shape === null) return '_';
	if (depth > DEEPEST) return '…';
	const inner = (of: Shape | null): string => wordsOf(of, depth + 1);
	const named = (all: Fields): string => all.map(([name, of]) => `${name.slice(0, 40)}: ${inner(of)}`).join(', ');
	switch (shape.kind) {
		case 'primitive':
		case 'other':
			return shape.word;
		case 'list':
		case 'option':
			return `${shape.kind}<${inner(shape.of)}>`;
		case 'result': {
			const { ok, error: failed } = shape;
			if (ok === null && failed === null) return 'result';
			return `result<${inner(ok)}${failed === null ? '' : `, ${inner(failed)}`}>`;
		}
		case 'record':
			return `record { ${named(shape.fields)} }`;
		case 'function':
			return `func(${named(shape.params)})${shape.result === null ? '' : ` -> ${inner(shape.result)}`}`;
		case 'instance':
		case 'component':
		case 'unknown':
			return `some ${shape.kind === 'unknown' ? 'type' : shape.kind}`;
	}
}
