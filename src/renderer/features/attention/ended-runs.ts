import type { RunSummary } from '../../../shared/run/run.ts';

/** What ends within this long is told together, ms. */
const GATHER_MS = 1500;

/** Whether a person who looks elsewhere is told of the end of a run. What they cancelled themselves is no news. */
export function isWorthTelling(run: RunSummary, wanted: { readonly on: boolean; readonly afterMs: number }): boolean {
	const isOver = run.status === 'succeeded' || run.status === 'failed';
	return wanted.on && isOver && (run.durationMs ?? 0) >= wanted.afterMs;
}

/** Gathers runs that end shortly after each other, so that a hundred of them are one piece of news. */
export class EndedRuns {
	readonly #tell: (runs: readonly RunSummary[]) => void;
	#runs: RunSummary[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(tell: (runs: readonly RunSummary[]) => void) {
		this.#tell = tell;
	}

	add(run: RunSummary): void {
		this.#runs.push(run);
		this.#timer ??= setTimeout(() => {
			const runs = this.#runs;
			this.#runs = [];
			this.#timer = undefined;
			this.#tell(runs);
		}, GATHER_MS);
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#runs = [];
	}
}
