/** Collects garbage now, all of it. What it kept is given back to the system when this returns. */
export type Collect = () => void;

/**
 * What V8 was told to expose (`--expose-gc`), taken away from the global object, so that nothing but its holder has it.
 * Null where it was not told. Call it before the realm is locked.
 */
export function takeCollector(): Collect | null {
	const realm = globalThis as { gc?: (options?: { readonly type: 'minor' }) => void };
	const { gc } = realm;
	Reflect.deleteProperty(realm, 'gc');
	if (typeof gc !== 'function') return null;
	return () => {
		gc();
		// Buffers are freed beside the program; the next collection, however small, waits until they are.
		gc({ type: 'minor' });
	};
}

/** So much lost memory is worth a collection, which takes milliseconds. bytes */
const WORTH_BYTES = 4 * 1024 * 1024;
/** What an instance takes besides its memory: tables, wrappers, its own data. An estimate. bytes */
const INSTANCE_BYTES = 64 * 1024;

/**
 * Memory of instances that were thrown away. V8 is in no hurry to give it back: it sees small objects in a small heap,
 * not the megabytes that each keeps. So what was lost is counted here, and collected before there is more of it.
 */
export class LostMemory {
	readonly #collect: Collect | null;
	#bytes = 0;

	constructor(collect: Collect | null) {
		this.#collect = collect;
	}

	/** An instance is of no use any more. `memoryBytes`: of its memory; the most it can have had where nobody knows. */
	add(memoryBytes: number): void {
		this.#bytes += memoryBytes + INSTANCE_BYTES;
	}

	/** Gives back what was lost, where it is worth it. Nothing on the stack may refer to a lost instance any more. */
	tidy(): void {
		if (this.#bytes < WORTH_BYTES || this.#collect === null) return;
		this.#bytes = 0;
		this.#collect();
	}
}
