/** Node takes a longer wait for none at all. ms */
const LONGEST_MS = 2 ** 31 - 1;

/** What is known of time, and what waits for it. */
export interface Clock {
	/** Unix ms, as the computer says: a person, the network or a sleep may set it forth and back. */
	now(): number;
	/** ms since some moment of the past, that nobody sets. Whether it goes on while the computer sleeps depends on the system. */
	steady(): number;
	/**
	 * Calls once so many ms have passed, as the steady clock counts them; at the latest after 24.8 days, so whoever waits for a
	 * time looks at the clock again. Keeps no program from ending. Answers for what stops it.
	 */
	after(ms: number, work: () => void): () => void;
}

/** The computer's own. */
export const systemClock: Clock = {
	now: () => Date.now(),
	steady: () => performance.now(),
	after(ms, work) {
		const timer = setTimeout(work, Math.min(LONGEST_MS, Math.max(0, ms))).unref();
		return () => clearTimeout(timer);
	},
};
