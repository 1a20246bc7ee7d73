import type { Schedule } from '../../../shared/flow/trigger.ts';
import { nextTime, strideOf, timeAfter, timesPassed } from './next-time.ts';

/** A time that the clock reaches so much later was missed: the program did not run, or the computer slept. ms */
const LATE_MS = 60_000;

/** Times of a schedule that have come. */
export interface Due {
	/** The first of them, and the first that is still to come; null: none is. Unix ms */
	readonly first: number;
	readonly next: number | null;
	/** How many, at most `MOST_COUNTED`. */
	readonly times: number;
	/** Whether the last of them came just now; otherwise all were missed. */
	readonly isNow: boolean;
}

/**
 * Which time of a schedule is the next one, if `noted` was, Unix ms; null: there is none. It differs where the clock was set
 * back, or the time zone is another one: what is further away than it can be would keep the flow from running until then.
 * A clock that was set back over one time alone has been put right: that time is not had twice. `lastAt`: when the last
 * run began.
 */
export function timeToWaitFor(schedule: Schedule, noted: number, lastAt: number | null, now: number): number | null {
	if ('every_minutes' in schedule.when) return Math.min(noted, now + strideOf(schedule.when));
	if (noted <= now) return nextTime(schedule, noted - 1);
	const soonest = nextTime(schedule, now);
	if (soonest === null || soonest === noted || lastAt === null || lastAt < soonest) return soonest;
	return nextTime(schedule, soonest) === noted ? noted : soonest;
}

/** What has come of a schedule whose next time was `waitedFor`; null: nothing has. */
export function timesDue(schedule: Schedule, waitedFor: number, now: number): Due | null {
	if (waitedFor > now) return null;
	return {
		first: waitedFor,
		next: timeAfter(schedule, waitedFor, now),
		times: timesPassed(schedule, waitedFor, now),
		isNow: now - lastBefore(schedule, waitedFor, now) < LATE_MS,
	};
}

/** The last time up to `now` of a schedule that is due; one that is late already may stand for it. */
function lastBefore(schedule: Schedule, waitedFor: number, now: number): number {
	if ('every_minutes' in schedule.when) return now - ((now - waitedFor) % strideOf(schedule.when));
	const lately = nextTime(schedule, Math.max(waitedFor - 1, now - LATE_MS));
	return lately !== null && lately <= now ? lately : waitedFor;
}
