import { DataFlareError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import { stateExports, type WasmSignature } from '../host/abi.ts';
import type { GuestAbi } from '../plugin/component-type.ts';
import type { ModuleReport } from '../plugin/plugin-record.ts';
import { sameSignature } from './signature.ts';

/** The shapes that a function can be called with by name. */
export interface CallableShape {
	readonly takesInput: boolean;
}

const allocation = new Set(['alloc', 'dealloc', 'malloc', 'free', 'realloc', 'calloc']);

/** What the host calls once in the life of an instance: called again by name, it would change the instance for everyone. */
const lifecycle = new Set(['_initialize', '_start', 'plugin_init', 'plugin_cleanup']);

/** Functions that the host alone calls: the allocator, AssemblyScript's runtime, and an instance's beginning and end. */
export function isHostsOwn(name: string): boolean {
	return allocation.has(name) || lifecycle.has(name) || name.startsWith('__');
}

/** Throws `invalid_input` for what the host calls once in the life of an instance, whether the plugin has it or not. */
export function refuseLifecycle(name: string, abi: GuestAbi | null = null): void {
	// An Extism plugin that is a program is called by its beginning, each time in a fresh instance.
	if (!lifecycle.has(name) || (abi === 'extism' && name === '_start')) return;
	throw new DataFlareError('invalid_input', `${name} is called only by the host, once for each instance`, {
		details: because('hosts_own_function', { function: name }),
		hint: 'To reconfigure the plugin, change its configuration or reload it.',
	});
}

/**
 * `() -> i32` and `(i32, i32) -> i32`, or the same with no result; null: it cannot be called by name. Extism's functions
 * have neither parameters nor more than one result, and all take an input.
 */
export function callableShape({ params, results }: WasmSignature, abi: GuestAbi | null = null): CallableShape | null {
	if (abi === 'extism') return params.length === 0 && results.length <= 1 ? { takesInput: true } : null;
	if (results.length > 1 || (results.length === 1 && results[0] !== 'i32')) return null;
	if (params.length === 0) return { takesInput: false };
	return params.length === 2 && params.every((type) => type === 'i32') ? { takesInput: true } : null;
}

/** Names of the exports that a person may choose among to do an Extism plugin's work, in the module's order. */
export function chosenAmong(exports: ModuleReport['exports']): readonly string[] {
	return exports
		.filter(
			({ name, signature }) => signature !== null && callableShape(signature, 'extism') !== null && !isHostsOwn(name),
		)
		.map(({ name }) => name);
}

/** Whether a plugin can be gone on with where another instance of it was: it has both exports, and is called by its exports. */
export function savesState({ abi, exports }: Pick<ModuleReport, 'abi' | 'exports'>): boolean {
	if (abi !== 'dataflare/1' && abi !== 'wasi-reactor') return false;
	return Object.entries(stateExports).every(([wanted, signature]) =>
		exports.some(({ name, signature: found }) => name === wanted && sameSignature(signature, found)),
	);
}
