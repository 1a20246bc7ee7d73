import type { HeldMemory } from './memory-errors.ts';
import { allowedBytes } from './process-allowance.ts';

/** So much that lost instances left costs less to keep than a fresh process. bytes */
const KEPT_AFTER_TRAPS_BYTES = 8 * 1024 * 1024;

/** What the process of one guest may hold of memory, and what it was last seen to hold. */
export class MemoryAccount {
	#residentBytes = 0;
	#lostBytes = 0;
	#limits: { readonly allowedBytes: number; readonly memoryLimitBytes: number } | null = null;

	/** The process gets its guest. Answers with what it may hold from now on, bytes. */
	open(guest: { readonly module: Uint8Array; readonly memoryLimitBytes: number }, heapLimitMiB: number): number {
		const { memoryLimitBytes, module } = guest;
		const allowed = allowedBytes({ memoryLimitBytes, moduleBytes: module.length, heapLimitMiB });
		this.#limits = { allowedBytes: allowed, memoryLimitBytes };
		return allowed;
	}

	/** Null while there is no guest. */
	get held(): HeldMemory | null {
		if (this.#limits === null) return null;
		return { ...this.#limits, residentBytes: this.#residentBytes, lostBytes: this.#lostBytes };
	}

	/** Takes what the process holds, bytes. Answers with the account where that is more than it may. */
	measured(residentBytes: number): HeldMemory | null {
		this.#residentBytes = residentBytes;
		const { held } = this;
		return held !== null && residentBytes > held.allowedBytes ? held : null;
	}

	/** An instance was lost whose memory nothing collects. Answers with whether that is more than a process is worth. */
	lost(memoryBytes: number): boolean {
		this.#lostBytes += memoryBytes;
		return this.#lostBytes > KEPT_AFTER_TRAPS_BYTES;
	}
}
