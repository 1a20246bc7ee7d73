/** Lets so many be under way at once, in the order in which they came. */
export class Slots {
	readonly #waiting: { resolve(): void; reject(reason: unknown): void }[] = [];
	#free: number;
	#broken: { readonly reason: unknown } | null = null;

	constructor(most: number) {
		this.#free = most;
	}

	acquire(): Promise<void> {
		if (this.#broken !== null) return Promise.reject(this.#broken.reason);
		if (this.#free > 0) {
			this.#free--;
			return Promise.resolve();
		}
		return new Promise((resolve, reject) => {
			this.#waiting.push({ resolve, reject });
		});
	}

	release(): void {
		const next = this.#waiting.shift();
		if (next === undefined) this.#free++;
		else next.resolve();
	}

	break(reason: unknown): void {
		this.#broken ??= { reason };
		for (const waiter of this.#waiting.splice(0)) waiter.reject(reason);
	}
}
