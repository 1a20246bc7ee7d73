import type { EventBus } from '../program/event-bus.ts';
import type { LiveRuns, WayToEnd } from '../store/runs/live/live-runs.ts';
import type { ActiveRuns } from './active-runs.ts';

interface EndDeps {
	readonly active: ActiveRuns;
	readonly store: { readonly live: Pick<LiveRuns, 'ask'> };
	readonly bus: EventBus;
}

/**
 * Has a run end before its end: one of this program at once, one of another program as soon as that looks, within about a
 * second. False: it is not under way.
 */
export function endRun({ active, store, bus }: EndDeps, id: string, how: WayToEnd): boolean {
	if (how === 'cancel' ? active.cancel(id) : active.finish(id)) return true;
	const answer = store.live.ask(id, how);
	if (answer === 'over') bus.emit('runs.changed', {});
	return answer === 'asked';
}
