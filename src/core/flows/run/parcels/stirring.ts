/**
 * Counts all that still moves in a flow: parcels on edges, components at work, sources on their way. Nothing stirs where
 * all that was given is worked, and every component waits for what nobody gives.
 */
export class Stirring {
	#count = 0;
	#settled = 0;
	readonly #listeners = new Set<() => void>();

	add(): void {
		this.#count++;
	}

	remove(): void {
		this.#count--;
		this.#settled++;
		if (this.#count === 0) for (const listener of this.#listeners) listener();
	}

	/** How often something came to rest: as long as that goes on, nothing is stuck. */
	get settled(): number {
		return this.#settled;
	}

	get isQuiet(): boolean {
		return this.#count === 0;
	}

	/** Hears of each moment at which nothing stirs. Answers for how to stop. */
	onQuiet(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}
}
