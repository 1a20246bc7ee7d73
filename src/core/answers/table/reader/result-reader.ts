import {
	RESULT_LIMITS,
	type ResultCell,
	type ResultQuery,
	type ResultRecord,
	type ResultRow,
	type ResultState,
} from '../../../../shared/run/result-table.ts';
import { Columns } from './columns.ts';
import { BEGINNING_BYTES, type FileShape, shapeOf } from './file-shape.ts';
import { Identities, type IdentityLimits, type IdsAnswer } from './identities.ts';
import { JsonParser } from './json-parser.ts';
import { LineParser } from './line-parser.ts';
import { fieldOf, type RecordParser } from './record-parser.ts';
import { type RecordBytes, type RecordFile, type RecordWalk, readAt } from './record-walk.ts';
import { RowIndex } from './row-index.ts';
import { TableParser } from './table-parser.ts';
import { View, type ViewLimits } from './view.ts';

/** Records that are looked at for their columns before anything is shown. */
const FIRST_ROWS = RESULT_LIMITS.rowsAtOnce;
/** Of a record that is none, UTF-16 units. */
const RAW_TEXT = 2_000;
/** Of a record that is shown as a whole, bytes. */
const RECORD_BYTES = 256 * 1024;

export interface RowsWanted {
	/** By places in the view, or in the file (`at`). */
	readonly offset: number | undefined;
	readonly limit: number;
	readonly at: readonly number[] | undefined;
	readonly columns: readonly string[];
}

export type ReaderState = Omit<ResultState, 'id' | 'path' | 'revision'>;

/**
 * The records of one open file: counted, taken apart, searched, filtered and sorted in bounded parts (`work`), while any
 * of them can be had at any time. It keeps places, never contents.
 */
export class ResultReader {
	readonly #file: RecordFile;
	readonly #columns = new Columns();
	readonly #parser: RecordParser;
	readonly #index: RowIndex;
	readonly #limits: Readonly<Record<keyof ViewLimits, number>>;
	readonly #idLimits: IdentityLimits | undefined;
	#view: View | null = null;
	#ids: Identities | null = null;

