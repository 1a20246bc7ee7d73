import { Cron } from 'croner';
import { cronRules } from '../../../../shared/flow/schedule.ts';
import type { Schedule } from '../../../../shared/flow/trigger.ts';

type When = Schedule['when'];

/** From Monday on, as cron numbers them. */
export const weekdays = [1, 2, 3, 4, 5, 6, 0] as const;
export type Weekday = (typeof weekdays)[number];

/** The ways to say when. */
export type Way = 'every' | 'daily' | 'weekly' | 'cron';

/** What the fields hold, those of the ways that are not chosen as well. */
export interface ScheduleForm {
	readonly way: Way;
	readonly number: string;
	readonly unit: 'minutes' | 'hours';
	/** HH:MM */
	readonly time: string;
	readonly days: readonly Weekday[];
	readonly cron: string;
}

export const MOST: Readonly<Record<ScheduleForm['unit'], number>> = { minutes: 525_600, hours: 8760 };

export const blankSchedule: ScheduleForm = {
	way: 'every',
	number: '60',
	unit: 'minutes',
	time: '07:30',
	days: [1, 2, 3, 4, 5],
	cron: '30 7 * * 1-5',
};

export type ScheduleProblem = 'badNumber' | 'badTime' | 'noDays' | 'badCron';

/** What the fields say, or what is wrong with them. */
export function whenOf(form: ScheduleForm): { readonly when: When } | { readonly problem: ScheduleProblem } {
	if (form.way === 'every') {
		const number = /^\d{1,6}$/.test(form.number.trim()) ? Number(form.number) : 0;
		if (number < 1 || number > MOST[form.unit]) return { problem: 'badNumber' };
		return { when: { every_minutes: form.unit === 'hours' ? number * 60 : number } };
	}
	if (form.way === 'cron') {
		const cron = form.cron.trim();
		return nextTimes(cron, 0).length === 0 ? { problem: 'badCron' } : { when: { cron } };
	}
	const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(form.time.trim()) ?? [];
	if (hour === undefined || minute === undefined) return { problem: 'badTime' };
	if (form.way === 'weekly' && form.days.length === 0) return { problem: 'noDays' };
	const days = form.way === 'daily' ? '*' : weekdays.filter((day) => form.days.includes(day)).join(',');
	return { when: { cron: `${Number(minute)} ${Number(hour)} * * ${days}` } };
}

/** The simplest fields that say the same. */
export function formOf(when: When): ScheduleForm {
	if ('every_minutes' in when) {
		const minutes = when.every_minutes;
		return minutes % 60 === 0
			? { ...blankSchedule, number: String(minutes / 60), unit: 'hours' }
			: { ...blankSchedule, number: String(minutes) };
	}
	const { cron } = when;
	const [, minute, hour, named] = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:[-,][0-7])*)$/.exec(cron.trim()) ?? [];
	if (minute === undefined || hour === undefined || named === undefined || Number(minute) > 59 || Number(hour) > 23) {
		return { ...blankSchedule, way: 'cron', cron };
	}
	const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
	if (named === '*') return { ...blankSchedule, way: 'daily', time, cron };
	return { ...blankSchedule, way: 'weekly', time, days: daysIn(named), cron };
}

function daysIn(named: string): readonly Weekday[] {
	const found = named.split(',').flatMap((part) => {
		const [first = 0, last = first] = part.split('-').map(Number);
		return Array.from({ length: Math.max(0, last - first) + 1 }, (_, place) => (first + place) % 7);
	});
	return weekdays.filter((day) => found.includes(day));
}

/** The next times of a cron expression after a moment, Unix ms; none: it says none, or is none. */
export function nextTimes(cron: string, count = 3, after = Date.now()): readonly number[] {
	try {
		const times = new Cron(cron.trim(), cronRules).nextRuns(Math.max(1, count), new Date(after));
		return times.map((time) => time.getTime());
	} catch {
		return [];
	}
}
