/** The second pause; each that follows is twice as long, ms. */
const FIRST_MS = 2_000;
/** A person who freed a disk waits no longer than this, ms. */
const LONGEST_MS = 5 * 60_000;

/** How long to wait before something is tried again, by what is tried: not at all at first, then longer each time. */
export class GrowingPauses {
	readonly #tried = new Map<string, number>();

	/** ms */
	next(what: string): number {
		const tried = this.#tried.get(what) ?? 0;
		this.#tried.set(what, tried + 1);
		return tried === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (tried - 1));
	}

	/** It came to something. */
	end(what: string): void {
		this.#tried.delete(what);
	}
}
