import type { Stirring } from '../parcels/stirring.ts';

/** What an output takes nothing for so long is given up, once something in front of it has failed. ms */
export const GIVEN_UP_AFTER_MS = 10_000;

/**
 * Of a line that drains, from its first failure on: what was given before is still written, for as long as whoever takes it
 * goes on taking it.
 */
export class StalledOutput {
	readonly #stirring: Pick<Stirring, 'settled'>;
	readonly #afterMs: number;
	readonly #giveUp: () => void;
	#timer: NodeJS.Timeout | null = null;

	constructor(stirring: Pick<Stirring, 'settled'>, afterMs: number, giveUp: () => void) {
		this.#stirring = stirring;
		this.#afterMs = afterMs;
		this.#giveUp = giveUp;
	}

	/** Idempotent. */
	watch(): void {
		if (this.#timer !== null) return;
		let before = this.#stirring.settled;
		this.#timer = setInterval(() => {
			const now = this.#stirring.settled;
			if (now === before) this.#giveUp();
			before = now;
		}, this.#afterMs).unref();
	}

	end(): void {
		if (this.#timer !== null) clearInterval(this.#timer);
	}
}
