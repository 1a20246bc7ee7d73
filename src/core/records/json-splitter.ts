import type { DataFlareError } from '../../shared/errors/errors.ts';
import { MAX_RECORD_BYTES } from '../../shared/policy/limits.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import {
	columnsIn,
	cutOff,
	type InputPlace,
	noValue,
	recordTooLarge,
	tooDeep,
	unexpected,
} from './json-input-errors.ts';
import { JsonScanner } from './json-scanner.ts';
import { TARGET_BATCH_BYTES } from './whole-lines.ts';
import { behindValue } from './wrong-json.ts';

const LF = 0x0a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Cuts JSON text into checked records without building values: the elements of a top-level array, or top-level values
 * that each begin on a line of their own. What is no JSON (RFC 8259) is refused with its line and column, after the
 * records before it were given. The chunks are left as they are.
 */
export async function* splitJson(chunks: AsyncIterable<Uint8Array>, batchRecords: number): AsyncGenerator<Batch> {
	const splitter = new JsonSplitter(batchRecords);
	for await (const chunk of chunks) yield* splitter.push(chunk);
	yield* splitter.end();
}

class JsonSplitter {
	readonly #batchRecords: number;
	readonly #scanner = new JsonScanner();
	/** `before` the first byte, `array`: inside the top-level array, `values`: a sequence of values, `after` the array. */
	#place: 'before' | 'array' | 'values' | 'after' = 'before';
	/** In the top-level array: whether a value comes next (or, `first`, its end), or a comma or its end. */
	#next: 'first' | 'value' | 'separator' = 'first';
	/** Line feeds that were passed when the last of a sequence of values ended, -1: none has; and the offset behind it. */
	#valueLine = -1;
	#valueEnd = -1;
	/** The beginning of the value under way, of which the end has not come. */
	#rest: Uint8Array[] = [];
	#restBytes = 0;
	/** The chunk under way as it came, for the places of errors; where it begins in the input; and in which column, from 0. */
	#chunk: Uint8Array = new Uint8Array(0);
	#offset = 0;
	#column = 0;
	/** Bytes of earlier chunks that stand in front of this one in what is being cut. Positions count from there. */
	#shift = 0;

	constructor(batchRecords: number) {
		this.#batchRecords = batchRecords;
	}

