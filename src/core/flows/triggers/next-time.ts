import { Cron } from 'croner';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { cronRules, MOST_COUNTED } from '../../../shared/flow/schedule.ts';
import type { Schedule } from '../../../shared/flow/trigger.ts';

const MINUTE_MS = 60_000;

/** The first time of a schedule after a moment, Unix ms; null: there is none any more. */
export function nextTime({ when }: Schedule, after: number): number | null {
	if ('every_minutes' in when) return after + strideOf(when);
	return cronOf(when.cron).nextRun(new Date(after))?.getTime() ?? null;
}

/** How many times of a schedule passed from `due` on, itself included, up to `now`; at most `MOST_COUNTED`. */
export function timesPassed(schedule: Schedule, due: number, now: number): number {
	if (due > now) return 0;
	if ('every_minutes' in schedule.when) {
		return Math.min(MOST_COUNTED, 1 + Math.floor((now - due) / strideOf(schedule.when)));
	}
	let passed = 1;
	for (let at = nextTime(schedule, due); at !== null && at <= now && passed < MOST_COUNTED; at = nextTime(schedule, at))
		passed++;
	return passed;
}

/** The first time after `now` of a schedule that was due before; every so many minutes count from when it was due. Unix ms */
export function timeAfter(schedule: Schedule, due: number, now: number): number | null {
	if (!('every_minutes' in schedule.when)) return nextTime(schedule, now);
	const stride = strideOf(schedule.when);
	return due + (Math.floor(Math.max(0, now - due) / stride) + 1) * stride;
}

/** From one time to the next, ms. */
export function strideOf({ every_minutes }: { readonly every_minutes: number }): number {
	return every_minutes * MINUTE_MS;
}

/** Throws `configuration` for a text that says no times. */
export function requireSchedule({ when }: Schedule, now: number): void {
	if ('every_minutes' in when) return;
	const wrong = (why: string): DataFlareError =>
		new DataFlareError('configuration', `"${when.cron}" says no times: ${why}.`, {
			hint: 'Write five fields: minute, hour, day of the month, month, day of the week. 30 7 * * 1-5 is half past seven on weekdays.',
			details: because('schedule_unclear', { cron: when.cron }),
		});
	const fields = when.cron.trim().split(/\s+/).length;
	if (fields !== 5)
		throw wrong(fields === 1 ? 'it has one field instead of five' : `it has ${fields} fields instead of five`);
	let cron: Cron;
	try {
		cron = cronOf(when.cron);
	} catch (error) {
		throw wrong(
			error instanceof Error ? error.message.replace(/^CronPattern: /, '').replace(/\.$/, '') : String(error),
		);
	}
	if (cron.nextRun(new Date(now)) === null) throw wrong('such a time never comes');
}

function cronOf(text: string): Cron {
	return new Cron(text.trim(), cronRules);
}
