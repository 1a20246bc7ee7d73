import { DataFlareError } from '../shared/errors.ts';

/**
 * One Ctrl+C may arrive more than once: the terminal sends it to every process in front, and a wrapper such as npm
 * hands its own on. What follows within this time is the same key press, ms.
 */
const SAME_PRESS_MS = 250;

export interface Interrupts {
	/** Aborts at the first interrupt: what is under way ends in order. */
	readonly signal: AbortSignal;
	/** As if the signal had come, for a prompt that reads the key itself. */
	interrupt(): void;
	stop(): void;
}

/** Listens for SIGINT and SIGTERM. A second one, for whoever cannot wait, calls `endNow`. */
export function listenForInterrupts(endNow: () => void): Interrupts {
	const abort = new AbortController();
	let first = 0;
	const interrupt = (): void => {
		const now = performance.now();
		if (!abort.signal.aborted) {
			first = now;
			abort.abort(new DataFlareError('cancelled', 'Interrupted.'));
		} else if (now - first > SAME_PRESS_MS) endNow();
	};
	process.on('SIGINT', interrupt);
	process.on('SIGTERM', interrupt);
	return {
		signal: abort.signal,
		interrupt,
		stop() {
			process.off('SIGINT', interrupt);
			process.off('SIGTERM', interrupt);
		},
	};
}
