import { checkValue, skipSpace } from '../../shared/json/json-check.ts';
import type { Encoding } from '../../shared/plugin/component-type.ts';
import { MAX_BATCH_RECORDS } from '../../shared/policy/limits.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import { findPlainLines } from './lines/plain-lines.ts';
import { requireUtf8 } from './output-builder.ts';
import { invalidJson, tooManyRecords, wrongOutput } from './output-errors.ts';

const LF = 0x0a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Offsets of records whose number is not known beforehand. */
class Ends {
	readonly #fn: string;
	#ends: Uint32Array;
	count = 0;

	constructor(fn: string, expected: number) {
		this.#fn = fn;
		this.#ends = new Uint32Array(expected + 1);
	}

	add(end: number): void {
		if (this.count === this.#ends.length) this.#grow(1);
		this.#ends[this.count++] = end;
	}

	addAll(ends: Uint32Array): void {
		if (this.count + ends.length > this.#ends.length) this.#grow(ends.length);
		this.#ends.set(ends, this.count);
		this.count += ends.length;
	}

	#grow(more: number): void {
		const needed = this.count + more;
		if (needed > MAX_BATCH_RECORDS) throw tooManyRecords(this.#fn);
		const grown = new Uint32Array(Math.min(Math.max(this.count * 2, needed), MAX_BATCH_RECORDS));
		grown.set(this.#ends);
		this.#ends = grown;
	}

	finish(): Uint32Array {
		return this.#ends.subarray(0, this.count);
	}
}

/**
 * Cuts what a guest returned for a batch into checked records. `data[length]` must be a line feed; `data` is changed
 * and becomes part of the batch. `expected` is a guess at the number of records.
 */
export function splitOutput(fn: string, encoding: Encoding, data: Uint8Array, length: number, expected: number): Batch {
	if (encoding === 'bytes') return splitFrames(fn, data, length, expected);
	const batch = encoding === 'ndjson' ? splitLines(fn, data, length, expected) : splitArray(fn, data, length, expected);
	requireUtf8(fn, batch);
	return batch;
}

/** Of less text than this it does not matter how fast it is looked at, bytes. */
const MUCH_TEXT = 4096;
/** With fewer plain lines than these one after the other, looking for them costs more than it saves. */
const MANY_LINES = 16;

/** NDJSON: each line one JSON value; blank lines are left out. */
export function splitLines(fn: string, data: Uint8Array, length: number, expected: number): Batch {
	const ends = new Ends(fn, expected);
	let plain = length < MUCH_TEXT ? null : findPlainLines();
	let write = 0;
	let at = 0;
	while (at < length) {
		const start = at;
		if (plain !== null && write === at) {
			const taken = plain.take(data, at, length + 1);
			ends.addAll(taken.ends);
			at = write = taken.next;
			if (taken.ends.length < MANY_LINES) plain = null;
			if (at > start) continue;
		}
		at = skipSpace(data, at, length, 'lines');
		if (data[at] === LF) {
			at++;
			continue;
		}
		const after = checkValue(data, at, length, 'lines');
		const end = after < 0 ? after : skipSpace(data, after, length, 'lines');
		if (end < 0 || data[end] !== LF) {
			const wrong = end < 0 ? ~end : end;
			const line = data.indexOf(LF, wrong);
			throw invalidJson(`${fn}, record ${ends.count + 1}`, data, start, line, wrong);
		}
		if (write === start) {
			write = end + 1;
		} else {
			data.copyWithin(write, start, end + 1);
			write += end + 1 - start;
		}
		ends.add(write - 1);
		at = end + 1;
	}
	return { data: data.subarray(0, write), ends: ends.finish(), gap: 1 };
}

/** One JSON array whose elements are the records; any other JSON value is one record. */
export function splitArray(fn: string, data: Uint8Array, length: number, expected: number): Batch {
	const first = skipSpace(data, 0, length, 'value');
	const isArray = data[first] === OPEN_ARRAY;
	const ends = new Ends(fn, isArray ? expected : 1);
	// Records are moved only where white space stands between them: `[a,b]` becomes `a⏎b⏎` by overwriting separators.
	const base = isArray ? skipSpace(data, first + 1, length, 'value') : first;
	let write = base;
	let at = base;
	const fail = (position: number) =>
		invalidJson(`${fn}, record ${ends.count + 1}`, data, at, length, Math.min(position, length));
	if (isArray && data[at] === CLOSE_ARRAY) {
		at++;
	} else {
		for (;;) {
			at = skipSpace(data, at, length, 'value');
			const after = checkValue(data, at, length, 'value');
			if (after < 0) throw fail(~after);
			const next = skipSpace(data, after, length, 'value');
			const separator = data[next];
			if (isArray && separator !== COMMA && separator !== CLOSE_ARRAY) throw fail(next);
			if (write !== at) data.copyWithin(write, at, after);
			write += after - at;
			ends.add(write - base);
			data[write++] = LF;
			at = isArray ? next + 1 : next;
			if (!isArray || separator === CLOSE_ARRAY) break;
		}
	}
	const rest = skipSpace(data, at, length, 'value');
	if (rest < length) throw fail(rest);
	return { data: data.subarray(base, write), ends: ends.finish(), gap: 1 };
}

/** Raw bytes: each record after its length as a little-endian u32. */
function splitFrames(fn: string, data: Uint8Array, length: number, expected: number): Batch {
	const ends = new Ends(fn, expected);
	const view = new DataView(data.buffer, data.byteOffset, length);
	let write = 0;
	let at = 0;
	while (at < length) {
		const size = at + 4 <= length ? view.getUint32(at, true) : length;
		if (at + 4 + size > length) {
			throw wrongOutput(fn, `record ${ends.count + 1} claims more bytes than the result holds`, {
				record: ends.count + 1,
				claimed: size,
				available: Math.max(0, length - at - 4),
			});
		}
		data.copyWithin(write, at + 4, at + 4 + size);
		write += size;
		ends.add(write);
		at += 4 + size;
	}
	return { data: data.subarray(0, write), ends: ends.finish(), gap: 0 };
}
