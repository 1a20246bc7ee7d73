import type { RunStore } from './kept-runs.ts';

type End = Parameters<RunStore['finish']>[1];

/** An end that could not be written is tried again this often, ms. */
const AGAIN_MS = 1_000;

/** Ends of runs that a full disk or a lock kept out of the history. They are written as soon as that can be done. */
export class LateEnds {
	readonly #write: (id: string, end: End) => void;
	readonly #written: (id: string) => void;
	readonly #ends = new Map<string, End>();
	#timer: NodeJS.Timeout | null = null;

	/** `write` throws where it cannot be done; `written` hears of each run that was late. */
	constructor(write: (id: string, end: End) => void, written: (id: string) => void) {
		this.#write = write;
		this.#written = written;
	}

	/** Keeps an end; a later one of the same run replaces it. */
	keep(id: string, end: End): void {
		this.#ends.set(id, end);
		this.#tryLater();
	}

	/** Throws where one of them still cannot be written. */
	writeAll(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		for (const [id, end] of this.#ends) {
			this.#write(id, end);
			this.#ends.delete(id);
			this.#written(id);
		}
	}

	/** Tries no more: the history is closed. */
	close(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#ends.clear();
	}

	#tryLater(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = null;
			try {
				this.writeAll();
			} catch {
				this.#tryLater();
			}
		}, AGAIN_MS).unref();
	}
}
