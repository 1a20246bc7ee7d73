export interface FailureLimits {
	readonly crashes: number;
	readonly crashWindowMs: number;
	readonly backoffMs: number;
	readonly backoffMostMs: number;
}

/** What to do after a crash: wait and start again, or start no more. */
export type Verdict = { readonly quarantine: false; readonly pauseMs: number } | { readonly quarantine: true };

/**
 * Counts crashes: processes that exited or lied, and restarts that failed. Deadline kills and cancellations are no
 * crashes: each one costs a caller its own time, so they cannot loop by themselves. A success starts the count anew.
 */
export class FailureBudget {
	readonly #limits: FailureLimits;
	#crashes: number[] = [];

	constructor(limits: FailureLimits) {
		this.#limits = limits;
	}

	crashed(nowMs: number): Verdict {
		const { crashes, crashWindowMs, backoffMs, backoffMostMs } = this.#limits;
		this.#crashes = [...this.#crashes.filter((at) => nowMs - at < crashWindowMs), nowMs];
		if (this.#crashes.length >= crashes) return { quarantine: true };
		return { quarantine: false, pauseMs: Math.min(backoffMs * 2 ** (this.#crashes.length - 1), backoffMostMs) };
	}

	succeeded(): void {
		if (this.#crashes.length > 0) this.#crashes = [];
	}
}
