import { DataFlareError } from '../../shared/errors/errors.ts';
import type { WasmSignature } from '../../shared/host/abi.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import { shortQuoted } from '../../shared/quoted.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import { clampMemory } from '../../shared/wasm/clamp-memory.ts';
import { requireModestCode } from '../../shared/wasm/compile-cost.ts';
import { inferAbi } from '../../shared/wasm/describe-abi.ts';
import { extismSignature, extismWaits } from '../../shared/wasm/extism-imports.ts';
import { linkedModules } from '../../shared/wasm/linked-modules.ts';
import { type ModuleOutline, parseModule } from '../../shared/wasm/parse-module.ts';
import { importsBrokered, usesWasiFiles } from '../imports/imports.ts';
import { type ModuleShape, shapeOf } from '../imports/module-shape.ts';
import type { MemoryLimit } from '../memory/memory-limit.ts';
import { encode } from '../memory/utf8.ts';
import { compileBytes, requireFittingMemory } from '../module/compile.ts';
import { type MemoryShare, memoryShares } from './memory-shares.ts';

export interface ExtismModule {
	readonly name: string;
	readonly module: WebAssembly.Module;
	readonly outline: ModuleOutline;
	readonly shape: ModuleShape;
	/** A program that is linked: each use of it is an instance of its own. */
	readonly isCommand: boolean;
	/** What its memories may take. */
	readonly share: MemoryShare;
}

/** The modules of an Extism plugin, ready to be instantiated as often as needed. */
export interface CompiledExtism {
	/** By name; what is called is `main`. */
	readonly modules: ReadonlyMap<string, ExtismModule>;
	readonly guest: GuestDescription;
	readonly config: ReadonlyMap<string, Uint8Array>;
	readonly limitBytes: number;
	readonly suspends: boolean;
	/** Whether one of its modules can ask for files through WASI. */
	readonly usesFiles: boolean;
}

/** Checks everything that can be checked without running the guest, then compiles its modules under their limit. */
export function compileExtism(
	bytes: Uint8Array,
	guest: GuestDescription,
	limitBytes: number,
	memoryLimit: MemoryLimit,
	eager = false,
): CompiledExtism {
	const outline = parseModule(bytes);
	const linked = linkedModules(bytes, outline);
	// The same checks as when it was installed: what was accepted then loads, and what was exchanged since is met here.
	const problem = inferAbi(outline, bytes).problems[0];
	if (problem !== undefined) throw DataFlareError.fromWire(problem);
	const all = [{ name: 'main', bytes, outline }, ...linked];
	for (const one of all) requireModestCode(one.bytes, one.outline);
	for (const { outline: one } of all) if (one.memories.length > 0) requireFittingMemory(shapeOf(one), limitBytes);
	const shares = memoryShares(
		all.map(({ name, outline: { memories } }) => ({ name, memories })),
		limitBytes,
	);
	const modules = new Map<string, ExtismModule>();
	for (const one of all) {
		const shape = shapeOf(one.outline);
		const isCommand = one.name !== 'main' && shape.functions.has('_start');
		if (isCommand) requireOnlyNumbers(one.name, one.outline);
		const share = shares.get(one.name) as MemoryShare;
		const within = share.mostPages === null ? one.bytes : clampMemory(one.bytes, share.mostPages * WASM_PAGE_BYTES);
		const module = compileBytes(memoryLimit.enforce(within, limitBytes), eager);
		modules.set(one.name, { name: one.name, module, outline: one.outline, shape, isCommand, share });
	}
	const suspends = [...modules.values()].some(
		({ shape, isCommand }) =>
			isCommand ||
			importsBrokered(shape) ||
			shape.imports.some(({ module, name }) => extismSignature(module, name) !== null && extismWaits(name)),
	);
	const usesFiles = [...modules.values()].some(({ shape }) => usesWasiFiles(shape));
	return { modules, guest, config: configOf(guest.config), limitBytes, suspends, usesFiles };
}

const numbers: ReadonlySet<string> = new Set(['i32', 'i64', 'f32', 'f64', 'v128']);

/**
 * A linked program is gone after each call, with its memory: nothing that it exchanges may refer to it and keep it, out
 * of what its memory limit counts.
 */
function requireOnlyNumbers(name: string, { imports, exports }: ModuleOutline): void {
	const isPlain = (signature: WasmSignature | null): boolean =>
		signature === null || [...signature.params, ...signature.results].every((type) => numbers.has(type));
	const wrong =
		imports.find(({ kind, signature }) => (kind !== 'function' && kind !== 'memory') || !isPlain(signature)) ??
		exports.find(({ signature }) => !isPlain(signature));
	if (wrong === undefined) return;
	throw new DataFlareError(
		'plugin_load',
		`the linked program ${shortQuoted(name)} exchanges more than numbers and memory: ${shortQuoted(wrong.name)}`,
		{ hint: 'Build it as a library (reactor), without `_start`.', details: { module: name, name: wrong.name } },
	);
}

/** Values of an Extism plugin's configuration are texts. */
function configOf(text: string): ReadonlyMap<string, Uint8Array> {
	const config = JSON.parse(text) as Readonly<Record<string, unknown>>;
	return new Map(
		Object.entries(config).map(([key, value]) => [
			key,
			encode(typeof value === 'string' ? value : JSON.stringify(value)),
		]),
	);
}
