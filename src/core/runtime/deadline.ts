/** The time is watched in pieces of at most this length, ms. */
const SLICE_MS = 500;
/**
 * A piece that ends this much too late means that this process stood still, ms: the machine slept, or somebody stopped
 * the program. The other side stood still as well, or could not be heard, so the piece does not count.
 */
const STOOD_STILL_MS = 1_000;

/**
 * A clock that gives the benefit of the doubt: Node runs timers before input, so a parent that was busy first looks
 * at what has arrived, and only then calls the other side late; and time in which the parent stood still is nobody's.
 */
export class Deadline {
	readonly #now: () => number;
	#timer: NodeJS.Timeout | undefined;

	/** `now`: ms that never go backwards. */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** Replaces what was running. */
	start(ms: number, passed: () => void): void {
		this.stop();
		const slice = Math.min(ms, SLICE_MS);
		const began = this.#now();
		const timer = setTimeout(() => {
			const took = this.#now() - began;
			const left = took - slice > STOOD_STILL_MS ? ms : ms - took;
			setImmediate(() => {
				if (this.#timer !== timer) return;
				if (left < 1) passed();
				else this.start(left, passed);
			});
		}, slice);
		this.#timer = timer;
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
