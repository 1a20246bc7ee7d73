import { remark } from '../../../shared/errors/remark.ts';
import { MOST_COUNTED } from '../../../shared/flow/schedule.ts';
import type { Notices } from '../../program/notices.ts';

/**
 * Tells that times of a flow went by, `first` being the first of them, Unix ms. What was told before and is still shown is
 * said in the same sentence: a computer that sleeps each night fills no list.
 */
export function tellMissed(notices: Notices, flow: string, missed: number, first: number): void {
	const told = notices.list().find((each) => each.reason === 'flow_times_missed' && each.facts.name === flow) ?? null;
	const before = told?.reason === 'flow_times_missed' ? told.facts : null;
	const times = missed + (Number(before?.times.replace(/\D/g, '')) || 0);
	notices.add(
		remark('flow_times_missed', {
			name: flow,
			times: times >= MOST_COUNTED ? `≥ ${MOST_COUNTED}` : String(times),
			since: before?.since ?? localTime(first),
		}),
		told,
	);
}

/** In the time of this computer, in an order that every language reads. */
function localTime(at: number): string {
	return new Date(at).toLocaleString('sv-SE').slice(0, 16);
}
