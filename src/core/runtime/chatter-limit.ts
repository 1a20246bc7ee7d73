import { insist } from './malformed-frame.ts';

/** A process that floods its parent with frames nobody asked for is ended; answering calls entitles it to more. */
export class ChatterLimit {
	readonly #perSecond: number;
	#second = 0;
	#frames = 0;

	constructor(perSecond: number) {
		this.#perSecond = perSecond;
	}

	/** Throws `MalformedFrame` beyond the limit. */
	count(nowMs: number): void {
		const second = Math.floor(nowMs / 1_000);
		if (second !== this.#second) this.answered();
		this.#second = second;
		this.#frames += 1;
		insist(this.#frames <= this.#perSecond, `more than ${this.#perSecond} log and progress frames at once`);
	}

	answered(): void {
		this.#frames = 0;
	}
}
