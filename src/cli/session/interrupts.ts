import { DataFlareError } from '../../shared/errors/errors.ts';

/**
 * One Ctrl+C may arrive more than once: the terminal sends it to every process in front, and a wrapper such as npm
 * hands its own on. What follows within this time is the same key press, ms.
 */
const SAME_PRESS_MS = 250;

/** A key press, or a service manager and a closed terminal, to which ending is no failure of a program that serves. */
type InterruptCause = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Interrupts {
	/** Aborts at the first interrupt: what is under way ends in order. */
	readonly signal: AbortSignal;
	/** What came first; null: nothing yet. */
	readonly cause: InterruptCause | null;
	/** The first key press goes to `instead`, until that has had one or the answer is called: it aborts nothing. */
	divert(instead: () => void): () => void;
	/** As if the signal had come, for a prompt that reads the key itself. */
	interrupt(): void;
	stop(): void;
}

/** Listens for SIGINT, SIGTERM and SIGHUP. A second one, for whoever cannot wait, calls `endNow`. */
export function listenForInterrupts(endNow: () => void): Interrupts {
	const abort = new AbortController();
	let last = Number.NEGATIVE_INFINITY;
	let cause: InterruptCause | null = null;
	let diverted: (() => void) | null = null;
	const interrupt = (by: InterruptCause): void => {
		const now = performance.now();
		if (diverted !== null && by === 'SIGINT') {
			last = now;
			const instead = diverted;
			diverted = null;
			instead();
		} else if (!abort.signal.aborted) {
			if (by === 'SIGINT' && now - last <= SAME_PRESS_MS) return;
			last = now;
			cause = by;
			abort.abort(new DataFlareError('cancelled', 'Interrupted.'));
		} else if (now - last > SAME_PRESS_MS) endNow();
	};
	for (const signal of signals) process.on(signal, interrupt);
	return {
		signal: abort.signal,
		get cause() {
			return cause;
		},
		divert(instead) {
			diverted = instead;
			return () => {
				if (diverted === instead) diverted = null;
			};
		},
		interrupt: () => interrupt('SIGINT'),
		stop() {
			for (const signal of signals) process.off(signal, interrupt);
		},
	};
}

const signals: readonly InterruptCause[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
