import { guestLied } from '../memory/guest-memory.ts';
import type { GuestInstance } from '../module/instance.ts';
import { rawBytes } from './output-builder.ts';
import { tooLarge } from './output-errors.ts';

const LF = 0x0a;
const PREFIX = 4;

/** Bytes copied out of a guest. `data[length]` is a line feed that is not part of them. */
export interface Copied {
	readonly data: Uint8Array;
	readonly length: number;
}

/** Length of the result at `pointer`, checked against the memory and the limit, both as they are now. bytes */
export function resultLength(instance: GuestInstance, fn: string, pointer: number, limit: number): number {
	const { memory } = instance;
	memory.check(pointer, PREFIX, `${fn}: the result it returned`);
	const length = memory.u32(pointer);
	if (!memory.holds(pointer + PREFIX, length)) {
		throw guestLied(
			`${fn}: the result at ${pointer} claims ${length} bytes, more than its memory of ${memory.size} bytes`,
			{ pointer, length, memoryBytes: memory.size },
		);
	}
	if (length > limit) {
		instance.allocator.releaseResult(pointer, length + PREFIX);
		throw tooLarge(fn, length, limit);
	}
	return length;
}

/** Copies a result out, to where `room` says, and gives its room back to the guest. */
export function takeResult(
	instance: GuestInstance,
	fn: string,
	pointer: number,
	limit: number,
	room: (bytes: number) => Uint8Array = rawBytes,
): Copied {
	const length = resultLength(instance, fn, pointer, limit);
	const data = room(length + 1);
	data.set(instance.memory.bytes.subarray(pointer + PREFIX, pointer + PREFIX + length));
	data[length] = LF;
	instance.allocator.releaseResult(pointer, length + PREFIX);
	return { data, length };
}
