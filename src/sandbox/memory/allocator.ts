import { DataFlareError } from '../../shared/errors/errors.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import { type GuestMemory, guestLied } from './guest-memory.ts';
import { shortageOf } from './memory-shortage.ts';

/** Finds room in the guest for what the host hands over, by whatever the guest offers. Pointers are unsigned. */
export interface Allocator {
	readonly kind: 'alloc' | 'malloc' | 'assemblyscript' | 'scratch';
	/** Room for the input of a call; valid until `releaseInput`. */
	input(length: number): number;
	/** Room for what a host function answers; the guest owns it. */
	hostResult(length: number): number;
	releaseInput(pointer: number, length: number): void;
	/** `length` counts the 4 bytes of the prefix. */
	releaseResult(pointer: number, length: number): void;
}

type GuestFunction = (...args: number[]) => unknown;

function lookUp(exports: Readonly<Record<string, unknown>>, name: string): GuestFunction | null {
	const value = exports[name];
	return typeof value === 'function' ? (value as GuestFunction) : null;
}

const nothing = (): void => {};

/** Picks the first of: `alloc`, `malloc`, AssemblyScript's `__new` and `__pin`, fresh pages. */
export function createAllocator(exports: Readonly<Record<string, unknown>>, memory: GuestMemory): Allocator {
	const release = releaseFunction(exports);
	const alloc = lookUp(exports, 'alloc');
	if (alloc !== null) return guestAllocator('alloc', alloc, memory, release, release);
	const malloc = lookUp(exports, 'malloc');
	if (malloc !== null) return guestAllocator('malloc', malloc, memory, release, release);
	const [make, pin, unpin] = [lookUp(exports, '__new'), lookUp(exports, '__pin'), lookUp(exports, '__unpin')];
	if (make !== null && pin !== null) {
		const releaseInput =
			lookUp(exports, 'dealloc') === null && unpin !== null ? (at: number) => void unpin(at) : release;
		return guestAllocator('assemblyscript', (length) => pin(make(length, 1) as number), memory, releaseInput, release);
	}
	return scratchAllocator(memory, release);
}

function releaseFunction(exports: Readonly<Record<string, unknown>>): (pointer: number, length: number) => void {
	const dealloc = lookUp(exports, 'dealloc');
	if (dealloc !== null) return (pointer, length) => void dealloc(pointer, length);
	const free = lookUp(exports, 'free');
	if (free !== null) return (pointer) => void free(pointer);
	const unpin = lookUp(exports, '__unpin');
	if (unpin === null) return nothing;
	return (pointer) => unpinQuietly(unpin, pointer);
}

/** AssemblyScript aborts when an object that was never pinned is unpinned; a result need not have been. */
function unpinQuietly(unpin: GuestFunction, pointer: number): void {
	try {
		unpin(pointer);
	} catch {
		// It was not pinned: nothing to let go.
	}
}

function guestAllocator(
	kind: Allocator['kind'],
	allocate: GuestFunction,
	memory: GuestMemory,
	releaseInput: Allocator['releaseInput'],
	releaseResult: Allocator['releaseResult'],
): Allocator {
	const place = (length: number): number => {
		const pointer = (allocate(length) as number) >>> 0;
		if (pointer === 0 && length > 0) throw noRoom(memory, length, `${kind}(${length}) returned 0`);
		if (!memory.holds(pointer, length)) {
			throw guestLied(
				`${kind}(${length}) returned ${pointer}, which is outside the plugin's memory of ${memory.size} bytes`,
				{ pointer, length, memoryBytes: memory.size },
			);
		}
		return pointer;
	};
	return { kind, input: place, hostResult: place, releaseInput, releaseResult };
}

/** Bytes left free below the input, so that a guest may put a result's prefix right before it. */
const HEADROOM = 16;

/**
 * For guests without an allocator: fresh pages that the guest does not know of. The input is at their start, at the
 * same place in each call; answers of host functions follow it and last until the next input.
 */
function scratchAllocator(memory: GuestMemory, releaseResult: Allocator['releaseResult']): Allocator {
	let base = 0;
	let capacity = 0;
	let used = 0;
	const extend = (needed: number): void => {
		const end = memory.size;
		const adjoins = capacity > 0 && base + capacity === end;
		const pages = Math.ceil((adjoins ? needed - capacity : needed) / WASM_PAGE_BYTES);
		try {
			memory.memory.grow(pages);
		} catch {
			throw noRoom(memory, needed, 'it has no `alloc`, and its memory cannot grow');
		}
		if (!adjoins) [base, capacity] = [end, 0];
		capacity += pages * WASM_PAGE_BYTES;
	};
	const bump = (length: number): number => {
		const start = (used + HEADROOM + 7) & ~7;
		if (start + length > capacity) extend(start + length);
		used = start + length;
		return base + start;
	};
	return {
		kind: 'scratch',
		input: (length) => {
			used = 0;
			return bump(length);
		},
		hostResult: bump,
		releaseInput: nothing,
		releaseResult,
	};
}

function noRoom(memory: GuestMemory, length: number, why: string): DataFlareError {
	const { hint, details } = shortageOf(memory, length);
	return new DataFlareError(
		'memory_limit',
		`no room for ${length} bytes in the plugin: ${why}; ${memory.size} of ${memory.limitBytes} bytes in use`,
		{ hint, details: { ...details, length, memoryBytes: memory.size, memoryLimitBytes: memory.limitBytes } },
	);
}
