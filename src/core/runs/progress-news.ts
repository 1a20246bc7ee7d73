/** How often progress is announced at the most, ms. */
const EVERY_MS = 100;

/** Announces at once what comes seldom, and of what comes often the last in each stretch of time, which is never lost. */
export class ProgressNews {
	readonly #announce: () => void;
	#announcedAt = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | null = null;
	#ended = false;

	constructor(announce: () => void) {
		this.#announce = announce;
	}

	changed(): void {
		if (this.#ended) return;
		const left = this.#announcedAt + EVERY_MS - performance.now();
		if (left <= 0) this.#now();
		else this.#timer ??= setTimeout(() => this.#now(), left).unref();
	}

	/** For the last time. */
	end(): void {
		if (!this.#ended) this.#now();
		this.#ended = true;
	}

	#now(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#announcedAt = performance.now();
		this.#announce();
	}
}
