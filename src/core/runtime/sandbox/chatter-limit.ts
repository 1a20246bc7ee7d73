import { TokenBucket } from '../../../shared/sandbox/token-bucket.ts';
import { assertFrame } from '../frames/malformed-frame.ts';

/** A process that floods its parent with frames nobody asked for is ended; answering calls entitles it to more. */
export class ChatterLimit {
	readonly #perSecond: number;
	readonly #steady: () => number;
	readonly #frames: TokenBucket;

	/** `steady`: ms that never jump. Every count goes by it. */
	constructor(perSecond: number, steady: () => number) {
		this.#perSecond = perSecond;
		this.#steady = steady;
		this.#frames = new TokenBucket(perSecond, perSecond, steady());
	}

	/** Throws `MalformedFrame` beyond the limit. */
	count(): void {
		const fits = this.#frames.take(1, this.#steady());
		assertFrame(fits, `more than ${this.#perSecond} log, progress, drop and late frames at once`);
	}

	answered(): void {
		this.#frames.fill();
	}
}
