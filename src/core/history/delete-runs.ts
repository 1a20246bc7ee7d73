import { setImmediate } from 'node:timers/promises';
import type { RouteParsed } from '../../shared/api/routes.ts';
import type { Retention, RunStore } from '../store/store.ts';

/** Runs per transaction: the engine goes on between two of them. */
const SLICE = 500;

/** Deletes the finished runs among those that are named or that fit the query as they are now. */
export async function removeRuns(
	runs: RunStore,
	asked: RouteParsed<'runs.remove'>,
): Promise<{ readonly removed: number }> {
	const ids = 'ids' in asked ? asked.ids : runs.finishedIds(asked.query);
	let removed = 0;
	for (let start = 0; start < ids.length; start += SLICE) {
		if (start > 0) await setImmediate();
		removed += runs.remove(ids.slice(start, start + SLICE));
	}
	return { removed };
}

/** Deletes what retention does not keep, until nothing is left to delete or `signal` ends it. */
export async function pruneRuns(
	runs: RunStore,
	retention: Retention,
	signal?: AbortSignal,
): Promise<{ readonly runs: number; readonly bytes: number }> {
	const sum = { runs: 0, bytes: 0 };
	for (;;) {
		const step = runs.prune(retention, SLICE);
		sum.runs += step.runs;
		sum.bytes += step.bytes;
		if (step.runs < SLICE) return sum;
		await setImmediate();
		if (signal?.aborted === true) return sum;
	}
}
