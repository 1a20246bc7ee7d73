import type { ErrorDetails } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestMemory } from './guest-memory.ts';

/** What keeps a guest from having more memory, and what a person can do about it. */
export interface Shortage {
	readonly hint: string;
	readonly details: ErrorDetails;
}

/** Whether so much is in use that a failed allocation is the likely cause of giving up. */
export function nearLimit(memory: GuestMemory): boolean {
	return memory.size >= ceilingOf(memory) * 0.75;
}

/** `lengthBytes` that there was no room for; null: not known. */
export function shortageOf(memory: GuestMemory, lengthBytes: number | null): Shortage {
	const { limitBytes, ownMaximumBytes, size } = memory;
	const room = ceilingOf(memory) - size;
	if (lengthBytes !== null && lengthBytes < room && !nearLimit(memory)) {
		return {
			hint: 'Its memory could have grown, but its own allocator did not ask for it: give it less at a time, or ask its author.',
			details: because('allocator_refused', { lengthBytes }),
		};
	}
	if (ownMaximumBytes !== null && ownMaximumBytes < limitBytes) {
		return {
			hint: `The module itself allows at most ${ownMaximumBytes.toLocaleString('en')} bytes, whatever it is granted: build it with a larger maximum, or give it less at a time.`,
			details: because('memory_own_maximum', { maximumBytes: ownMaximumBytes }),
		};
	}
	return {
		hint: 'Raise `max_memory` in its grant (and `memory_limit` in its manifest, if it sets one), or give it less at a time.',
		details: because('memory_full', { memoryLimitBytes: limitBytes }),
	};
}

/** Most that the memory can have, bytes. */
function ceilingOf({ limitBytes, ownMaximumBytes }: GuestMemory): number {
	return Math.min(limitBytes, ownMaximumBytes ?? limitBytes);
}
