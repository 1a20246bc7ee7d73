import type { ResultFilter, ResultQuery } from '../../../../shared/run/result-table.ts';
import type { Columns } from './columns.ts';
import { fieldOf, type RecordParser } from './record-parser.ts';
import type { RecordBytes } from './record-walk.ts';

const BACKSLASH = 0x5c;

/** Whether a field fits; `text` null: the record has none, or it says nothing. */
type Fits = (text: string | null, isNumber: boolean) => boolean;

/** Whether a record fits a question. It parses the record where the bytes alone do not tell. */
export class Matcher {
	readonly #parser: RecordParser;
	readonly #needle: string;
	/** What is searched for stands in a record as it is written, wherever nothing is escaped. */
	readonly #isPlain: boolean;
	readonly #filters: readonly (readonly [column: number, fits: Fits])[];

	constructor(query: ResultQuery, columns: Columns, parser: RecordParser) {
		this.#parser = parser;
		this.#needle = query.search.toLowerCase();
		this.#isPlain = this.#needle !== '' && !/["\\\u0000-\u001f]/.test(this.#needle);
		this.#filters = query.filters.map((filter) => [columns.find(filter.column), testOf(filter)] as const);
	}

	/** `parsed`: that its parser has taken the record apart. */
	fits(record: RecordBytes): { readonly fits: boolean; readonly parsed: boolean } {
		const { data, end, isCut } = record;
		const missed = { fits: false, parsed: false };
		const escape = data.indexOf(BACKSLASH);
		const asItIs = this.#isPlain && (escape === -1 || escape >= end);
		if (asItIs && !this.#occursIn(data.toString('utf8', 0, end))) return missed;
		// What stands there, before the parser changes white space.
		const raw = this.#needle === '' ? '' : data.toString('utf8', 0, end);
		if (isCut || !this.#parser.parse(data, end))
			return { fits: this.#filters.length === 0 && (this.#needle === '' || this.#occursIn(raw)), parsed: false };
		return { fits: this.#filters.every((filter) => this.#holds(filter)) && this.#isFound(), parsed: true };
	}

	#isFound(): boolean {
		if (this.#needle === '') return true;
		for (let field = 0; field < this.#parser.count; field++)
			if (this.#occursIn(this.#parser.textOf(field))) return true;
		return false;
	}

	#occursIn(text: string): boolean {
		return text.toLowerCase().includes(this.#needle);
	}

	#holds([column, fits]: readonly [column: number, fits: Fits]): boolean {
		const field = column < 0 ? -1 : fieldOf(this.#parser, column);
		const kind = field < 0 ? null : this.#parser.kindOf(field);
		const text = field < 0 ? null : this.#parser.textOf(field);
		return fits(kind === 'word' && text === 'null' ? null : text, kind === 'number');
	}
}

function testOf({ test, value }: ResultFilter): Fits {
	const wanted = value.trim();
	const number = wanted === '' ? Number.NaN : Number(wanted);
	const lower = value.toLowerCase();
	const equals = (text: string | null, isNumber: boolean): boolean =>
		text === value || (text !== null && isNumber && Number(text) === number);
	const order = (text: string, isNumber: boolean): number =>
		isNumber && !Number.isNaN(number) ? Number(text) - number : compareText(text.toLowerCase(), lower);
	switch (test) {
		case 'contains':
			return (text) => text?.toLowerCase().includes(lower) === true;
		case 'equals':
			return equals;
		case 'differs':
			return (text, isNumber) => !equals(text, isNumber);
		case 'less':
			return (text, isNumber) => text !== null && order(text, isNumber) < 0;
		case 'more':
			return (text, isNumber) => text !== null && order(text, isNumber) > 0;
		case 'empty':
			return (text) => text === null || text === '';
		case 'filled':
			return (text) => text !== null && text !== '';
	}
}

function compareText(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
