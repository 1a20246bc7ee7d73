import { DataFlareError } from '../../shared/errors/errors.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
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

export interface ExtismModule {
	readonly name: string;
	readonly module: WebAssembly.Module;
	readonly outline: ModuleOutline;
	readonly shape: ModuleShape;
	/** A program that is linked: each use of it is an instance of its own. */
	readonly isCommand: boolean;
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
): CompiledExtism {
	const outline = parseModule(bytes);
	const linked = linkedModules(bytes, outline);
	// The same checks as when it was installed: what was accepted then loads, and what was exchanged since is met here.
	const problem = inferAbi(outline, bytes).problems[0];
	if (problem !== undefined) throw DataFlareError.fromWire(problem);
	const all = [{ name: 'main', bytes, outline }, ...linked];
	for (const one of all) requireModestCode(one.bytes, one.outline);
	const modules = new Map<string, ExtismModule>();
	for (const one of all) {
		const shape = shapeOf(one.outline);
		if (shape.memories.length > 0) requireFittingMemory(shape, limitBytes);
		const isCommand = one.name !== 'main' && shape.functions.has('_start');
		const module = compileBytes(memoryLimit.enforce(one.bytes, limitBytes));
		modules.set(one.name, { name: one.name, module, outline: one.outline, shape, isCommand });
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
