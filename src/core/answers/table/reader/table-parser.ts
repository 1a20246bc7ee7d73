import type { CellKind } from '../../../../shared/run/result-table.ts';
import type { Columns } from './columns.ts';
import type { RecordParser } from './record-parser.ts';

const CR = 0x0d;
const QUOTE = 0x22;
/** As JSON writes them: a postal code that begins with 0 is none. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The fields of a line of a table (RFC 4180). */
export class TableParser implements RecordParser {
	readonly #columns: Columns;
	readonly #delimiter: number;
	readonly #places: number[];
	#fields: readonly string[] = [];
	count = 0;

	/** `header`: names of the columns; null: they are known by their numbers. */
	constructor(columns: Columns, delimiter: number, header: readonly string[] | null) {
		this.#columns = columns;
		this.#delimiter = delimiter;
		this.#places = (header ?? []).map((name) => columns.place(name));
	}

	parse(data: Buffer, end: number): boolean {
		const fields = splitFields(data, 0, end, this.#delimiter);
		this.#fields = fields ?? [];
		this.count = this.#fields.length;
		return fields !== null;
	}

	columnOf(field: number): number {
		let place = this.#places[field];
		// More fields than the header names.
		if (place === undefined) {
			place = this.#columns.place(String(field + 1));
			this.#places[field] = place;
		}
		return place;
	}

	textOf(field: number): string {
		return this.#fields[field] ?? '';
	}

	kindOf(field: number): CellKind {
		return isNumber(this.#fields[field] ?? '') ? 'number' : 'text';
	}
}

export function isNumber(text: string): boolean {
	return NUMBER.test(text);
}

/** Null: a quote is not closed, or something follows the one that closes a field. */
export function splitFields(data: Buffer, start: number, until: number, delimiter: number): string[] | null {
	const end = until > start && data[until - 1] === CR ? until - 1 : until;
	const fields: string[] = [];
	for (let at = start; ; ) {
		if (data[at] === QUOTE && at < end) {
			let close = closing(data, at + 1, end);
			if (close === end) return null;
			fields.push(data.toString('utf8', at + 1, close).replaceAll('""', '"'));
			close++;
			if (close < end && data[close] !== delimiter) return null;
			at = close;
		} else {
			const next = data.indexOf(delimiter, at);
			const stop = next === -1 || next > end ? end : next;
			fields.push(data.toString('utf8', at, stop));
			at = stop;
		}
		if (at >= end) return fields;
		at++;
	}
}

/** Of the quote that ends a field; two of them are one in it. `end`: there is none. */
function closing(data: Buffer, from: number, end: number): number {
	for (let at = data.indexOf(QUOTE, from); at !== -1 && at < end; at = data.indexOf(QUOTE, at + 2)) {
		if (at + 1 >= end || data[at + 1] !== QUOTE) return at;
	}
	return end;
}
