import type { Encoding } from '../../shared/plugin/component-type.ts';
import { type Batch, batchOf, recordAt } from '../../shared/sandbox/batch.ts';

const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** What an input can be put into: a guest's memory, or room of its own. */
export interface InputSide {
	readonly memory: { readonly bytes: Uint8Array; setU32(pointer: number, value: number): void };
	placeInput(length: number): number;
}

/** Where an input lies in the guest. */
export interface Placed {
	readonly pointer: number;
	readonly length: number;
}

export function placeBytes(instance: InputSide, data: Uint8Array): Placed {
	const pointer = instance.placeInput(data.length);
	instance.memory.bytes.set(data, pointer);
	return { pointer, length: data.length };
}

/**
 * Puts a whole batch into the guest in the form its encoding asks for: NDJSON as it stands, JSON as one array, raw
 * bytes as records that each follow their length (u32, little-endian).
 */
export function placeBatch(instance: InputSide, encoding: Encoding, batch: Batch): Placed {
	if (encoding === 'bytes') return placeFrames(instance, batch);
	const lines = batch.gap === 1 ? batch : withSeparators(batch);
	return encoding === 'ndjson' ? placeBytes(instance, lines.data) : placeArray(instance, lines);
}

function withSeparators(batch: Batch): Batch {
	return batchOf(Array.from(batch.ends, (_, index) => recordAt(batch, index)));
}

function placeArray(instance: InputSide, { data, ends }: Batch): Placed {
	const end = ends.at(-1) ?? 0;
	const length = end + 2;
	const pointer = instance.placeInput(length);
	const { bytes } = instance.memory;
	bytes[pointer] = OPEN_ARRAY;
	bytes.set(data.subarray(0, end), pointer + 1);
	for (let index = 0; index < ends.length - 1; index++) bytes[pointer + 1 + (ends[index] as number)] = COMMA;
	bytes[pointer + end + 1] = CLOSE_ARRAY;
	return { pointer, length };
}

function placeFrames(instance: InputSide, batch: Batch): Placed {
	const count = batch.ends.length;
	const separators = batch.gap * Math.max(0, count - 1);
	const length = (batch.ends.at(-1) ?? 0) - separators + 4 * count;
	const pointer = instance.placeInput(length);
	const { memory } = instance;
	let at = pointer;
	for (let index = 0; index < count; index++) {
		const record = recordAt(batch, index);
		memory.setU32(at, record.length);
		memory.bytes.set(record, at + 4);
		at += 4 + record.length;
	}
	return { pointer, length };
}
