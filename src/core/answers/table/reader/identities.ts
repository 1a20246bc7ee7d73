import type { Columns } from './columns.ts';
import { fieldOf, type RecordParser } from './record-parser.ts';
import { PIECE_BYTES, type RecordBytes, type RecordFile, RecordWalk } from './record-walk.ts';

/** Longer values name nothing, UTF-16 units. */
const MOST_ID = 200;

export interface IdsAnswer {
	readonly isDone: boolean;
	readonly names: readonly string[];
}

/** What is kept of all columns together: values, and their UTF-16 units. Tests come to their ends sooner. */
export interface IdentityLimits {
	readonly values: number;
	readonly text: number;
}

export const IDENTITY_LIMITS: IdentityLimits = { values: 600_000, text: 24_000_000 };

/**
 * Columns that name a file's records: each record has a value there, and no two the same. Found piece by piece, all
 * records being looked at; of a file that is too large for that, none is told.
 */
export class Identities {
	/** Which columns were asked for. */
	readonly key: string;
	readonly #parser: RecordParser;
	readonly #columns: Columns;
	readonly #walk: RecordWalk;
	readonly #limits: IdentityLimits;
	/** Of those that still name every record: what each value stands for. The last is given up first. */
	readonly #kept: Map<string, Map<string, number>>;
	#values = 0;
	#text = 0;
	#rows = 0;
	isDone = false;

	constructor(
		file: RecordFile,
		names: readonly string[],
		columns: Columns,
		parser: RecordParser,
		limits: IdentityLimits = IDENTITY_LIMITS,
	) {
		this.key = JSON.stringify(names);
		this.#columns = columns;
		this.#parser = parser;
		this.#limits = limits;
		this.#walk = new RecordWalk(file, file.shape.start, false, PIECE_BYTES);
		this.#kept = new Map(names.map((name) => [name, new Map<string, number>()]));
	}

	/** Those that name every record, as far as that is known. */
	get names(): readonly string[] {
		return this.#rows === 0 ? [] : [...this.#kept.keys()];
	}

	/** Does a bounded part of what is left. */
	step(): void {
		const goesOn = this.#walk.step((start, end) => this.#look(this.#walk.bytes(start, end)));
		this.isDone = !goesOn;
	}

	/** Which records have these values; null: none has. */
	placesOf(name: string, values: readonly string[]): readonly (number | null)[] {
		const known = this.#kept.get(name);
		return values.map((value) => known?.get(value) ?? null);
	}

	/** False: no column is left. A record that is none has no name, and takes none away. */
	#look({ data, end, isCut }: RecordBytes): boolean {
		const row = this.#rows++;
		if (isCut || !this.#parser.parse(data, end)) return this.#kept.size > 0;
		for (const [name, known] of this.#kept) {
			const value = this.#valueOf(name);
			if (value === null || known.has(value)) this.#giveUp(name);
			else {
				known.set(value, row);
				this.#values++;
				this.#text += value.length;
			}
		}
		while (this.#values > this.#limits.values || this.#text > this.#limits.text)
			this.#giveUp([...this.#kept.keys()].at(-1) ?? '');
		return this.#kept.size > 0;
	}

	#valueOf(name: string): string | null {
		const column = this.#columns.find(name);
		const field = column < 0 ? -1 : fieldOf(this.#parser, column);
		const kind = field < 0 ? null : this.#parser.kindOf(field);
		if (kind !== 'text' && kind !== 'number') return null;
		const value = this.#parser.textOf(field);
		return value === '' || value.length > MOST_ID ? null : value;
	}

	#giveUp(name: string): void {
		for (const value of this.#kept.get(name)?.keys() ?? []) {
			this.#values--;
			this.#text -= value.length;
		}
		this.#kept.delete(name);
	}
}
