import { app } from 'electron';
import { type MeasureMemory, residentSizes } from '../../core/index.ts';

/** What is used of one of Chromium's own figures. */
interface Metric {
	readonly pid: number;
	readonly memory: { readonly workingSetSize: number /** KiB */ };
}

/**
 * What utility processes hold: on Linux by the kernel's own counters, elsewhere by Chromium, which knows of its
 * processes on every system without starting another to ask.
 */
export const measureMemory: MeasureMemory =
	process.platform === 'linux' ? residentSizes : async (pids) => sizesOf(app.getAppMetrics(), pids);

/** bytes, by id, of those asked for */
export function sizesOf(metrics: readonly Metric[], pids: readonly number[]): ReadonlyMap<number, number> {
	const wanted = new Set(pids);
	return new Map(
		metrics.filter(({ pid }) => wanted.has(pid)).map(({ pid, memory }) => [pid, memory.workingSetSize * 1024]),
	);
}
