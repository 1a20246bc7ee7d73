/** Lets what is done to one plugin happen one after another, while different plugins go on side by side. */
export class TurnQueue {
	readonly #tails = new Map<string, Promise<unknown>>();

	run<T>(name: string, work: () => Promise<T>): Promise<T> {
		const before = this.#tails.get(name) ?? Promise.resolve();
		const mine = before.then(work, work);
		const tail = mine.catch(() => {});
		this.#tails.set(name, tail);
		void tail.then(() => {
			if (this.#tails.get(name) === tail) this.#tails.delete(name);
		});
		return mine;
	}

	async idle(): Promise<void> {
		while (this.#tails.size > 0) await Promise.all(this.#tails.values());
	}
}
