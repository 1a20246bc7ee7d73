/** When crashes quarantine a plugin, and how it is restarted before. Times in ms. */
export interface FailureLimits {
	/** So many crashes in a row, without an answer between them, within `crashWindowMs`. */
	readonly crashes: number;
	readonly crashWindowMs: number;
	/** So many crashes within `crashRateWindowMs`, whatever was answered between them. */
	readonly crashesAtAnyRate: number;
	readonly crashRateWindowMs: number;
	/** Pause before the first restart after a crash; doubles with each further one. */
	readonly backoffMs: number;
	readonly backoffMostMs: number;
}

/** What to do after a crash: wait and start again, or start no more, for so many crashes within so long. */
export type FailureVerdict =
	| { readonly quarantine: false; readonly pauseMs: number }
	| { readonly quarantine: true; readonly crashes: number; readonly windowMs: number };

/**
 * Counts crashes: processes that exited or lied, and restarts that failed. Deadline kills and cancellations are no
 * crashes: each one costs a caller its own time, so they cannot loop by themselves. Two rules, either of which is
 * enough: a row of crashes, which an answer breaks, and a number within a longer time, which nothing does.
 */
export class FailureBudget {
	readonly #limits: FailureLimits;
	/** When it crashed, within the longer window; at most as many as that rule allows. */
	#crashes: number[] = [];
	/** How many of the last ones came in a row. */
	#inRow = 0;

	constructor(limits: FailureLimits) {
		this.#limits = limits;
	}

	crashed(nowMs: number): FailureVerdict {
		const { crashes, crashWindowMs, crashesAtAnyRate, crashRateWindowMs, backoffMs, backoffMostMs } = this.#limits;
		const longest = Math.max(crashWindowMs, crashRateWindowMs);
		this.#crashes = [...this.#crashes.filter((at) => nowMs - at < longest), nowMs];
		const within = (windowMs: number): number => this.#crashes.filter((at) => nowMs - at < windowMs).length;
		this.#inRow = Math.min(this.#inRow + 1, within(crashWindowMs));
		if (this.#inRow >= crashes) return { quarantine: true, crashes, windowMs: crashWindowMs };
		if (within(crashRateWindowMs) >= crashesAtAnyRate) {
			return { quarantine: true, crashes: crashesAtAnyRate, windowMs: crashRateWindowMs };
		}
		return { quarantine: false, pauseMs: Math.min(backoffMs * 2 ** (this.#inRow - 1), backoffMostMs) };
	}

	succeeded(): void {
		this.#inRow = 0;
	}
}
