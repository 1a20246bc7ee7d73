import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { HostSide } from '../imports/host-side.ts';
import { HostFault } from '../imports/trap.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Variables } from './variables.ts';

/** What the host's functions of one Extism guest share. */
export interface ExtismContext {
	readonly host: HostSide;
	readonly kernel: Kernel;
	readonly variables: Variables;
	/** Configuration by key: text as it is, everything else as JSON. */
	readonly config: ReadonlyMap<string, Uint8Array>;
	/** Most that an answer to a request may hold, bytes. */
	readonly maxResponseBytes: number;
	/** Of the last request. */
	http: { readonly status: number; readonly headers: Uint8Array | null };
	/** What ended the call; a guest that catches what is thrown through it changes nothing about it. */
	fault: DataFlareError | null;
}

/** Ends the call with an error of the host's. */
export function fail(context: ExtismContext, error: DataFlareError): never {
	context.fault ??= error;
	throw new HostFault(error);
}

export function invalidHandle(context: ExtismContext, what: string, handle: bigint): never {
	const at = BigInt.asUintN(64, handle);
	fail(context, new DataFlareError('plugin_execution', `${what}: ${at} is no block of Extism’s memory`));
}

/** The bytes that a handle stands for, which the host owns from here on: the block is freed. */
export function owned(context: ExtismContext, what: string, handle: bigint): Uint8Array {
	const bytes = context.kernel.take(handle) ?? invalidHandle(context, what, handle);
	if (handle !== 0n) context.kernel.free(handle);
	return bytes;
}

/** A block with these bytes for the guest. */
export function given(context: ExtismContext, bytes: Uint8Array): bigint {
	return context.kernel.put(bytes) ?? fail(context, noRoom(context.kernel, bytes.length));
}

/** There is no room for so many bytes between guest and host; null: it is not known how many. */
export function noRoom({ memory }: Kernel, bytes: number | null): DataFlareError {
	const what = bytes === null ? 'what it asked for' : `${bytes} bytes`;
	return new DataFlareError(
		'memory_limit',
		`the plugin ran out of memory: ${what} did not fit into the ${memory.limitBytes} bytes that it and Extism’s memory have together`,
		{
			hint: 'Raise `max_memory` in its grant (and `memory_limit` in its manifest, where it names one), or give it less at once.',
			details: because('memory_full', { memoryLimitBytes: memory.limitBytes }),
		},
	);
}
