import { setImmediate } from 'node:timers/promises';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { readSetting } from '../../program/settings.ts';
import type { Retention, RunStore } from '../../store/runs/kept-runs.ts';
import type { Store } from '../../store/store.ts';

/** Runs per transaction: the engine goes on between two of them. */
const SLICE = 500;

/** Deletes the finished runs among those that are named or that fit the query as they are now: to the trash, or for ever. */
export async function removeRuns(
	{ runs, trash, settings }: Pick<Store, 'runs' | 'trash' | 'settings'>,
	asked: RouteParsed<'runs.remove'>,
	now = Date.now(),
): Promise<{ readonly removed: number; readonly deletedAt: number | null }> {
	const ids = 'ids' in asked ? asked.ids : runs.finishedIds(asked.query);
	const isForEver = asked.forever || readSetting(settings, 'trash_ms') === 0;
	const deletedAt = isForEver ? null : Math.max(now, (trash.trashed(1, 0)[0]?.deletedAt ?? -1) + 1);
	let removed = 0;
	for (let start = 0; start < ids.length; start += SLICE) {
		if (start > 0) await setImmediate();
		const slice = ids.slice(start, start + SLICE);
		removed += deletedAt === null ? runs.remove(slice) : trash.trash(slice, deletedAt);
	}
	return { removed, deletedAt };
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
