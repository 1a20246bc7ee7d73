/** Of who says who asks, one search at a time: nobody waits for the one before. */
export class LatestSearches {
	readonly #going = new Map<string, AbortController>();

	stop(asker: string): null {
		this.#going.get(asker)?.abort();
		return null;
	}

	/** Ends what the same one asked for before, whose answer is `cancelled`. */
	async of<T>(asker: string | undefined, search: (signal?: AbortSignal) => T | Promise<T>): Promise<T> {
		if (asker === undefined) return search();
		const mine = new AbortController();
		this.#going.get(asker)?.abort();
		this.#going.set(asker, mine);
		try {
			return await search(mine.signal);
		} finally {
			if (this.#going.get(asker) === mine) this.#going.delete(asker);
		}
	}
}
