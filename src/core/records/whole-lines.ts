import { MAX_RECORD_BYTES } from '../../shared/policy/limits.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import { lineTooLong } from './json-input-errors.ts';

const LF = 0x0a;

/** A batch is handed on once it holds this much, however few records that is, bytes. */
export const TARGET_BATCH_BYTES = 1024 * 1024;

/** Cuts whole lines into batches. */
export interface LineSplitter {
	/** The line that comes next, from 1. */
	readonly line: number;
	/** `data` ends with a line feed. `ends`: whether that is the input's own. */
	cut(data: Uint8Array, ends: boolean): Generator<Batch>;
}

/** Hands whole lines on as they come. A chunk whose lines need no joining is used as it is. */
export async function* splitWholeLines(
	chunks: AsyncIterable<Uint8Array>,
	splitter: LineSplitter,
): AsyncGenerator<Batch> {
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

/** Lines of a buffer as batches where they stand, a line feed behind each. */
export class LineBatches {
	readonly #data: Uint8Array;
	readonly #batchRecords: number;
	#ends: number[] = [];
	#start = 0;

	constructor(data: Uint8Array, batchRecords: number) {
		this.#data = data;
		this.#batchRecords = batchRecords;
	}

	/** Takes the line that ends before the line feed at `end`; answers with the batch if it is full now. */
	add(end: number): Batch | null {
		this.#ends.push(end - this.#start);
		const isFull = this.#ends.length >= this.#batchRecords || end - this.#start >= TARGET_BATCH_BYTES;
		return isFull ? this.#take(end + 1, end + 1) : null;
	}

	/**
	 * Leaves out the blank line from `start` to the line feed at `end`. The framing knows no gap of more than one byte, so
	 * that ends the batch before it, which is the answer if there is one.
	 */
	leaveOut(start: number, end: number): Batch | null {
		return this.#take(start, end + 1);
	}

	/** What is not handed on yet, once all lines are through. */
	rest(): Batch | null {
		return this.#take(this.#data.length, this.#data.length);
	}

	#take(end: number, next: number): Batch | null {
		const [start, ends] = [this.#start, this.#ends];
		this.#start = next;
		if (ends.length === 0) return null;
		this.#ends = [];
		return { data: this.#data.subarray(start, end), ends: new Uint32Array(ends), gap: 1 };
	}
}
