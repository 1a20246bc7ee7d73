import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import type { MemoryOutline } from '../../shared/wasm/binary/memory-type.ts';
import { pagesWithin } from '../memory/memory-limit.ts';

/** What the memories of one module may take, pages. */
export interface MemoryShare {
	/** Most that each of its own memories may have; null: it has none of its own. */
	readonly mostPages: number | null;
	/** All of its own memories, each as large as it may become. */
	readonly reservedPages: number;
}

interface HasMemories {
	readonly name: string;
	readonly memories: readonly MemoryOutline[];
}

/** Of its limit, a guest's memories leave Extism's at least this part, wherever they begin small enough. */
const KERNEL_PART = 1 / 4;

/**
 * Divides a limit among the modules of a plugin before any of them runs: each memory's maximum is its share, so that no
 * growth has to be watched, and Extism's memory may have what is reserved for none. Beyond what they begin with, the
 * modules' own memories get equal parts. Throws `memory_limit` where what they begin with leaves nothing for Extism's.
 */
export function memoryShares(modules: readonly HasMemories[], limitBytes: number): ReadonlyMap<string, MemoryShare> {
	const limit = pagesWithin(limitBytes);
	const own = modules.map(({ name, memories }) => ({ name, memories: memories.filter(({ imported }) => !imported) }));
	const all = own.flatMap(({ memories }) => memories);
	const least = sum(all.map(({ minPages }) => minPages));
	const forGuests = Math.max(least, limit - Math.ceil(limit * KERNEL_PART));
	const more = all.length === 0 ? 0 : Math.floor((forGuests - least) / all.length);
	const shares = own.map(({ name, memories }): readonly [string, MemoryShare] => {
		if (memories.length === 0) return [name, { mostPages: null, reservedPages: 0 }];
		const mostPages = Math.max(...memories.map(({ minPages }) => minPages)) + more;
		const reserved = memories.map(({ maxPages }) => Math.min(maxPages ?? mostPages, mostPages));
		return [name, { mostPages, reservedPages: sum(reserved) }];
	});
	const reserved = sum(shares.map(([, { reservedPages }]) => reservedPages));
	if (reserved >= limit) throw tooSmall((reserved + 1) * WASM_PAGE_BYTES, limitBytes);
	return new Map(shares);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}

function tooSmall(minimumBytes: number, limitBytes: number): DataFlareError {
	return new DataFlareError(
		'memory_limit',
		`the plugin needs at least ${minimumBytes} bytes of memory, Extism’s among them; its limit is ${limitBytes} bytes`,
		{
			hint: 'Raise `memory_limit` in its manifest and `max_memory` in its grant.',
			details: because('memory_minimum', { minimumBytes, limitBytes }),
		},
	);
}
