import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects garbage now, all of it. What it kept is given back to the system when this returns. */
export type Collect = () => void;

type Gc = (options?: { readonly type: 'minor' }) => void;

/**
 * V8's own function, which nothing but its holder has: where V8 was told to expose it, it is taken away from the global
 * object, else it comes from a realm that is made for it and left. The flag is in force for that moment alone: a process
 * that starts with it compiles Node's own code anew, which takes longer than all the rest of its start. Null where V8
 * has none. Call it before the realm is locked.
 */
export function takeCollector(): Collect | null {
	const realm = globalThis as { gc?: Gc };
	const gc = realm.gc ?? exposedElsewhere();
	Reflect.deleteProperty(realm, 'gc');
	if (typeof gc !== 'function') return null;
	return () => {
		gc();
		// Buffers are freed beside the program; the next collection, however small, waits until they are.
		gc({ type: 'minor' });
	};
}

function exposedElsewhere(): Gc | undefined {
	setFlagsFromString('--expose-gc');
	try {
		return runInNewContext('globalThis.gc', {}, { contextCodeGeneration: { strings: false, wasm: false } }) as
			| Gc
			| undefined;
	} finally {
		setFlagsFromString('--no-expose-gc');
	}
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
