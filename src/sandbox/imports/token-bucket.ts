/** Allows `rate` units a second, and `burst` at once after a quiet time. */
export class TokenBucket {
	readonly #rate: number;
	readonly #burst: number;
	#tokens: number;
	#at: number;

	/** `now`: ms. */
	constructor(rate: number, burst: number, now: number) {
		this.#rate = rate;
		this.#burst = burst;
		this.#tokens = burst;
		this.#at = now;
	}

	/** Takes `units` if there are that many; a clock that goes backwards adds nothing. */
	take(units: number, now: number): boolean {
		const elapsed = Math.max(0, now - this.#at);
		this.#at = now;
		this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed * this.#rate) / 1000);
		if (this.#tokens < units) return false;
		this.#tokens -= units;
		return true;
	}
}
