import { availableParallelism } from 'node:os';
import { MOST_HOST_REQUESTS } from '../../shared/sandbox/frames.ts';
import { TRANSPILE_MS } from '../../shared/wasm/component/transpiler.ts';
import type { CrashThrottleLimits } from './crashes/crash-throttle.ts';
import type { FailureLimits } from './crashes/failure-budget.ts';

/** Times in ms, sizes in the unit named. The defaults suit a desktop; tests shorten them. */
export interface RuntimeBudgets extends FailureLimits, CrashThrottleLimits {
	/** From spawn to `ready`. */
	readonly startupMs: number;
	/**
	 * A load may always take this long: a short call deadline is a statement about the guest's calls, while compiling
	 * a large module is the host's own work.
	 */
	readonly loadFloorMs: number;
	/** How long looking at a module may take, with all pieces that are sent of it, ms. */
	readonly lookMs: number;
	/** How long making a component ready may take, with all pieces that are sent of it, ms. */
	readonly transpileMs: number;
	/** Default of `GuestPool.close` and `Runtime.dispose`. */
	readonly closeMs: number;
	/** Calls that may wait in front of one pool. */
	readonly queuedCalls: number;
	/** Host requests that one process may have open; a guest is suspended during its one. */
	readonly hostRequests: number;
	/** JavaScript heap of a sandbox process, MiB; guest memory does not count. */
	readonly heapLimitMiB: number;
	/** Pause between taking a spare and starting the next, so that the start does not slow the load. */
	readonly spareDelayMs: number;
	/** Log and progress frames that one process may send within a second without answering a call. */
	readonly chatterPerSecond: number;
	/**
	 * Log lines of one process that are taken in per second, and their characters; a longer line is cut, further ones are
	 * counted. Above what an honest sandbox lets through (sandbox/imports/log-buffer.ts).
	 */
	readonly logLinesPerSecond: number;
	readonly logCharsPerSecond: number;
	readonly logLineChars: number;
}

export const defaultBudgets: RuntimeBudgets = {
	startupMs: 10_000,
	loadFloorMs: 1_000,
	lookMs: 60_000,
	transpileMs: TRANSPILE_MS,
	closeMs: 4_000,
	queuedCalls: 10_000,
	hostRequests: MOST_HOST_REQUESTS,
	crashes: 3,
	crashWindowMs: 60_000,
	crashesAtAnyRate: 10,
	crashRateWindowMs: 600_000,
	backoffMs: 100,
	backoffMostMs: 10_000,
	probationMs: 60_000,
	stormCrashes: 4,
	stormWindowMs: 30_000,
	turnsAtOnce: Math.max(1, Math.floor(availableParallelism() / 2)),
	turnMs: 3_000,
	heapLimitMiB: 128,
	spareDelayMs: 25,
	chatterPerSecond: 5_000,
	logLinesPerSecond: 4_000,
	logCharsPerSecond: 8 * 1024 * 1024,
	logLineChars: 20_000,
};
