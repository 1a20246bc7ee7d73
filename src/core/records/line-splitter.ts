import type { Batch } from '../../shared/sandbox/batch.ts';
import { LineBatches, type LineSplitter, splitWholeLines } from './whole-lines.ts';

const LINE_FEED = 0x0a;

/**
 * Cuts a stream of bytes into batches of lines without parsing them. Blank lines are left out. A chunk that needs no
 * repair is used as it is: the batch's buffer is the chunk's.
 */
export function splitLines(chunks: AsyncIterable<Uint8Array>, batchRecords: number): AsyncGenerator<Batch> {
	return splitWholeLines(chunks, new PlainLines(batchRecords));
}

class PlainLines implements LineSplitter {
	readonly #batchRecords: number;
	line = 1;

	constructor(batchRecords: number) {
		this.#batchRecords = batchRecords;
	}

	*cut(lines: Uint8Array): Generator<Batch> {
		// A `Buffer` finds the next line feed faster.
		const data = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
		const batches = new LineBatches(data, this.#batchRecords);
		let at = 0;
		while (at < data.length) {
			const end = data.indexOf(LINE_FEED, at);
			const batch = isBlank(data, at, end) ? batches.leaveOut(at, end) : batches.add(end);
			this.line++;
			if (batch !== null) yield batch;
			at = end + 1;
		}
		const batch = batches.rest();
		if (batch !== null) yield batch;
	}
}

/** Whether nothing but spaces, tabs and carriage returns stands there. */
export function isBlank(data: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) {
		const byte = data[at];
		if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
	}
	return true;
}
