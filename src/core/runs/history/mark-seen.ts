import { setImmediate } from 'node:timers/promises';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { NOT_SEEN_YET } from '../../../shared/run/run.ts';
import type { RunStore } from '../../store/runs/kept-runs.ts';

/** Runs per transaction: the engine goes on between two of them. */
const SLICE = 500;

/** Notes that a person looked at the runs that are named or fit the query; `changed` hears how many are left. */
export async function markSeen(
	runs: RunStore,
	asked: RouteParsed<'runs.markSeen'>,
	changed: (unseen: number) => void,
): Promise<{ readonly seen: number }> {
	const ids = 'ids' in asked ? asked.ids : runs.finishedIds({ ...asked.query, unseenAt: NOT_SEEN_YET });
	let seen = 0;
	for (let start = 0; start < ids.length; start += SLICE) {
		if (start > 0) await setImmediate();
		seen += runs.markSeen(ids.slice(start, start + SLICE));
	}
	if (seen > 0) changed(runs.unseen());
	return { seen };
}
