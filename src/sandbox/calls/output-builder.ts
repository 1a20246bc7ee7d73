import { isUtf8 } from 'node:buffer';
import { findJsonError } from '../../shared/json/json-check.ts';
import { MAX_BATCH_RECORDS } from '../../shared/policy/limits.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import { findUtf8Error } from '../memory/utf8.ts';
import { invalidJson, invalidUtf8, tooLarge, tooManyRecords } from './output-errors.ts';

const LF = 0x0a;
/** Up to this length as much again is had beside what is needed for an answer, bytes. */
const DOUBLED_BYTES = 1_048_576;

/** Memory that is overwritten before it is read: not zeroed first. */
export function rawBytes(length: number): Uint8Array {
	return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

/** Collects the records that a call returns into one batch, with one growing buffer and no object per record. */
export class OutputBuilder {
	readonly #fn: string;
	readonly #gap: 0 | 1;
	readonly #limit: number;
	#data: Uint8Array;
	#length = 0;
	#ends: Uint32Array;
	#count = 0;

	/** `limit`: bytes that the batch may have. */
	constructor(fn: string, gap: 0 | 1, limit: number, expectedBytes: number, expectedRecords: number) {
		this.#fn = fn;
		this.#gap = gap;
		this.#limit = limit;
		this.#data = rawBytes(expectedBytes + expectedRecords + 64);
		this.#ends = new Uint32Array(expectedRecords + 1);
	}

	get count(): number {
		return this.#count;
	}

	/** bytes */
	get length(): number {
		return this.#length;
	}

	#reserve(bytes: number, records: number): void {
		const needed = this.#length + bytes;
		if (needed > this.#limit + this.#gap) throw tooLarge(this.#fn, needed, this.#limit);
		if (needed > this.#data.length) this.#grow(needed);
		if (this.#count + records > MAX_BATCH_RECORDS) throw tooManyRecords(this.#fn);
		if (this.#count + records > this.#ends.length) {
			const grown = new Uint32Array(Math.max(this.#count + records, this.#ends.length * 2));
			grown.set(this.#ends);
			this.#ends = grown;
		}
	}

	/** To twice what it had, within what the batch may have, and never to less than is needed: all that is copied stays in proportion to what it collects. */
	#grow(needed: number): void {
		const grown = rawBytes(Math.max(needed, Math.min(this.#data.length * 2, this.#limit + 1)));
		grown.set(this.#data.subarray(0, this.#length));
		this.#data = grown;
	}

	/** Room behind what it has, in which the next batch may be put together before it is added. */
	room(bytes: number): Uint8Array {
		const needed = this.#length + bytes;
		// Another one as large will most often follow.
		if (needed > this.#data.length) this.#grow(needed < DOUBLED_BYTES ? needed * 2 : needed);
		return this.#data.subarray(this.#length, needed);
	}

	/** Forgets what came after the first `count` records of so many bytes together. */
	rewind(count: number, length: number): void {
		this.#count = count;
		this.#length = length;
	}

	/** Appends raw bytes as one record. */
	addBytes(source: Uint8Array, from: number, length: number): void {
		this.#reserve(length + this.#gap, 1);
		this.#data.set(source.subarray(from, from + length), this.#length);
		this.#length += length;
		this.#ends[this.#count++] = this.#length;
		if (this.#gap === 1) this.#data[this.#length++] = LF;
	}

	/** Appends one JSON value, checked, its line feeds replaced by spaces. UTF-8 is checked by `finish`. */
	addJson(source: Uint8Array, from: number, length: number): void {
		const start = this.#length;
		this.addBytes(source, from, length);
		const end = start + length;
		const wrong = findJsonError(this.#data, start, end);
		if (wrong >= 0) throw invalidJson(`${this.#fn}, record ${this.#count}`, this.#data, start, end, wrong);
	}

	/** Appends records that were checked already. */
	addBatch(batch: Batch): void {
		const bytes = batch.data.length;
		this.#reserve(bytes, batch.ends.length);
		const { buffer, byteOffset } = batch.data;
		const isThere = buffer === this.#data.buffer && byteOffset === this.#data.byteOffset + this.#length;
		if (!isThere) this.#data.set(batch.data, this.#length);
		for (let index = 0; index < batch.ends.length; index++) {
			this.#ends[this.#count++] = this.#length + (batch.ends[index] as number);
		}
		this.#length += bytes;
	}

	/** The batch. `checkUtf8`: whether the records come from the guest as text and were not checked yet. */
	finish(checkUtf8: boolean): Batch {
		const batch = {
			data: this.#data.subarray(0, this.#length),
			ends: this.#ends.subarray(0, this.#count),
			gap: this.#gap,
		};
		if (checkUtf8) requireUtf8(this.#fn, batch);
		return batch;
	}
}

/** Throws naming record and byte where a batch of text is not UTF-8. */
export function requireUtf8(fn: string, batch: Batch): void {
	if (isUtf8(batch.data)) return;
	const at = findUtf8Error(batch.data, 0, batch.data.length);
	let start = 0;
	let record = 0;
	for (; record < batch.ends.length; record++) {
		if (at <= (batch.ends[record] as number)) break;
		start = (batch.ends[record] as number) + batch.gap;
	}
	throw invalidUtf8(`${fn}, record ${record + 1}`, at - start);
}
