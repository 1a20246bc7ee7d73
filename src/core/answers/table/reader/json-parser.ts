import { checkValue, skipSpace } from '../../../../shared/json/json-check.ts';
import type { CellKind } from '../../../../shared/run/result-table.ts';
import type { Columns } from './columns.ts';
import type { RecordParser } from './record-parser.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The column of a record that is no object. */
const VALUE_COLUMN = 'value';

/** The members of a JSON object; any other JSON value is one field. Numbers stay as they are written. */
export class JsonParser implements RecordParser {
	readonly #columns: Columns;
	readonly #starts: number[] = [];
	readonly #ends: number[] = [];
	readonly #places: number[] = [];
	/** Keys by their place in the record before, as bytes: nearly always the same ones follow one another. */
	readonly #guesses: { readonly key: Buffer; readonly place: number }[] = [];
	#data: Buffer = Buffer.of(LF);
	count = 0;

	constructor(columns: Columns) {
		this.#columns = columns;
	}

	parse(data: Buffer, end: number): boolean {
		this.#data = data;
		this.count = 0;
		const start = skipSpace(data, 0, end, 'value');
		if (data[start] === OPEN_OBJECT) return this.#members(data, start + 1, end);
		const after = checkValue(data, start, end, 'value');
		if (after < 0 || skipSpace(data, after, end, 'value') !== end) return false;
		this.#add(start, after, this.#columns.place(VALUE_COLUMN));
		return true;
	}

	columnOf(field: number): number {
		return this.#places[field] ?? -1;
	}

	textOf(field: number): string {
		const [start, end] = [this.#starts[field] ?? 0, this.#ends[field] ?? 0];
		return this.#data[start] === QUOTE ? stringOf(this.#data, start, end) : this.#data.toString('utf8', start, end);
	}

	kindOf(field: number): CellKind {
		const first = this.#data[this.#starts[field] ?? 0] as number;
		if (first === QUOTE) return 'text';
		if (first === OPEN_OBJECT || first === OPEN_LIST) return 'inner';
		return first === 0x2d || (first >= 0x30 && first <= 0x39) ? 'number' : 'word';
	}

	#members(data: Buffer, from: number, end: number): boolean {
		let at = skipSpace(data, from, end, 'value');
		if (data[at] === CLOSE_OBJECT) return skipSpace(data, at + 1, end, 'value') === end;
		for (;;) {
			if (data[at] !== QUOTE) return false;
			const keyEnd = checkValue(data, at, end, 'value');
			if (keyEnd < 0) return false;
			const colon = skipSpace(data, keyEnd, end, 'value');
			if (data[colon] !== COLON) return false;
			const value = skipSpace(data, colon + 1, end, 'value');
			const after = checkValue(data, value, end, 'value');
			if (after < 0) return false;
			this.#add(value, after, this.#placeOf(data, at, keyEnd));
			const next = skipSpace(data, after, end, 'value');
			if (data[next] === CLOSE_OBJECT && next < end) return skipSpace(data, next + 1, end, 'value') === end;
			if (data[next] !== COMMA || next >= end) return false;
			at = skipSpace(data, next + 1, end, 'value');
		}
	}

	#add(start: number, end: number, place: number): void {
		this.#starts[this.count] = start;
		this.#ends[this.count] = end;
		this.#places[this.count] = place;
		this.count++;
	}

	#placeOf(data: Buffer, start: number, end: number): number {
		const guess = this.#guesses[this.count];
		if (guess !== undefined && guess.key.length === end - start) {
			if (guess.key.compare(data, start, end) === 0) return guess.place;
		}
		const place = this.#columns.place(stringOf(data, start, end));
		// A record with more keys than are columns is no record to learn from.
		if (place >= 0) this.#guesses[this.count] = { key: Buffer.from(data.subarray(start, end)), place };
		return place;
	}
}

/** A JSON string that was checked, with its quotes. */
function stringOf(data: Buffer, start: number, end: number): string {
	const raw = data.toString('utf8', start + 1, end - 1);
	const escape = data.indexOf(BACKSLASH, start);
	return escape === -1 || escape >= end ? raw : (JSON.parse(`"${raw}"`) as string);
}
