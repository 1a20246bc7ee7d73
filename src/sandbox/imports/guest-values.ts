import { DataFlareError } from '../../shared/errors/errors.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import { decodeStrict } from '../memory/utf8.ts';
import type { GuestContext } from './host-side.ts';
import { HostFault } from './trap.ts';

/** Logs, once per import and instance, that a guest named bytes it does not have. */
export function warnOnce(context: GuestContext, name: string, message: string): void {
	if (context.warned.has(name)) return;
	context.warned.add(name);
	context.host.log('warn', `${name}: ${message} (reported once)`);
}

/** A copy of bytes that a guest names in a host call; null, with a warning, where they are not in its memory. */
export function readBytes(context: GuestContext, name: string, pointer: number, length: number): Uint8Array | null {
	const bytes = context.memory?.copy(pointer, length) ?? null;
	if (bytes === null) {
		const size = context.memory?.size ?? 0;
		warnOnce(context, name, `${length >>> 0} bytes at ${pointer >>> 0} are outside the memory of ${size} bytes`);
	}
	return bytes;
}

/** Longest name, path or key that a guest may name, bytes. */
export const MAX_NAME_BYTES = 32_768;

/** UTF-8 text that a guest names; null, with a warning, where it is unreadable, not UTF-8 or too long. */
export function readName(context: GuestContext, name: string, pointer: number, length: number): string | null {
	if (length >>> 0 > MAX_NAME_BYTES) {
		warnOnce(context, name, `a name of ${length >>> 0} bytes is longer than ${MAX_NAME_BYTES} bytes`);
		return null;
	}
	return readText(context, name, pointer, length);
}

function readText(context: GuestContext, name: string, pointer: number, length: number): string | null {
	const bytes = readBytes(context, name, pointer, length);
	if (bytes === null) return null;
	const text = decodeStrict(bytes);
	if (text === null) warnOnce(context, name, 'the text it was given is not UTF-8');
	return text;
}

/** Puts an answer with its length in front into the guest. Returns its pointer, or −28 where the guest has no room. */
export function placeAnswer(context: GuestContext, name: string, data: Uint8Array): number {
	const { memory, allocator } = context;
	if (memory === null || allocator === null) return hostStatus.invalid;
	try {
		const pointer = allocator.hostResult(data.length + 4);
		memory.setU32(pointer, data.length);
		memory.bytes.set(data, pointer + 4);
		return pointer;
	} catch (error) {
		if (!(error instanceof DataFlareError)) throw error;
		if (error.code !== 'memory_limit') throw new HostFault(error);
		warnOnce(context, name, error.message);
		return hostStatus.noSpace;
	}
}
