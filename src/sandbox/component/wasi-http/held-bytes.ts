/**
 * What an instance holds of bodies, outside the memory that is limited. Beyond `most` nothing more is taken of it, and
 * nothing more is asked for; what was asked for before still comes.
 */
export class HeldBytes {
	readonly #most: number;
	#bytes = 0;

	/** bytes */
	constructor(most: number) {
		this.#most = most;
	}

	get isFull(): boolean {
		return this.#bytes >= this.#most;
	}

	/** Whether there is room for so many more; then they are held. */
	take(bytes: number): boolean {
		if (this.#bytes + bytes > this.#most) return false;
		this.#bytes += bytes;
		return true;
	}

	/** Counts what is there already. Answers with what lets go of it, once. */
	hold(bytes: number): () => void {
		this.#bytes += bytes;
		let held = bytes;
		return () => {
			this.#bytes -= held;
			held = 0;
		};
	}

	give(bytes: number): void {
		this.#bytes -= bytes;
	}
}
