import type { RunProgress } from '../../shared/run/run-progress.ts';

/** How often it is noted at the most, and how long a run goes on before it is noted at all, ms. */
const EVERY_MS = 1000;

/** Notes for other programs how far a run is, at a rate that does not depend on the run's. */
export class ProgressNotes {
	readonly #note: (progress: RunProgress) => void;
	#latest: RunProgress | null = null;
	#timer: NodeJS.Timeout | undefined;
	#ended = false;

	constructor(note: (progress: RunProgress) => void) {
		this.#note = note;
	}

	changed(progress: RunProgress): void {
		if (this.#ended) return;
		this.#latest = progress;
		this.#timer ??= setTimeout(() => this.#now(), EVERY_MS).unref();
	}

	/** The end of a run says more than a note. */
	end(): void {
		this.#ended = true;
		clearTimeout(this.#timer);
	}

	#now(): void {
		this.#timer = undefined;
		if (this.#latest !== null) this.#note(this.#latest);
	}
}
