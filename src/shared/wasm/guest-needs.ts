import type { WireError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import type { WasmSignature } from '../host/abi.ts';
import type { ModuleOutline } from './parse-module.ts';
import { sameSignature, wrongSignature } from './signature.ts';

/** All that keeps the host from handing records to a module: its one memory has to be there, and of the plain kind. */
export function memoryProblems({ exports, memories }: ModuleOutline): readonly WireError[] {
	const problems = [...memoryKindProblems(memories)];
	const [memory] = memories;
	const exported = exports.find(({ name }) => name === 'memory');
	const isReached = exported?.kind === 'memory' || (memory?.imported === true && exported === undefined);
	if (isReached) return problems;
	problems.push({
		code: 'plugin_load',
		message: 'The module exports no memory, so it cannot receive records.',
		hint: 'Export its memory under the name "memory".',
		details: because('memory_not_exported'),
	});
	return problems;
}

/** Memories whose limit cannot be held, or that code here cannot be compiled with. */
export function memoryKindProblems(memories: ModuleOutline['memories']): readonly WireError[] {
	const problems: WireError[] = [];
	if (memories.length > 1) {
		problems.push(
			unsupported(`The module has ${memories.length} memories; one is supported.`, 'Build it without multi-memory.'),
		);
	}
	if (memories.some(({ shared }) => shared)) {
		problems.push(unsupported('The module’s memory is shared between threads.', 'Build it without threads.'));
	}
	if (memories.some(({ memory64 }) => memory64)) {
		problems.push(unsupported('The module uses 64-bit memory.', 'Build it for wasm32.'));
	}
	return problems;
}

function unsupported(message: string, hint: string): WireError {
	return { code: 'plugin_load', message, hint, details: because('memory_kind') };
}

const i32 = 'i32' as const;
const takesSize: WasmSignature = { params: [i32], results: [i32] };

/** Functions of an allocator that the plugin interface does not name itself, as C and AssemblyScript have them. */
const allocators = {
	malloc: takesSize,
	free: { params: [i32], results: [] },
	__new: { params: [i32, i32], results: [i32] },
	__pin: takesSize,
	__unpin: { params: [i32], results: [] },
} as const satisfies Readonly<Record<string, WasmSignature>>;

/**
 * Functions that the host would call to place inputs and to free results, and that are of another shape. Only those that
 * it would call: `alloc` goes before `malloc` and that before `__new`, `dealloc` before `free` and that before `__unpin`.
 */
export function allocatorProblems({ exports }: ModuleOutline): readonly WireError[] {
	const found = new Map<string, WasmSignature | null>();
	for (const { name, kind, signature } of exports) {
		if (kind === 'function' && (name === 'alloc' || name === 'dealloc' || Object.hasOwn(allocators, name))) {
			found.set(name, signature);
		}
	}
	const used: (keyof typeof allocators)[] = [];
	const hasAssemblyScript = found.has('__new') && found.has('__pin');
	if (!found.has('alloc')) {
		if (found.has('malloc')) used.push('malloc');
		else if (hasAssemblyScript) used.push('__new', '__pin');
	}
	if (!found.has('dealloc')) {
		if (found.has('free')) used.push('free');
		if (found.has('__unpin') && (!found.has('free') || used.includes('__new'))) used.push('__unpin');
	}
	return used.flatMap((name) => {
		const expected: WasmSignature = allocators[name];
		const signature = found.get(name) ?? null;
		// What a function that frees answers is not looked at.
		const results = expected.results.length === 0 ? (signature?.results ?? []) : expected.results;
		if (sameSignature({ params: expected.params, results }, signature)) return [];
		return [wrongSignature('export', name, expected, signature)];
	});
}
