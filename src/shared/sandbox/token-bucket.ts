/** Allows `rate` units a second, and `burst` at once after a quiet time. Every `now` is ms of a clock that never jumps. */
export class TokenBucket {
	readonly #rate: number;
	readonly #burst: number;
	/** Below zero: so many units were taken before their time. */
	#tokens: number;
	#at: number;

	constructor(rate: number, burst: number, now: number) {
		this.#rate = rate;
		this.#burst = burst;
		this.#tokens = burst;
		this.#at = now;
	}

	/** Takes `units` if there are that many; a clock that goes backwards adds nothing. */
	take(units: number, now: number): boolean {
		this.#refill(now);
		if (this.#tokens < units) return false;
		this.#tokens -= units;
		return true;
	}

	/** Takes `units` whether there are that many or not; answers in how many ms their time will have come. */
	owe(units: number, now: number): number {
		this.#refill(now);
		this.#tokens -= units;
		return this.#tokens >= 0 ? 0 : (-this.#tokens * 1_000) / this.#rate;
	}

	/** Makes it as full as after a quiet time. */
	fill(): void {
		this.#tokens = this.#burst;
	}

	#refill(now: number): void {
		const elapsed = Math.max(0, now - this.#at);
		this.#at = now;
		this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed * this.#rate) / 1_000);
	}
}
