import { RESULT_LIMITS, type ResultColumn } from '../../../../shared/run/result-table.ts';

interface Column {
	readonly name: string;
	/** Values that were looked at, and how many of them were numbers; those that say nothing count for neither. */
	values: number;
	numbers: number;
}

/** The columns of a file in the order in which they were met, as many as are told apart. */
export class Columns {
	readonly #columns: Column[] = [];
	readonly #places = new Map<string, number>();
	readonly #beyond = new Set<string>();

	/** -1: one more than are told apart. */
	place(name: string): number {
		const known = this.#places.get(name);
		if (known !== undefined) return known;
		if (this.#columns.length >= RESULT_LIMITS.columns) {
			if (this.#beyond.size < RESULT_LIMITS.columns) this.#beyond.add(name);
			return -1;
		}
		this.#places.set(name, this.#columns.length);
		this.#columns.push({ name, values: 0, numbers: 0 });
		return this.#columns.length - 1;
	}

	find(name: string): number {
		return this.#places.get(name) ?? -1;
	}

	nameOf(place: number): string {
		return this.#columns[place]?.name ?? '';
	}

	/** Tells whether a value of a column is a number. */
	count(place: number, isNumber: boolean): void {
		const column = this.#columns[place];
		if (column === undefined) return;
		column.values++;
		if (isNumber) column.numbers++;
	}

	list(): readonly ResultColumn[] {
		return this.#columns.map(({ name, values, numbers }) => ({ name, numeric: values > 0 && values === numbers }));
	}

	get hidden(): number {
		return this.#beyond.size;
	}
}
