import { checkValue, skipSpace } from '../../shared/json/json-check.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import { columnsIn, cutOff, type InputPlace } from './json-input-errors.ts';
import { LineBatches, type LineSplitter, splitWholeLines } from './whole-lines.ts';
import { wrongLine } from './wrong-json.ts';

const LF = 0x0a;

/**
 * Cuts NDJSON into checked records: each line that is not blank is one JSON value (RFC 8259), white space around it
 * included. What is none, and a second value on a line, is refused with its line and column, after the batches before
 * it were given. A chunk whose lines need no joining is used as it is: the batch's buffer is the chunk's.
 */
export function splitNdjson(chunks: AsyncIterable<Uint8Array>, batchRecords: number): AsyncGenerator<Batch> {
	return splitWholeLines(chunks, new NdjsonSplitter(batchRecords));
}

class NdjsonSplitter implements LineSplitter {
	readonly #batchRecords: number;
	line = 1;
	/** Where what is being cut begins in the input, in bytes. */
	#offset = 0;

	constructor(batchRecords: number) {
		this.#batchRecords = batchRecords;
	}

	*cut(lines: Uint8Array, ends: boolean): Generator<Batch> {
		// Code that meets a `Buffer` and its like is slower than code that meets one of them.
		const data = new Uint8Array(lines.buffer, lines.byteOffset, lines.length);
		const last = data.length - 1;
		const batches = new LineBatches(data, this.#batchRecords);
		let at = 0;
		while (at <= last) {
			const start = at;
			let batch: Batch | null;
			at = skipSpace(data, at, last, 'lines');
			if (data[at] === LF) {
				batch = batches.leaveOut(start, at);
			} else {
				const after = checkValue(data, at, last, 'lines');
				const end = after < 0 ? after : skipSpace(data, after, last, 'lines');
				if (end < 0 || data[end] !== LF) throw this.#wrong(data, start, end, ends || (end < 0 ? ~end : end) < last);
				at = end;
				batch = batches.add(at);
			}
			this.line++;
			at++;
			if (batch !== null) yield batch;
		}
		const batch = batches.rest();
		if (batch !== null) yield batch;
		this.#offset += data.length;
	}

	/** `end`: where a line goes on behind its value, or `~position` of what does not fit into one. */
	#wrong(data: Uint8Array, start: number, end: number, isInside: boolean): Error {
		const at = end < 0 ? ~end : end;
		const column = columnsIn(data, start, at) + 1;
		const place: InputPlace = { line: this.line, column, offset: this.#offset + at };
		return isInside ? wrongLine(data, start, end, place) : cutOff(place);
	}
}
