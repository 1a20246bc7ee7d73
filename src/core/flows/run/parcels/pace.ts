/** How far the furthest edge of those that belong together is: of all that meets somewhere in a flow. */
export class Pace {
	#furthest = 0;
	readonly #listeners = new Set<() => void>();

	/** Parcels. */
	get furthest(): number {
		return this.#furthest;
	}

	/** So many parcels were put on one of the edges. */
	reached(parcels: number): void {
		if (parcels <= this.#furthest) return;
		this.#furthest = parcels;
		for (const listener of this.#listeners) listener();
	}

	/** Hears of each parcel that is further than all before. Answers for how to stop. */
	onFurther(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}
}
