import { checkValue, skipSpace } from '../../shared/json/json-check.ts';
import { MAX_RECORD_BYTES } from '../../shared/policy/limits.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import {
	beginsSecond,
	columnsIn,
	cutOff,
	type InputPlace,
	lineTooLong,
	tooDeep,
	twoOnALine,
	unexpected,
} from './json-input-errors.ts';
import { JsonScanner } from './json-scanner.ts';
import { TARGET_BATCH_BYTES } from './line-splitter.ts';

const LF = 0x0a;
const SPACE = 0x20;

/**
 * Cuts NDJSON into checked records: each line that is not blank is one JSON value (RFC 8259), white space around it
 * included. What is none, and a second value on a line, is refused with its line and column, after the batches before
 * it were given. A chunk whose lines need no joining is used as it is: the batch's buffer is the chunk's.
 */
export async function* splitNdjson(chunks: AsyncIterable<Uint8Array>, batchRecords: number): AsyncGenerator<Batch> {
	const splitter = new NdjsonSplitter(batchRecords);
	// The beginning of a line whose end has not come yet. Joined once, when it comes: a long line costs no copy per chunk.
	let rest: Uint8Array[] = [];
	let restBytes = 0;
	for await (const chunk of chunks) {
		const end = chunk.lastIndexOf(LF) + 1;
		if (end > 0) {
			const whole = restBytes === 0 ? chunk.subarray(0, end) : Buffer.concat([...rest, chunk.subarray(0, end)]);
			yield* splitter.cut(whole, true);
			rest = [];
			restBytes = 0;
		}
		if (end < chunk.length) {
			rest.push(chunk.subarray(end));
			restBytes += chunk.length - end;
		}
		if (restBytes > MAX_RECORD_BYTES) throw lineTooLong(splitter.line, restBytes);
	}
	if (restBytes > 0) yield* splitter.cut(Buffer.concat([...rest, Buffer.of(LF)]), false);
}

class NdjsonSplitter {
	readonly #batchRecords: number;
	/** The line under way, from 1. */
	line = 1;
	/** Where what is being cut begins in the input, in bytes. */
	#offset = 0;

	constructor(batchRecords: number) {
		this.#batchRecords = batchRecords;
	}

	/** Cuts whole lines. `ends`: whether the line feed behind the last one is the input's own. */
	*cut(lines: Uint8Array, ends: boolean): Generator<Batch> {
		// Code that meets a `Buffer` and its like is slower than code that meets one of them.
		const data = new Uint8Array(lines.buffer, lines.byteOffset, lines.length);
		const last = data.length - 1;
		let found: number[] = [];
		let batchStart = 0;
		let at = 0;
		while (at <= last) {
			const start = at;
			at = skipSpace(data, at, last, true);
			if (data[at] === LF) {
				// The framing knows no gap of more than one byte, so a blank line ends the batch before it.
				if (found.length > 0) yield batchFrom(data, batchStart, start, found);
				found = [];
				batchStart = at + 1;
			} else {
				const after = checkValue(data, at, last, true);
				const end = after < 0 ? after : skipSpace(data, after, last, true);
				if (end < 0 || data[end] !== LF) throw this.#wrong(data, start, end, ends || (end < 0 ? ~end : end) < last);
				at = end;
				found.push(at - batchStart);
				if (found.length >= this.#batchRecords || at - batchStart >= TARGET_BATCH_BYTES) {
					yield batchFrom(data, batchStart, at + 1, found);
					found = [];
					batchStart = at + 1;
				}
			}
			this.line++;
			at++;
		}
		if (found.length > 0) yield batchFrom(data, batchStart, data.length, found);
		this.#offset += data.length;
	}

	/** `end`: where a line goes on behind its value, or `~position` of what does not fit into one. */
	#wrong(data: Uint8Array, start: number, end: number, isInside: boolean): Error {
		const at = end < 0 ? ~end : end;
		const column = columnsIn(data, start, at) + 1;
		const place: InputPlace = { line: this.line, column, offset: this.#offset + at };
		if (!isInside) return cutOff(place);
		const touches = end >= 0 && (data[at - 1] as number) > SPACE;
		if (end >= 0) return beginsSecond(data[at] as number, touches) ? twoOnALine(place) : unexpected(data, at, place);
		return isTooDeep(data, start) ? tooDeep(place) : unexpected(data, at, place);
	}
}

function isTooDeep(data: Uint8Array, start: number): boolean {
	const scanner = new JsonScanner();
	const lineEnd = data.indexOf(LF, start);
	scanner.begin();
	scanner.scan(data.slice(start, lineEnd + 1), 0, lineEnd - start);
	return scanner.isTooDeep;
}

function batchFrom(data: Uint8Array, start: number, end: number, ends: readonly number[]): Batch {
	return { data: data.subarray(start, end), ends: new Uint32Array(ends), gap: 1 };
}
