/** Whose answer counts where several questions are about one thing: of each thing, that of the newest turn. */
export class Turns {
	readonly #newest = new Map<string, number>();

	/** A new turn about a thing; what began before it counts no more. The function tells whether this one still does. */
	begin(about: string): () => boolean {
		const mine = (this.#newest.get(about) ?? 0) + 1;
		this.#newest.set(about, mine);
		return () => this.#newest.get(about) === mine;
	}
}
