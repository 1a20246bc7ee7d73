import { DataFlareError } from '../../shared/errors/errors.ts';
import { hostModules } from '../../shared/host/abi.ts';
import { type HostFunctionName, isBrokered, isHostFunctionName } from '../../shared/host/operations.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import { WASI_MODULE } from '../../shared/wasm/wasi-preview1.ts';
import { pagesWithin } from '../memory/memory-limit.ts';
import { createAssemblyScriptImports } from './assembly-script.ts';
import { createHostCalls } from './host-calls.ts';
import { createHostImports } from './host-imports.ts';
import type { GuestContext } from './host-side.ts';
import type { ModuleShape } from './module-shape.ts';
import { createWasi } from './wasi/create-wasi.ts';

/** Imports made for one instance. */
export interface WiredImports {
	readonly object: Record<string, Record<string, unknown>>;
	/** Memory that the module imports instead of having its own. */
	readonly memory: WebAssembly.Memory | null;
	/** Hands on what the guest wrote to stdout or stderr without ending the line. */
	flush(): void;
}

function isHostFunction(module: string, name: string): name is HostFunctionName {
	return hostModules.some((known) => known === module) && isHostFunctionName(name);
}

/** WASI's one function that waits. */
const isWasiWait = (module: string, name: string): boolean => module === WASI_MODULE && name === 'poll_oneoff';

/** Whether the module imports a host function for which it must be suspended. */
export function importsBrokered(shape: ModuleShape): boolean {
	return shape.imports.some(
		({ module, name }) => (isHostFunction(module, name) && isBrokered(name)) || isWasiWait(module, name),
	);
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
): WiredImports {
	const wasi = createWasi({
		args: guest.args,
		env: guest.env,
		memory: () => context.memory?.memory ?? noMemory(),
		onOutput: (stream, line) => context.host.log(stream === 'stdout' ? 'info' : 'warn', line),
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
		else if (isWasiWait(module, name)) value = new WebAssembly.Suspending(wasi.poll);
		else if (module === WASI_MODULE) value = wasi.imports[name];
		else if (isHostFunction(module, name)) value = call === undefined ? direct[name] : new WebAssembly.Suspending(call);
		else value = assemblyScript[name] ?? emscripten[name];
		object[module] ??= {};
		object[module][name] = value;
	}
	return { object, memory, flush: () => wasi.flush() };
}

function importedMemory(shape: ModuleShape, limitBytes: number): WebAssembly.Memory {
	const limits = shape.memories[0];
	const maximum = pagesWithin(Math.min(limits?.maximumBytes ?? limitBytes, limitBytes));
	return new WebAssembly.Memory({ initial: pagesWithin(limits?.minimumBytes ?? 0), maximum });
}
