import { MAX_RECORD_BYTES } from '../../shared/policy/limits.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import { lineTooLong } from './json-input-errors.ts';

const LINE_FEED = 0x0a;

/** A batch is handed on once it holds this much, however few records that is, bytes. */
export const TARGET_BATCH_BYTES = 1024 * 1024;

/**
 * Cuts a stream of bytes into batches of lines without parsing them. Blank lines are left out. A chunk that needs no
 * repair is used as it is: the batch's buffer is the chunk's.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, batchRecords: number): AsyncGenerator<Batch> {
	// The beginning of a line whose end has not come yet. Joined once, when it comes: a long line costs no copy per chunk.
	let rest: Buffer[] = [];
	let restBytes = 0;
	let line = 1;
	for await (const chunk of chunks) {
		const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		const end = piece.lastIndexOf(LINE_FEED) + 1;
		if (end > 0) {
			const data = restBytes === 0 ? piece.subarray(0, end) : Buffer.concat([...rest, piece.subarray(0, end)]);
			yield* linesOf(data, batchRecords);
			line += countLines(data);
			rest = [];
			restBytes = 0;
		}
		if (end < piece.length) {
			rest.push(piece.subarray(end));
			restBytes += piece.length - end;
		}
		if (restBytes > MAX_RECORD_BYTES) throw lineTooLong(line, restBytes);
	}
	if (restBytes > 0) yield* linesOf(Buffer.concat([...rest, Buffer.of(LINE_FEED)]), batchRecords);
}

/** `data` ends with a line feed. */
function* linesOf(data: Buffer, batchRecords: number): Generator<Batch> {
	let ends: number[] = [];
	let batchStart = 0;
	let at = 0;
	while (at < data.length) {
		const end = data.indexOf(LINE_FEED, at);
		if (isBlank(data, at, end)) {
			// The framing knows no gap of more than one byte, so a blank line ends the batch before it.
			if (ends.length > 0) yield batchFrom(data, batchStart, at, ends);
			ends = [];
			batchStart = end + 1;
		} else {
			ends.push(end - batchStart);
			if (ends.length >= batchRecords || end - batchStart >= TARGET_BATCH_BYTES) {
				yield batchFrom(data, batchStart, end + 1, ends);
				ends = [];
				batchStart = end + 1;
			}
		}
		at = end + 1;
	}
	if (ends.length > 0) yield batchFrom(data, batchStart, data.length, ends);
}

function batchFrom(data: Buffer, start: number, end: number, ends: readonly number[]): Batch {
	return { data: data.subarray(start, end), ends: Uint32Array.from(ends), gap: 1 };
}

function isBlank(data: Buffer, start: number, end: number): boolean {
	for (let at = start; at < end; at++) {
		const byte = data[at];
		if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
	}
	return true;
}

function countLines(data: Buffer): number {
	let lines = 0;
	for (let at = data.indexOf(LINE_FEED); at !== -1; at = data.indexOf(LINE_FEED, at + 1)) lines++;
	return lines;
}
