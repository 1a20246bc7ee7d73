import type { WasmSignature } from '../abi.ts';

/** The shapes that a function can be called with by name. */
export interface CallableShape {
	readonly takesInput: boolean;
}

const lifecycle = new Set(['_initialize', '_start', 'alloc', 'dealloc', 'malloc', 'free', 'realloc', 'calloc']);

/** Functions that the host alone calls: the allocator, and AssemblyScript's runtime. */
export function isHostsOwn(name: string): boolean {
	return lifecycle.has(name) || name.startsWith('__');
}

/** `() -> i32` and `(i32, i32) -> i32`, or the same with no result; null: it cannot be called by name. */
export function callableShape({ params, results }: WasmSignature): CallableShape | null {
	if (results.length > 1 || (results.length === 1 && results[0] !== 'i32')) return null;
	if (params.length === 0) return { takesInput: false };
	return params.length === 2 && params.every((type) => type === 'i32') ? { takesInput: true } : null;
}
