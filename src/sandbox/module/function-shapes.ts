import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { WasmSignature } from '../../shared/host/abi.ts';
import { listQuoted, visible } from '../../shared/quoted.ts';
import { type CallableShape, callableShape, isHostsOwn, refuseLifecycle } from '../../shared/wasm/callable-shape.ts';

/** What a module exports as functions, and which of them can be called how. */
export interface FunctionShapes {
	/**
	 * Throws `not_found` with what there is, `invalid_input` for an instance's beginning and end, or `plugin_execution`
	 * naming the expected and the found shape.
	 */
	callable(fn: string): CallableShape;
	requireInput(fn: string): void;
	requireNoInput(fn: string): void;
	has(fn: string): boolean;
}

function showSignature({ params, results }: WasmSignature): string {
	return `(${params.join(', ')}) -> ${results.length === 0 ? 'nothing' : results.join(', ')}`;
}

export function createFunctionShapes(exports: ReadonlyMap<string, WasmSignature>): FunctionShapes {
	const shapes = new Map(Array.from(exports, ([name, signature]) => [name, callableShape(signature)] as const));
	const names = [...shapes].filter(([name, shape]) => shape !== null && !isHostsOwn(name)).map(([name]) => name);
	const callable = (fn: string): CallableShape => {
		refuseLifecycle(fn);
		const shape = isHostsOwn(fn) ? undefined : shapes.get(fn);
		if (shape !== undefined && shape !== null) return shape;
		const signature = exports.get(fn);
		if (signature === undefined || shape === undefined) throw notFound(fn, names);
		throw new DataFlareError(
			'plugin_execution',
			`${fn} cannot be called: expected () -> i32 or (i32, i32) -> i32, found ${showSignature(signature)}`,
			{ details: { function: fn, found: showSignature(signature) } },
		);
	};
	const wrongInput = (fn: string, wanted: string) =>
		new DataFlareError(
			'plugin_execution',
			`${fn} cannot be used here: expected ${wanted}, found ${showSignature(exports.get(fn) as WasmSignature)}`,
			{ details: { function: fn } },
		);
	return {
		callable,
		requireInput(fn) {
			if (!callable(fn).takesInput) throw wrongInput(fn, '(i32, i32) -> i32');
		},
		requireNoInput(fn) {
			if (callable(fn).takesInput) throw wrongInput(fn, '() -> i32');
		},
		has: (fn) => shapes.has(fn),
	};
}

/** A module may have a hundred thousand. */
const MAX_CALLABLE = 100;

function notFound(fn: string, names: readonly string[]): DataFlareError {
	const near = names
		.map((name) => ({ name, distance: distance(fn.toLowerCase(), name.toLowerCase()) }))
		.filter(({ name, distance: steps }) => steps <= Math.max(2, Math.floor(name.length / 3)))
		.sort((a, b) => a.distance - b.distance)[0];
	const list = names.length === 0 ? 'It exports no callable function.' : `It exports ${listQuoted(names)}.`;
	return new DataFlareError('not_found', `the plugin does not export a function \`${fn}\``, {
		hint: near === undefined ? list : `Did you mean \`${visible(near.name)}\`? ${list}`,
		details: { ...because('no_such_function', { function: fn }), function: fn, callable: names.slice(0, MAX_CALLABLE) },
	});
}

/** Levenshtein distance of two short names. */
function distance(a: string, b: string): number {
	if (a.length > 200 || b.length > 200) return Number.POSITIVE_INFINITY;
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}
