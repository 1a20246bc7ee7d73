import { DEFAULT_MEMORY_BYTES, MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';

const MiB = 1024 * 1024;

/**
 * What a sandbox process may take beside its guest's memory and its JavaScript heap. Measured on 64-bit Linux: the
 * program itself 55 MiB; the largest record that there is (64 MiB) on its way in and out 180 MiB outside of the guest's
 * memory; V8 compiling a function of 400 KB that a compiler could have written 70 MiB, of 1.2 MB 320 MiB, for which
 * the heap's share is there as well.
 */
export const SLACK_MIB = 256;

/**
 * A module is held by the message that brought it and by V8, and its code is two to three times as large once all of it
 * was called.
 */
export const MODULE_SHARE = 4;
/** A smaller module counts as one of this size, so that most guests of the default limit may have the same. */
export const SMALL_MODULE_BYTES = MiB;

/**
 * What a process is bounded to that has no guest yet: what a guest of the default limit with a small module may have, so
 * that it need not wait until its own bound is set.
 */
export const firstAllowance = (heapLimitMiB: number): number =>
	allowedBytes({ memoryLimitBytes: DEFAULT_MEMORY_BYTES, moduleBytes: SMALL_MODULE_BYTES, heapLimitMiB });

/**
 * What a process is bounded to that looks at modules and runs none: it holds the largest there is, the message that
 * brings its last piece, and the copy that V8 makes where it says what is invalid.
 */
export const lookAllowance = (heapLimitMiB: number): number => firstAllowance(heapLimitMiB) + 3 * MAX_MODULE_BYTES;

/**
 * How much memory of its own the process of a guest may hold, bytes. The kernel's limit where there is one, and what the
 * parent's own watching (`memory-watch.ts`) compares with everywhere.
 */
export function allowedBytes(guest: {
	readonly memoryLimitBytes: number;
	readonly moduleBytes: number;
	readonly heapLimitMiB: number;
}): number {
	return (
		guest.memoryLimitBytes +
		(guest.heapLimitMiB + SLACK_MIB) * MiB +
		MODULE_SHARE * Math.max(guest.moduleBytes, SMALL_MODULE_BYTES)
	);
}
