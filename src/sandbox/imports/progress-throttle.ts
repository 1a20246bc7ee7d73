/** Twenty a second. */
const INTERVAL_MS = 50;

/** Passes on at most twenty reports a second; the last one is never lost, because `flush` follows every call. */
export class ProgressThrottle {
	readonly #send: (done: number, total: number) => void;
	readonly #now: () => number;
	#sentAt = Number.NEGATIVE_INFINITY;
	#held: readonly [number, number] | null = null;

	constructor(send: (done: number, total: number) => void, now: () => number = () => performance.now()) {
		this.#send = send;
		this.#now = now;
	}

	report(done: number, total: number): void {
		this.#held = [done, total];
		if (this.#now() - this.#sentAt >= INTERVAL_MS) this.flush();
	}

	flush(): void {
		if (this.#held === null) return;
		const [done, total] = this.#held;
		this.#held = null;
		this.#sentAt = this.#now();
		this.#send(done, total);
	}
}