	*push(chunk: Uint8Array): Generator<Batch> {
		this.#chunk = chunk;
		// A copy with a line feed behind it: separators are overwritten, so that records become a batch where they stand.
		const data = new Uint8Array(chunk.length + 1);
		data.set(chunk);
		data[chunk.length] = LF;
		if (!this.#scanner.isOpen) {
			yield* this.#cut(data, 0);
		} else {
			const after = this.#scanner.scan(data, 0, chunk.length);
			if (after < 0) throw this.#wrong(~after);
			if (this.#scanner.isOpen) this.#keep(data.subarray(0, chunk.length));
			else yield* this.#cut(this.#joined(data, after), this.#shift + after);
		}
		this.#leave();
	}

	/** The batch of what only the end of the input ended, where there is such a value. */
	*end(): Generator<Batch> {
		const isWhole = !this.#scanner.isOpen || this.#scanner.finish();
		if (!isWhole || this.#place === 'array') throw cutOff(this.#placeOf(0));
		if (this.#place === 'before') throw noValue();
		if (this.#restBytes === 0) return;
		const data = joined([...this.#rest, Uint8Array.of(LF)], this.#restBytes + 1);
		yield { data, ends: Uint32Array.of(this.#restBytes), gap: 1 };
	}

	/** Cuts bytes with room for one more behind them. What stands before `from` is a value already. */
	*#cut(data: Uint8Array, from: number): Generator<Batch> {
		const end = data.length - 1;
		const batch = new BatchInPlace(data);
		let at = from;
		if (from > 0) this.#add(batch, 0, from);
		for (;;) {
			at = this.#toValue(data, at, end);
			// What is before `at` is used up, so the byte behind the last record may become its line feed.
			if (batch.count >= this.#batchRecords || batch.bytes >= TARGET_BATCH_BYTES) yield batch.take();
			if (at === end) break;
			const begin = at;
			this.#scanner.begin();
			at = this.#scanner.scan(data, begin, end);
			if (at < 0) throw this.#wrong(~at);
			if (this.#scanner.isOpen) {
				this.#keep(data.slice(begin, end));
				break;
			}
			this.#add(batch, begin, at);
		}
		if (batch.count > 0) yield batch.take();
	}

	#add(batch: BatchInPlace, begin: number, end: number): void {
		batch.add(begin, end);
		this.#next = 'separator';
		this.#valueLine = this.#scanner.lineFeeds;
		this.#valueEnd = this.#offset + end - this.#shift;
	}

	/** Passes what stands between values, and returns where one begins, or `end`. */
	#toValue(data: Uint8Array, at: number, end: number): number {
		for (let p = at; ; p++) {
			p = this.#scanner.skipSpace(data, p, end);
			if (p === end) return end;
			const byte = data[p];
			if (this.#place === 'before') {
				this.#place = byte === OPEN_ARRAY ? 'array' : 'values';
				if (this.#place === 'values') return p;
			} else if (this.#place === 'values') {
				if (this.#valueLine === this.#scanner.lineFeeds) throw this.#second(p);
				return p;
			} else if (this.#place === 'array' && byte === CLOSE_ARRAY && this.#next !== 'value') {
				this.#place = 'after';
			} else if (this.#place === 'array' && this.#next !== 'separator') {
				return p;
			} else if (this.#place === 'array' && byte === COMMA) {
				this.#next = 'value';
			} else {
				throw this.#unexpected(p);
			}
		}
	}

	#requireRoom(more: number): void {
		if (this.#restBytes + more > MAX_RECORD_BYTES) throw recordTooLarge(this.#offset);
	}

	#keep(piece: Uint8Array): void {
		this.#requireRoom(piece.length);
		this.#rest.push(piece);
		this.#restBytes += piece.length;
	}

	/** A chunk behind the beginning of the value that ends in it, at `end`. */
	#joined(data: Uint8Array, end: number): Uint8Array {
		this.#requireRoom(end);
		const whole = joined([...this.#rest, data], this.#restBytes + data.length);
		this.#shift = this.#restBytes;
		this.#scanner.rebase(-this.#shift);
		this.#rest = [];
		this.#restBytes = 0;
		return whole;
	}

	/** The chunk was gone through. */
	#leave(): void {
		const { length } = this.#chunk;
		this.#column = this.#placeOf(this.#shift + length).column - 1;
		this.#scanner.rebase(this.#shift + length);
		this.#offset += length;
		this.#shift = 0;
		this.#chunk = this.#chunk.subarray(length);
	}

	#placeOf(position: number): InputPlace {
		const at = position - this.#shift;
		const lineStart = this.#scanner.lineStart - this.#shift;
		const before = lineStart < 0 ? this.#column : 0;
		const column = before + columnsIn(this.#chunk, Math.max(lineStart, 0), at) + 1;
		return { line: this.#scanner.lineFeeds + 1, column, offset: this.#offset + at };
	}

	#unexpected(position: number): DataFlareError {
		return unexpected(this.#chunk, position - this.#shift, this.#placeOf(position));
	}

	/** Of a value. */
	#wrong(position: number): DataFlareError {
		return this.#scanner.isTooDeep ? tooDeep(this.#placeOf(position)) : this.#unexpected(position);
	}

	/** Something stands behind a value on its line. */
	#second(position: number): DataFlareError {
		const place = this.#placeOf(position);
		return behindValue(this.#chunk, position - this.#shift, place.offset === this.#valueEnd, place);
	}
}

/** Not a `Buffer`: code that meets both is slower. */
function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

/** Moves records of a buffer together, a line feed behind each, over what stands between them. */
class BatchInPlace {
	readonly #data: Uint8Array;
	#ends: number[] = [];
	#base = 0;
	#write = 0;

	constructor(data: Uint8Array) {
		this.#data = data;
	}

	get count(): number {
		return this.#ends.length;
	}

	get bytes(): number {
		return this.#write - this.#base;
	}

	/** Between two records at least one byte stands. */
	add(begin: number, end: number): void {
		if (this.#ends.length === 0) this.#base = this.#write = begin;
		else this.#data[this.#write++] = LF;
		if (this.#write !== begin) this.#data.copyWithin(this.#write, begin, end);
		this.#write += end - begin;
		this.#ends.push(this.#write - this.#base);
	}

	take(): Batch {
		this.#data[this.#write] = LF;
		const data = this.#data.subarray(this.#base, this.#write + 1);
		const ends = new Uint32Array(this.#ends);
		this.#ends = [];
		return { data, ends, gap: 1 };
	}
}
