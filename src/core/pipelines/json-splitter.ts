import { type Batch, batchOf } from '../../shared/batch.ts';
import { DataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import { MAX_RECORD_BYTES } from '../../shared/plugin/limits.ts';
import { TARGET_BATCH_BYTES } from './line-splitter.ts';

const byteOf = {
	tab: 0x09,
	lineFeed: 0x0a,
	return: 0x0d,
	space: 0x20,
	quote: 0x22,
	comma: 0x2c,
	open: 0x5b,
	backslash: 0x5c,
	close: 0x5d,
	openBrace: 0x7b,
	closeBrace: 0x7d,
} as const;

/**
 * Cuts JSON text into records without building values: the elements of a top-level array, or a sequence of top-level
 * values. Only the nesting is checked here; whether a record is valid JSON is for whoever parses it to say.
 */
export async function* splitJson(chunks: AsyncIterable<Uint8Array>, batchRecords: number): AsyncGenerator<Batch> {
	const scanner = new JsonScanner();
	let records: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of chunks) {
		for (const record of scanner.push(chunk)) {
			records.push(record);
			bytes += record.length;
			if (records.length < batchRecords && bytes < TARGET_BATCH_BYTES) continue;
			yield batchOf(records);
			records = [];
			bytes = 0;
		}
	}
	const last = scanner.end();
	if (last !== null) records.push(last);
	if (records.length > 0) yield batchOf(records);
}

class JsonScanner {
	/** Bytes of the record that is being read. */
	#pieces: Uint8Array[] = [];
	#length = 0;
	#depth = 0;
	#inString = false;
	#escaped = false;
	#inScalar = false;
	/** `before` the first byte, `array`: inside the top-level array, `values`: a sequence of values, `after` the array. */
	#place: 'before' | 'array' | 'values' | 'after' = 'before';
	#offset = 0;

	*push(chunk: Uint8Array): Generator<Uint8Array> {
		let start = this.#recording() ? 0 : -1;
		for (let at = 0; at < chunk.length; at++) {
			const byte = chunk[at] as number;
			if (this.#inString) {
				if (this.#escaped) this.#escaped = false;
				else if (byte === byteOf.backslash) this.#escaped = true;
				else if (byte === byteOf.quote) {
					this.#inString = false;
					if (this.#depth === 0) {
						yield this.#take(chunk, start, at + 1);
						start = -1;
					}
				}
				continue;
			}
			const blank = byte === byteOf.space || byte === byteOf.lineFeed || byte === byteOf.return || byte === byteOf.tab;
			if (this.#depth === 0) {
				if (this.#inScalar && (blank || byte === byteOf.comma || byte === byteOf.close)) {
					this.#inScalar = false;
					yield this.#take(chunk, start, at);
					start = -1;
				}
				if (blank || this.#inScalar) continue;
				if (this.#place === 'before') {
					this.#place = byte === byteOf.open ? 'array' : 'values';
					if (byte === byteOf.open) continue;
				} else if (this.#place === 'array' && byte === byteOf.close) {
					this.#place = 'after';
					continue;
				} else if (byte === byteOf.comma && this.#place === 'array') continue;
				if (this.#place === 'after' || byte === byteOf.close || byte === byteOf.closeBrace || byte === byteOf.comma) {
					throw unexpected(byte, this.#offset + at);
				}
				start = at;
				if (byte === byteOf.quote) this.#inString = true;
				else if (byte === byteOf.open || byte === byteOf.openBrace) this.#depth = 1;
				else this.#inScalar = true;
				continue;
			}
			if (byte === byteOf.quote) this.#inString = true;
			else if (byte === byteOf.open || byte === byteOf.openBrace) this.#depth++;
			else if (byte === byteOf.close || byte === byteOf.closeBrace) {
				this.#depth--;
				if (this.#depth === 0) {
					yield this.#take(chunk, start, at + 1);
					start = -1;
				}
			}
		}
		if (start !== -1) this.#keep(chunk.slice(start));
		this.#offset += chunk.length;
	}

	/** The scalar that only the end of the input ended; null where there is none. */
	end(): Uint8Array | null {
		if (this.#inString || this.#depth > 0 || this.#place === 'array') {
			throw new DataFlareError(
				'invalid_input',
				`The JSON input ends in the middle, after ${this.#offset.toLocaleString('en')} bytes.`,
				{
					hint: 'The file is probably cut off: fetch or export it again.',
					details: { ...because('json_cut_off', { bytes: this.#offset }), bytes: this.#offset },
				},
			);
		}
		return this.#inScalar ? this.#take(new Uint8Array(0), 0, 0) : null;
	}

	#recording(): boolean {
		return this.#inString || this.#inScalar || this.#depth > 0;
	}

	#keep(piece: Uint8Array): void {
		this.#pieces.push(piece);
		this.#length += piece.length;
		if (this.#length <= MAX_RECORD_BYTES) return;
		throw new DataFlareError(
			'invalid_input',
			`A record of the JSON input is larger than ${MAX_RECORD_BYTES.toLocaleString('en')} bytes (at byte ${this.#offset.toLocaleString('en')}).`,
			{
				hint: 'Split the data into more, smaller records.',
				details: {
					...because('record_too_large', { offset: this.#offset, maxBytes: MAX_RECORD_BYTES }),
					offset: this.#offset,
				},
			},
		);
	}

	/** Line feeds between tokens are white space; as a space they leave the one-record-a-line framing intact. */
	#take(chunk: Uint8Array, start: number, end: number): Uint8Array {
		this.#keep(chunk.slice(Math.max(start, 0), end));
		const record =
			this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : new Uint8Array(Buffer.concat(this.#pieces));
		this.#pieces = [];
		this.#length = 0;
		for (let at = record.indexOf(byteOf.lineFeed); at !== -1; at = record.indexOf(byteOf.lineFeed, at + 1)) {
			record[at] = byteOf.space;
		}
		return record;
	}
}

function unexpected(byte: number, offset: number): DataFlareError {
	const found = JSON.stringify(String.fromCharCode(byte));
	return new DataFlareError(
		'invalid_input',
		`The input is not JSON: unexpected ${found} at byte ${offset.toLocaleString('en')}.`,
		{
			hint: 'Check the file, or name its format with --format (ndjson, json, lines, bytes).',
			details: { ...because('json_unexpected', { offset }), offset },
		},
	);
}
