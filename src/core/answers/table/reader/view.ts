import { RESULT_LIMITS, type ResultQuery, type ResultView } from '../../../../shared/run/result-table.ts';
import type { Columns } from './columns.ts';
import { Matcher } from './matcher.ts';
import { fieldOf, type RecordParser } from './record-parser.ts';
import { PIECE_BYTES, type RecordBytes, type RecordFile, RecordWalk } from './record-walk.ts';
import { RowList } from './row-list.ts';
import { SortKeys } from './sort-keys.ts';
import { sortInPieces } from './sort-pieces.ts';

/** What limits a view; tests come to their ends sooner. */
export type ViewLimits = Pick<typeof RESULT_LIMITS, 'matches' | 'sortedRows'>;

/** The records that fit a question, in its order, found piece by piece. */
export class View {
	readonly #file: RecordFile;
	readonly #query: ResultQuery;
	readonly #parser: RecordParser;
	readonly #matcher: Matcher;
	readonly #limits: Readonly<Record<keyof ViewLimits, number>>;
	readonly #walk: RecordWalk;
	readonly #rows = new RowList();
	readonly #keys: SortKeys | null;
	readonly #sortedBy: number;
	#order: Uint32Array | null = null;
	#sorting: ReturnType<typeof sortInPieces> | null = null;
	#scanned = 0;
	#phase: ResultView['phase'] = 'scanning';
	#part = 0;
	#limit: ResultView['limit'] = null;

	constructor(
		file: RecordFile,
		query: ResultQuery,
		columns: Columns,
		parser: RecordParser,
		limits: Readonly<Record<keyof ViewLimits, number>> = RESULT_LIMITS,
	) {
		this.#file = file;
		this.#query = query;
		this.#parser = parser;
		this.#limits = limits;
		this.#matcher = new Matcher(query, columns, parser);
		this.#walk = new RecordWalk(file, file.shape.start, false, PIECE_BYTES);
		this.#keys = query.sort === null ? null : new SortKeys();
		this.#sortedBy = query.sort === null ? -1 : columns.find(query.sort.column);
	}

	get isDone(): boolean {
		return this.#phase === 'ready' || this.#phase === 'failed';
	}

	state(): ResultView {
		const isSorted = this.#order !== null;
		const rows = this.#keys === null || isSorted ? this.#rows.length : 0;
		return { phase: this.#phase, part: this.#part, rows, scanned: this.#scanned, limit: this.#limit };
	}

	/** Places in the file of the rows from one place of the view to another. */
	slice(from: number, to: number): readonly number[] {
		if (this.#keys === null) return this.#rows.slice(from, to);
		return this.#order === null ? [] : [...this.#order.subarray(from, to)].map((place) => this.#rows.at(place));
	}

	/** Does a bounded part of what is left. */
	step(): void {
		if (this.#phase === 'scanning') this.#scan();
		else if (this.#phase === 'sorting') this.#sort();
	}

	#scan(): void {
		const goesOn = this.#walk.step((start, end) => this.#look(this.#walk.bytes(start, end)));
		this.#part = this.#file.size === 0 ? 1 : Math.min(1, this.#walk.position / this.#file.size);
		if (goesOn || this.#phase !== 'scanning') return;
		const { sort } = this.#query;
		const keys = this.#keys;
		if (keys === null || sort === null) this.#phase = 'ready';
		else {
			this.#phase = 'sorting';
			this.#part = 0;
			this.#sorting = sortInPieces(keys.length, (one, other) => keys.compare(one, other, sort.descending));
		}
	}

	/** False: no more is looked at. */
	#look(record: RecordBytes): boolean {
		const row = this.#scanned++;
		const { fits, parsed } = this.#matcher.fits(record);
		if (!fits) return true;
		if (this.#keys === null) {
			if (this.#rows.length === this.#limits.matches) return this.#end('ready', 'matches');
		} else {
			if (this.#rows.length === this.#limits.sortedRows) return this.#end('failed', 'rows');
			if (!this.#addKey(this.#keys, parsed)) return this.#end('failed', 'text');
		}
		this.#rows.push(row);
		return true;
	}

	#end(phase: ResultView['phase'], limit: ResultView['limit']): false {
		this.#phase = phase;
		this.#limit = limit;
		this.#part = 1;
		return false;
	}

	#addKey(keys: SortKeys, parsed: boolean): boolean {
		const parser = this.#parser;
		const field = parsed && this.#sortedBy >= 0 ? fieldOf(parser, this.#sortedBy) : -1;
		const kind = field < 0 ? null : parser.kindOf(field);
		const text = field < 0 ? '' : parser.textOf(field);
		if (kind === null || (kind === 'word' && text === 'null')) keys.addNothing();
		else if (kind === 'number') keys.addNumber(Number(text));
		else return keys.addText(text);
		return true;
	}

	#sort(): void {
		const next = this.#sorting?.next();
		if (next === undefined) return;
		if (next.done === true) {
			this.#order = next.value;
			this.#sorting = null;
			this.#phase = 'ready';
			this.#part = 1;
		} else this.#part = next.value;
	}
}
