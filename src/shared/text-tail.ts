/** Keeps the last `limit` characters of a text that arrives in pieces. */
export class TextTail {
	readonly #limit: number;
	#text = '';

	constructor(limit: number) {
		this.#limit = limit;
	}

	push(piece: string): void {
		this.#text = (this.#text + piece).slice(-this.#limit);
	}

	toString(): string {
		return this.#text;
	}
}
