/** How often progress is announced at the most unless told otherwise, ms. */
const EVERY_MS = 100;

/** Announces at once what comes seldom, and of what comes often the last in each stretch of time, which is never lost. */
export class ProgressNews {
	readonly #announce: () => void;
	readonly #everyMs: number;
	#announcedAt = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | null = null;
	#ended = false;

	constructor(announce: () => void, everyMs = EVERY_MS) {
		this.#announce = announce;
		this.#everyMs = everyMs;
	}

	changed(): void {
		if (this.#ended) return;
		const left = this.#announcedAt + this.#everyMs - performance.now();
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
