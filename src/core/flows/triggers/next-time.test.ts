import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCron, inZone, timesBetween, zones } from '../../../../test/support/flows/cron-model.ts';
import { tries } from '../../../../test/support/values/tries.ts';
import type { Schedule } from '../../../shared/flow/trigger.ts';
import { nextTime } from './next-time.ts';

const DAY_MS = 86_400_000;

function cron(text: string): Schedule {
	return { kind: 'schedule', when: { cron: text }, catch_up: false };
}

/** The next times after a moment, ISO. */
function times(text: string, after: number, count: number): string[] {
	const found: string[] = [];
	for (let at: number | null = after; found.length < count && at !== null; ) {
		at = nextTime(cron(text), at);
		if (at !== null) found.push(new Date(at).toISOString().slice(0, 16));
	}
	return found;
}

describe('the times of a schedule', () => {
	it.each(zones)('are, in $zone, those that each minute asked says, whenever they are asked for', ({ zone, before }) =>
		inZone(zone, () =>
			fc.assert(
				fc.property(
					anyCron,
					fc.constantFrom(...before),
					fc.integer({ min: 0, max: DAY_MS }),
					fc.array(fc.integer({ min: 0, max: 2 * DAY_MS }), { maxLength: 8 }),
					(model, from, shift, asked) => {
						const start = from + shift - DAY_MS / 2;
						const expected = timesBetween(model, start, start + 2 * DAY_MS);
						const found: number[] = [];
						for (let at = nextTime(cron(model.text), start); at !== null && at <= start + 2 * DAY_MS; ) {
							found.push(at);
							at = nextTime(cron(model.text), at);
						}
						expect(found).toEqual(expected);
						for (const later of asked) {
							const next = expected.find((at) => at > start + later);
							if (next !== undefined) expect(nextTime(cron(model.text), start + later)).toBe(next);
						}
					},
				),
				tries(200),
			),
		),
	);

	it('come once on the night that leaves them out, and once on the night that has them twice', async () => {
		await inZone('Europe/Berlin', () => {
			expect(times('30 2 * * *', Date.UTC(2026, 2, 28, 12), 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
			expect(times('30 1,2 * * *', Date.UTC(2026, 2, 28, 12), 3)).toEqual([
				...['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T23:30'],
			]);
			expect(times('30 2 * * *', Date.UTC(2026, 9, 24, 12), 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
			expect(times('0 * * * *', Date.UTC(2026, 9, 25, 0), 3)).toEqual([
				...['2026-10-25T01:00', '2026-10-25T02:00', '2026-10-25T03:00'],
			]);
		});
		await inZone('Australia/Lord_Howe', () => {
			expect(times('15 2 * * *', Date.UTC(2026, 9, 3), 2)).toEqual(['2026-10-03T15:30', '2026-10-04T15:15']);
			expect(times('45 1 * * *', Date.UTC(2026, 3, 4), 2)).toEqual(['2026-04-04T14:45', '2026-04-05T15:15']);
		});
	});

	it('leave out months that have no such day, and come on leap days', async () => {
		await inZone('Asia/Shanghai', () => {
			expect(times('0 8 31 * *', Date.UTC(2026, 0, 1), 3)).toEqual([
				...['2026-01-31T00:00', '2026-03-31T00:00', '2026-05-31T00:00'],
			]);
			expect(times('0 8 29 2 *', Date.UTC(2026, 0, 1), 2)).toEqual(['2028-02-29T00:00', '2032-02-29T00:00']);
			expect(times('0 8 L * *', Date.UTC(2028, 0, 31), 2)).toEqual(['2028-02-29T00:00', '2028-03-31T00:00']);
		});
	});
});
