interface Waiter<T> {
	resolve(value: T): void;
	reject(reason: unknown): void;
}

/** What a bounded queue holds is bounded in bytes as well: `most` of what `of` says of each, or one alone. */
interface Weighing<T> {
	readonly of: (value: T) => number;
	readonly most: number;
}

/** A bounded queue between one who gives and one who takes, each at their own pace. */
export class BoundedQueue<T> {
	readonly #most: number;
	readonly #weighing: Weighing<T> | undefined;
	#weight = 0;
	readonly #waiting: T[] = [];
	#ended = false;
	#failed: { readonly reason: unknown } | null = null;
	#broken: { readonly reason: unknown } | null = null;
	#taker: Waiter<T | null> | null = null;
	#giver: Waiter<void> | null = null;

	constructor(most: number, weighing?: Weighing<T>) {
		this.#most = most;
		this.#weighing = weighing;
	}

	/** What nobody took yet. */
	get waiting(): number {
		return this.#waiting.length;
	}

	/** Resolves once there is room for another one. Rejects with the reason of `break`. */
	put(value: T): Promise<void> {
		if (this.#broken !== null) return Promise.reject(this.#broken.reason);
		if (this.#taker !== null) {
			const taker = this.#taker;
			this.#taker = null;
			taker.resolve(value);
			return Promise.resolve();
		}
		this.#waiting.push(value);
		this.#weight += this.#weighing?.of(value) ?? 0;
		if (this.#hasRoom) return Promise.resolve();
		return new Promise((resolve, reject) => {
			this.#giver = { resolve, reject };
		});
	}

	/** Nothing follows. */
	end(): void {
		this.#ended = true;
		const taker = this.#taker;
		this.#taker = null;
		taker?.resolve(null);
	}

	/** The next one; null: there is none any more. */
	take(): Promise<T | null> {
		if (this.#broken !== null) return Promise.reject(this.#broken.reason);
		const value = this.#waiting.shift();
		if (value !== undefined) {
			this.#weight -= this.#weighing?.of(value) ?? 0;
			if (this.#hasRoom) {
				this.#giver?.resolve();
				this.#giver = null;
			}
			return Promise.resolve(value);
		}
		if (this.#failed !== null) return Promise.reject(this.#failed.reason);
		if (this.#ended) return Promise.resolve(null);
		return new Promise((resolve, reject) => {
			this.#taker = { resolve, reject };
		});
	}

	get #hasRoom(): boolean {
		if (this.#waiting.length === 0) return true;
		return this.#waiting.length < this.#most && this.#weight < (this.#weighing?.most ?? Number.POSITIVE_INFINITY);
	}

	/** Nothing follows, because whoever gave has failed: whoever takes is told so once nothing waits any more. */
	fail(reason: unknown): void {
		this.#failed ??= { reason };
		const taker = this.#taker;
		this.#taker = null;
		taker?.reject(reason);
	}

	/** Whoever waits at it, now or later, is told why it goes no further. */
	break(reason: unknown): void {
		this.#broken ??= { reason };
		const waiters = [this.#taker, this.#giver];
		this.#taker = null;
		this.#giver = null;
		for (const waiter of waiters) waiter?.reject(reason);
	}
}
