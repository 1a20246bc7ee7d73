import { expect, it } from 'vitest';
import { blankSchedule, formOf, nextTimes, type ScheduleForm, whenOf } from './schedule-form.ts';

const form = (part: Partial<ScheduleForm>): ScheduleForm => ({ ...blankSchedule, ...part });

it.each([
	[form({ number: '15' }), { every_minutes: 15 }],
	[form({ number: '2', unit: 'hours' }), { every_minutes: 120 }],
	[form({ way: 'daily', time: '7:05' }), { cron: '5 7 * * *' }],
	[form({ way: 'weekly', time: '18:00', days: [0, 1, 6] }), { cron: '0 18 * * 1,6,0' }],
	[form({ way: 'cron', cron: ' */5 * * * * ' }), { cron: '*/5 * * * *' }],
])('says when: %j', (fields, when) => {
	expect(whenOf(fields)).toEqual({ when });
});

it.each([
	[form({ number: '0' }), 'badNumber'],
	[form({ number: '1.5' }), 'badNumber'],
	[form({ number: '8761', unit: 'hours' }), 'badNumber'],
	[form({ way: 'daily', time: '24:00' }), 'badTime'],
	[form({ way: 'weekly', days: [] }), 'noDays'],
	[form({ way: 'cron', cron: '99 * * * *' }), 'badCron'],
	[form({ way: 'cron', cron: '0 0 30 2 *' }), 'badCron'],
	[form({ way: 'cron', cron: '* * * * * *' }), 'badCron'],
])('says what is wrong: %j', (fields, problem) => {
	expect(whenOf(fields)).toEqual({ problem });
});

it.each([
	[{ every_minutes: 90 }, { way: 'every', number: '90', unit: 'minutes' }],
	[{ every_minutes: 120 }, { way: 'every', number: '2', unit: 'hours' }],
	[{ cron: '5 7 * * *' }, { way: 'daily', time: '07:05' }],
	[{ cron: '30 7 * * 1-5' }, { way: 'weekly', time: '07:30', days: [1, 2, 3, 4, 5] }],
	[{ cron: '30 7 * * 6,7' }, { way: 'weekly', days: [6, 0] }],
	[{ cron: '*/5 * * * *' }, { way: 'cron', cron: '*/5 * * * *' }],
	[{ cron: '99 7 * * *' }, { way: 'cron' }],
])('shows %j in the simplest fields', (when, fields) => {
	expect(formOf(when)).toMatchObject(fields);
});

it('tells the next times, one after the other', () => {
	const [first = 0, second = 0] = nextTimes('30 7 * * *', 2, new Date(2026, 0, 1, 12).getTime());
	expect(new Date(first)).toEqual(new Date(2026, 0, 2, 7, 30));
	expect(new Date(second)).toEqual(new Date(2026, 0, 3, 7, 30));
});
