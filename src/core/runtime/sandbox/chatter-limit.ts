import { insist } from '../frames/malformed-frame.ts';

/** A process that floods its parent with frames nobody asked for is ended; answering calls entitles it to more. */
export class ChatterLimit {
	readonly #perSecond: number;
	readonly #steady: () => number;
	#second = 0;
	#frames = 0;

	/** `steady`: ms that never jump. Every count goes by it: seconds of two clocks are never the same second. */
	constructor(perSecond: number, steady: () => number) {
		this.#perSecond = perSecond;
		this.#steady = steady;
	}

	/** Throws `MalformedFrame` beyond the limit. */
	count(): void {
		const second = Math.floor(this.#steady() / 1_000);
		if (second !== this.#second) this.answered();
		this.#second = second;
		this.#frames += 1;
		insist(this.#frames <= this.#perSecond, `more than ${this.#perSecond} log, progress and late frames at once`);
	}

	answered(): void {
		this.#frames = 0;
	}
}
