import { COLLECTS_LOST_MEMORY } from '../../../shared/sandbox/frames.ts';
import { MemoryAccount } from '../memory/memory-account.ts';
import type { HeldMemory } from '../memory/memory-errors.ts';
import type { MemoryWatch } from '../memory/memory-watch.ts';
import type { GuestSpec } from '../runtime.ts';
import type { Enclosure } from './enclosure.ts';

/** What the process of one guest may hold: bounded by the kernel where it can, counted and looked at everywhere. */
export class GuestMemoryHold {
	readonly #account = new MemoryAccount();
	readonly #walls: Enclosure;
	readonly #watch: MemoryWatch | undefined;
	/** Of the guest alone, as its process last said. bytes */
	guestBytes = 0;

	constructor(walls: Enclosure, watch: MemoryWatch | undefined) {
		this.#walls = walls;
		this.#watch = watch;
	}

	/** Null while there is no guest. */
	get held(): HeldMemory | null {
		return this.#account.held;
	}

	/** The process gets its guest: bounds it to what it may hold from now on (`Enclosure.boundMemory`). */
	open(spec: GuestSpec, heapLimitMiB: number): ReturnType<Enclosure['boundMemory']> {
		const allowedBytes = this.#account.open(spec, heapLimitMiB);
		this.#watch?.begin();
		return this.#walls.boundMemory(allowedBytes);
	}

	/** Takes what the process holds, bytes. Answers with the account where that is more than it may. */
	measured(residentBytes: number): HeldMemory | null {
		return this.#account.measured(residentBytes);
	}

	/**
	 * An instance of so many bytes was lost. Answers with whether its process is to be replaced: where nothing collects
	 * what lost instances left, it is once that is worth it.
	 */
	keepsLost(memoryBytes: number): boolean {
		return !this.#walls.holds(COLLECTS_LOST_MEMORY) && this.#account.lost(memoryBytes);
	}
}
