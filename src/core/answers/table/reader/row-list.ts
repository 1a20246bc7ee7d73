/** Places of records, in a memory that grows with their number. */
export class RowList {
	#rows = new Uint32Array(1024);
	length = 0;

	push(row: number): void {
		if (this.length === this.#rows.length) {
			const more = new Uint32Array(2 * this.length);
			more.set(this.#rows);
			this.#rows = more;
		}
		this.#rows[this.length++] = row;
	}

	at(place: number): number {
		return this.#rows[place] ?? 0;
	}

	slice(from: number, to: number): readonly number[] {
		return [...this.#rows.subarray(Math.min(from, this.length), Math.min(to, this.length))];
	}
}
