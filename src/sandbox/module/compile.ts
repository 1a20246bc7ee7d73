import { setFlagsFromString } from 'node:v8';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import { requireModestCode } from '../../shared/wasm/compile-cost.ts';
import { inferAbi } from '../../shared/wasm/describe-abi.ts';
import { parseModule } from '../../shared/wasm/parse-module.ts';
import { invalidCode } from '../../shared/wasm/report-module.ts';
import { importsBrokered, usesWasiFiles } from '../imports/imports.ts';
import { type ModuleShape, shapeOf } from '../imports/module-shape.ts';
import type { MemoryLimit } from '../memory/memory-limit.ts';
import { encode } from '../memory/utf8.ts';
import { createFunctionShapes, type FunctionShapes } from './function-shapes.ts';

/** A module that may be instantiated as often as needed. */
export interface CompiledModule {
	readonly module: WebAssembly.Module;
	readonly shape: ModuleShape;
	readonly shapes: FunctionShapes;
	readonly guest: GuestDescription;
	readonly config: ReadonlyMap<string, Uint8Array>;
	readonly limitBytes: number;
	readonly suspends: boolean;
	/** Whether it can ask for files through WASI. */
	readonly usesFiles: boolean;
}

/** Checks everything that can be checked without running the guest, then compiles it under its memory limit. */
export function compile(
	bytes: Uint8Array,
	guest: GuestDescription,
	limitBytes: number,
	memoryLimit: MemoryLimit,
	eager = false,
): CompiledModule {
	if (guest.abi === 'extism' || traitsOf(guest.abi).isComponent) {
		throw new DataFlareError('plugin_load', `modules of the kind \`${guest.abi}\` cannot be run`, {
			hint: 'Build the plugin as a DataFlare module, or as a WASI reactor or command.',
		});
	}
	const outline = parseModule(bytes);
	// The same checks as when it was installed: what was accepted then loads, and what was exchanged since is met here.
	const problem = inferAbi(outline, bytes).problems[0];
	if (problem !== undefined) throw DataFlareError.fromWire(problem);
	requireModestCode(bytes, outline);
	const shape = shapeOf(outline);
	requireFittingMemory(shape, limitBytes);
	return {
		module: compileBytes(memoryLimit.enforce(bytes, limitBytes), eager),
		shape,
		shapes: createFunctionShapes(shape.functions),
		guest,
		config: parseConfig(guest.config),
		limitBytes,
		suspends: importsBrokered(shape),
		usesFiles: usesWasiFiles(shape),
	};
}

/**
 * Compiling all functions of a module costs 30 ms of processor time and 9 MiB for each of its megabytes: those of a larger
 * one are compiled one by one as they are called, whatever was asked for. bytes
 */
const MOST_EAGER_BYTES = 1024 * 1024;

/** `eager`: all functions now, as far as that is modest. A V8 whose flags are frozen compiles each at its first call. */
export function compileBytes(bytes: Uint8Array, eager = false): WebAssembly.Module {
	const now = eager && bytes.length <= MOST_EAGER_BYTES;
	if (now) setFlagsFromString('--no-wasm-lazy-compilation');
	try {
		return new WebAssembly.Module(bytes);
	} catch (error) {
		throw DataFlareError.fromWire(invalidCode((error as Error).message.replace(/^WebAssembly\.Module\(\): /, '')));
	} finally {
		if (now) setFlagsFromString('--wasm-lazy-compilation');
	}
}

export function requireFittingMemory(shape: ModuleShape, limitBytes: number): void {
	const memory = shape.memories[0];
	if (memory === undefined) throw new DataFlareError('plugin_load', 'the module has no memory');
	if (memory.minimumBytes <= limitBytes) return;
	throw new DataFlareError(
		'memory_limit',
		`the module needs at least ${memory.minimumBytes} bytes of memory; its limit is ${limitBytes} bytes`,
		{
			hint: 'Raise `memory_limit` in its manifest and `max_memory` in its grant.',
			details: because('memory_minimum', { minimumBytes: memory.minimumBytes, limitBytes }),
		},
	);
}

export function parseConfig(config: string): ReadonlyMap<string, Uint8Array> {
	let value: unknown;
	try {
		value = JSON.parse(config);
	} catch (error) {
		throw new DataFlareError('configuration', `the configuration is not JSON: ${(error as Error).message}`);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new DataFlareError('configuration', 'the configuration is not a JSON object');
	}
	return new Map(Object.entries(value).map(([key, entry]) => [key, encode(JSON.stringify(entry))]));
}
