import { findJsonError } from '../../shared/json/json-check.ts';
import type { Encoding } from '../../shared/plugin/component-type.ts';
import { type Batch, emptyBatch } from '../../shared/sandbox/batch.ts';
import type { CallOutput } from '../../shared/sandbox/frames.ts';
import { requireUtf8 } from './output-builder.ts';
import { tooLarge } from './output-errors.ts';
import { splitArray, splitLines } from './split-output.ts';

const LF = 0x0a;
const COMMA = 0x2c;
const nothing = new Uint8Array(0);

function withLineFeed(bytes: Uint8Array): Uint8Array {
	const data = new Uint8Array(bytes.length + 1);
	data.set(bytes);
	data[bytes.length] = LF;
	return data;
}

/** What a program reads for one value: bytes as they are, or a line for the value, or for each of a list. */
export function inputLines(fn: string, encoding: Encoding, data: Uint8Array | null): Uint8Array {
	if (data === null || encoding === 'bytes') return data ?? nothing;
	const text = withLineFeed(data);
	const isOne = findJsonError(text, 0, data.length) === -1;
	// Checking it wrote over the line feeds within it.
	const split = isOne ? splitArray : splitLines;
	return split(fn, isOne ? text : withLineFeed(data), data.length, 16).data;
}

/** What a program wrote so far as records, and what is left of a line that has not ended. `last`: nothing follows. */
export function outputRecords(
	fn: string,
	encoding: Encoding,
	before: Uint8Array,
	written: Uint8Array,
	last: boolean,
): { readonly batch: Batch; readonly rest: Uint8Array } {
	if (encoding === 'bytes') {
		const ends = written.length === 0 ? new Uint32Array(0) : Uint32Array.of(written.length);
		return { batch: { data: written, ends, gap: 0 }, rest: nothing };
	}
	const data = new Uint8Array(before.length + written.length + 1);
	data.set(before);
	data.set(written, before.length);
	data[data.length - 1] = LF;
	const end = last ? data.length - 1 : data.lastIndexOf(LF, data.length - 2);
	if (end <= 0) return { batch: { ...emptyBatch, gap: 1 }, rest: last ? nothing : data.slice(0, -1) };
	const rest = last ? nothing : data.slice(end + 1, -1);
	const batch = splitLines(fn, data, end, 64);
	requireUtf8(fn, batch);
	return { batch, rest };
}

/** All that a program wrote as one value: nothing, its one line, or a list of its lines. */
export function outputValue(
	fn: string,
	encoding: Encoding,
	written: Uint8Array,
	limit: number,
): Extract<CallOutput, { kind: 'value' }> {
	if (written.length > limit) throw tooLarge(fn, written.length, limit);
	if (encoding === 'bytes') return { kind: 'value', data: written.length === 0 ? null : written, status: 0 };
	const { batch } = outputRecords(fn, encoding, nothing, written, true);
	const count = batch.ends.length;
	if (count === 0) return { kind: 'value', data: null, status: 0 };
	if (encoding === 'ndjson') return { kind: 'value', data: batch.data, status: 0 };
	const end = batch.ends[count - 1] as number;
	if (count === 1) return { kind: 'value', data: batch.data.slice(0, end), status: 0 };
	const list = new Uint8Array(end + 2);
	list[0] = 0x5b;
	list.set(batch.data.subarray(0, end), 1);
	for (let index = 0; index < count - 1; index++) list[1 + (batch.ends[index] as number)] = COMMA;
	list[end + 1] = 0x5d;
	return { kind: 'value', data: list, status: 0 };
}
