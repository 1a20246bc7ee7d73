import { misused } from '../misused.ts';

/** So many streams, descriptors and pollables may an instance hold at once. */
const MAX_HANDLES = 10_000;

/**
 * Counts what a component holds a handle of. Each is an object in this process, outside the memory that is limited: one
 * that makes them without end is ended.
 */
export class Handles {
	#held = 0;

	/** Throws what ends the instance. */
	take(): void {
		if (this.#held === MAX_HANDLES) misused('handles', `it holds ${MAX_HANDLES} at once and asked for more`);
		this.#held += 1;
	}

	give(): void {
		this.#held -= 1;
	}

	get held(): number {
		return this.#held;
	}
}

/** Something that a component holds a handle of. Let go of by `Symbol.dispose`, once. */
export abstract class Handle {
	readonly #handles: Handles;
	#open = true;

	constructor(handles: Handles) {
		handles.take();
		this.#handles = handles;
	}

	[Symbol.dispose](): void {
		if (!this.#open) return;
		this.#open = false;
		this.#handles.give();
		this.released();
	}

	/** What stands behind it can go. */
	protected released(): void {}
}
