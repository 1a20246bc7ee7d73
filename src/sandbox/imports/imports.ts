import { DataFlareError } from '../../shared/errors/errors.ts';
import { hostModules } from '../../shared/host/abi.ts';
import { type HostFunctionName, isBrokered, isHostFunctionName } from '../../shared/host/operations.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import { WASI_MODULE, type WasiFunctionName, wasiFunctions } from '../../shared/wasm/wasi/wasi-preview1.ts';
import { pagesWithin } from '../memory/memory-limit.ts';
import { createAssemblyScriptImports } from './assembly-script.ts';
import { createHostCalls } from './host-calls.ts';
import { createHostImports } from './host-imports.ts';
import type { GuestContext } from './host-side.ts';
import type { ModuleShape } from './module-shape.ts';
import { createWasi, type Wasi } from './wasi/create-wasi.ts';
import type { Streams } from './wasi/streams.ts';
import type { Preopen } from './wasi/table.ts';

/** Imports made for one instance. */
export interface WiredImports {
	readonly object: Record<string, Record<string, unknown>>;
	/** Memory that the module imports instead of having its own. */
	readonly memory: WebAssembly.Memory | null;
	readonly wasi: Wasi;
}

/** What lies around a WASI guest. */
export interface WasiSide {
	readonly streams: Streams;
	readonly preopens: readonly Preopen[];
}

function isHostFunction(module: string, name: string): name is HostFunctionName {
	return hostModules.some((known) => known === module) && isHostFunctionName(name);
}

/** Whether the module can ask for files through WASI. */
export function usesWasiFiles(shape: ModuleShape): boolean {
	return shape.imports.some(
		({ module, name }) => module === WASI_MODULE && (name.startsWith('path_') || name.startsWith('fd_prestat')),
	);
}

/** Whether the module imports a host function for which it must be suspended. */
export function importsBrokered(shape: ModuleShape): boolean {
	return (
		usesWasiFiles(shape) ||
		shape.imports.some(
			({ module, name }) =>
				(isHostFunction(module, name) && isBrokered(name)) || (module === WASI_MODULE && name === 'poll_oneoff'),
		)
	);
}

function isWasiFunction(name: string): name is WasiFunctionName {
	return Object.hasOwn(wasiFunctions, name);
}

function noMemory(): never {
	throw new DataFlareError('plugin_load', 'the start function used the memory before it was there');
}

/** The memory is looked at as it is at each moment: that it grew is no news. */
const emscripten: Readonly<Record<string, unknown>> = { emscripten_notify_memory_growth: () => {} };

/** Only what the module names is handed over. What it names was checked before it was compiled. */
export function wireImports(
	shape: ModuleShape,
	guest: GuestDescription,
	context: GuestContext,
	limitBytes: number,
	side: WasiSide,
): WiredImports {
	const wasiNames = shape.imports.flatMap(({ module, name }) =>
		module === WASI_MODULE && isWasiFunction(name) ? [name] : [],
	);
	const wasi = createWasi([...new Set(wasiNames)], {
		args: guest.args,
		env: guest.env,
		memory: () => context.memory?.memory ?? noMemory(),
		host: context.host,
		...side,
	});
	const direct: Readonly<Record<string, unknown>> = createHostImports(context);
	const calls: Readonly<Record<string, (...args: never[]) => Promise<number>>> = createHostCalls(context);
	const assemblyScript = createAssemblyScriptImports(context);
	const object: Record<string, Record<string, unknown>> = {};
	let memory: WebAssembly.Memory | null = null;
	for (const { module, name, kind } of shape.imports) {
		let value: unknown;
		const call = calls[name];
		if (kind === 'memory') value = memory = importedMemory(shape, limitBytes);
		else if (module === WASI_MODULE) value = wasi.imports[name];
		else if (isHostFunction(module, name)) value = call === undefined ? direct[name] : new WebAssembly.Suspending(call);
		else value = assemblyScript[name] ?? emscripten[name];
		object[module] ??= {};
		object[module][name] = value;
	}
	return { object, memory, wasi };
}

function importedMemory(shape: ModuleShape, limitBytes: number): WebAssembly.Memory {
	const limits = shape.memories[0];
	const maximum = pagesWithin(Math.min(limits?.maximumBytes ?? limitBytes, limitBytes));
	return new WebAssembly.Memory({ initial: pagesWithin(limits?.minimumBytes ?? 0), maximum });
}