	/** `extension` with its dot. */
	constructor(
		{ fd, size, extension }: { readonly fd: number; readonly size: number; readonly extension: string },
		limits: Readonly<Record<keyof ViewLimits, number>> = RESULT_LIMITS,
		idLimits?: IdentityLimits,
	) {
		this.#idLimits = idLimits;
		const beginning = Buffer.alloc(Math.min(size, BEGINNING_BYTES));
		const length = readAt(fd, beginning, beginning.length, 0);
		const shape = shapeOf(beginning.subarray(0, length), length === size, extension);
		this.#file = { fd, size, shape };
		this.#limits = limits;
		this.#parser = parserOf(shape, this.#columns);
		this.#index = new RowIndex(this.#file);
		if (shape.format === 'bytes') this.#index.isComplete = true;
		else
			this.#index.from(0, (row, start, end, walk) => {
				this.#learn(walk.bytes(start, end));
				return row + 1 < FIRST_ROWS;
			});
	}

	/** Does a bounded part of what is left to do. False: nothing is. */
	work(): boolean {
		if (!this.#index.isComplete) this.#index.step((_row, start, end, walk) => this.#learn(walk.bytes(start, end)));
		else if (this.#view !== null && !this.#view.isDone) this.#view.step();
		else if (this.#ids === null || this.#ids.isDone) return false;
		else this.#ids.step();
		return true;
	}

	state(): ReaderState {
		return {
			bytes: this.#file.size,
			format: this.#file.shape.format,
			rows: this.#index.rows,
			indexedBytes: this.#index.indexedBytes,
			complete: this.#index.isComplete,
			columns: this.#columns.list(),
			hiddenColumns: this.#columns.hidden,
			view: this.#view?.state() ?? null,
		};
	}

	/** Answers another question from now on. */
	ask(query: ResultQuery): void {
		const isAll = query.search === '' && query.filters.length === 0 && query.sort === null;
		this.#view = isAll ? null : new View(this.#file, query, this.#columns, this.#parser, this.#limits);
	}

	/** Which of these columns name every record, as far as that is found out: what was asked before is forgotten. */
	ids(names: readonly string[]): IdsAnswer {
		if (this.#ids?.key !== JSON.stringify(names))
			this.#ids = new Identities(this.#file, names, this.#columns, this.#parser, this.#idLimits);
		return { isDone: this.#ids.isDone, names: this.#ids.names };
	}

	/** Which records have these values in a column that names them; null: none has. */
	placesOf(column: string, values: readonly string[]): readonly (number | null)[] {
		return this.#ids?.placesOf(column, values) ?? values.map(() => null);
	}

	rows({ offset, limit, at, columns }: RowsWanted): readonly ResultRow[] {
		const wanted = at ?? this.#placesAt(offset ?? 0, limit);
		const places = columns.map((name) => this.#columns.find(name));
		const found = new Map<number, ResultRow>();
		const inOrder = [...new Set(wanted)].sort((a, b) => a - b).filter((row) => this.#isReachable(row));
		for (let next = 0; next < inOrder.length; ) {
			const first = next;
			this.#index.from(inOrder[first] as number, (row, start, end, walk) => {
				if (row === inOrder[next]) {
					found.set(row, this.#rowOf(row, walk, start, end, places));
					next++;
				}
				// A record far away is nearer to one that is remembered.
				const following = inOrder[next];
				return following !== undefined && following - row <= 2 * this.#index.stride;
			});
			// What was counted and is not there any more: the file was cut.
			if (next === first) next++;
		}
		return wanted.flatMap((row) => found.get(row) ?? []);
	}

	/** Null: there is no such record. */
	record(row: number): ResultRecord | null {
		if (!this.#isReachable(row)) return null;
		let answer: ResultRecord | null = null;
		this.#index.from(row, (_row, start, end, walk) => {
			const { data, end: length, isCut } = walk.bytes(start, end, RECORD_BYTES);
			const text = data.toString('utf8', 0, length).trim();
			const isLarge = end - start > RESULT_LIMITS.recordBytes;
			const isWhole = !isCut && this.#parser.parse(data, length);
			answer = {
				row,
				text,
				json: isWhole && this.#file.shape.format === 'csv' ? this.#membersAsJson() : null,
				bytes: end - start,
				truncated: isCut,
				odd: isLarge ? 'large' : isCut || isWhole ? null : 'damaged',
			};
			return false;
		});
		return answer;
	}

	#placesAt(offset: number, limit: number): readonly number[] {
		if (this.#view !== null) return this.#view.slice(offset, offset + limit);
		return Array.from({ length: limit }, (_, index) => offset + index);
	}

	/** It was counted, or is near enough to the beginning to be found at once. */
	#isReachable(row: number): boolean {
		return row < this.#index.rows || (!this.#index.isComplete && row < FIRST_ROWS);
	}

	#rowOf(row: number, walk: RecordWalk, start: number, end: number, places: readonly number[]): ResultRow {
		const record = walk.bytes(start, end);
		const raw = record.data
			.toString('utf8', 0, Math.min(record.end, 4 * RAW_TEXT))
			.trim()
			.slice(0, RAW_TEXT);
		if (record.isCut) return { row, cells: [], raw, odd: 'large' };
		if (!this.#learn(record)) return { row, cells: [], raw, odd: 'damaged' };
		return { row, cells: places.map((place) => this.#cellOf(place)), raw: null, odd: null };
	}

	#cellOf(place: number): ResultCell | null {
		const field = place < 0 ? -1 : fieldOf(this.#parser, place);
		if (field < 0) return null;
		const text = this.#parser.textOf(field);
		const cut = text.length > RESULT_LIMITS.cellText;
		return { text: cut ? text.slice(0, RESULT_LIMITS.cellText) : text, kind: this.#parser.kindOf(field), cut };
	}

	/** Takes a record apart and remembers what its columns hold. False: it is none. */
	#learn({ data, end, isCut }: RecordBytes): boolean {
		const parser = this.#parser;
		if (isCut || !parser.parse(data, end)) return false;
		for (let field = 0; field < parser.count; field++) {
			const kind = parser.kindOf(field);
			const saysNothing = kind !== 'number' && kind !== 'inner' && isNothing(parser.textOf(field), kind);
			if (!saysNothing) this.#columns.count(parser.columnOf(field), kind === 'number');
			else parser.columnOf(field);
		}
		return true;
	}

	#membersAsJson(): string {
		const members = Array.from({ length: this.#parser.count }, (_, field) => {
			const name = this.#columns.nameOf(this.#parser.columnOf(field)) || String(field + 1);
			return `${JSON.stringify(name)}: ${JSON.stringify(this.#parser.textOf(field))}`;
		});
		return `{${members.join(', ')}}`;
	}
}

function isNothing(text: string, kind: ResultCell['kind']): boolean {
	return text === '' || (kind === 'word' && text === 'null');
}

function parserOf({ format, delimiter, header }: FileShape, columns: Columns): RecordParser {
	if (format === 'csv') return new TableParser(columns, delimiter, header);
	return format === 'lines' || format === 'bytes' ? new LineParser(columns) : new JsonParser(columns);
}
