import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCron, type CronModel, inZone, timesBetween, zones } from '../../../../test/support/flows/cron-model.ts';
import { SimulatedClock } from '../../../../test/support/flows/simulated-clock.ts';
import { minutes, TriggerGround } from '../../../../test/support/flows/trigger-ground.ts';
import { tries } from '../../../../test/support/values/tries.ts';
import { systemClock } from '../../program/clock.ts';

const ground = new TriggerGround();
const HOUR_MS = minutes(60);
const DAY_MS = 24 * HOUR_MS;
/** So long a time that has come is not late. */
const LATE_MS = minutes(1);

const cron = (text: string, more: object = {}) => ({ kind: 'schedule', when: { cron: text }, ...more });
const iso = (times: readonly number[]) => times.map((at) => new Date(at).toISOString().slice(0, 16));

/** A program that knows no other time; without `lookMs`, it looks at the clock as often as it always does. */
function simulated(from: number, lookMs?: number) {
	const clock = new SimulatedClock(from);
	return { clock, open: (on = ground.store) => ground.program(on, clock, lookMs === undefined ? {} : { lookMs }) };
}

describe('a schedule over days and months', () => {
	it('runs once on each day of three months, on those on which the clock is set as well', () =>
		inZone('Europe/Berlin', async () => {
			const { clock, open } = simulated(Date.UTC(2026, 1, 15, 12), HOUR_MS);
			const one = open();
			await one.set(cron('30 2 * * *'));
			await clock.pass(89 * DAY_MS);
			expect(one.begun).toHaveLength(89);
			const days = new Set(one.begun.map((at) => new Date(at).toDateString()));
			expect(days.size).toBe(89);
			expect(iso(one.begun.filter((at) => new Date(at).getHours() !== 2))).toEqual(['2026-03-29T01:00']);
			expect(ground.row()).toMatchObject({ missed: 0, last: { at: one.begun.at(-1) } });
		}));

	it('waits for months, and for a leap day, without starting at once', async () => {
		const { clock, open } = simulated(Date.UTC(2027, 11, 31, 12), 12 * HOUR_MS);
		const one = open();
		await inZone('Asia/Shanghai', async () => {
			await one.set(cron('0 8 29 2 *'));
			await clock.pass(59 * DAY_MS);
			expect(one.begun).toEqual([]);
			await clock.pass(2 * DAY_MS);
			expect(iso(one.begun)).toEqual(['2028-02-29T00:00']);
			expect(iso([ground.row()?.nextAt ?? 0])).toEqual(['2032-02-29T00:00']);
		});
		let isCalled = false;
		const stop = systemClock.after(2 ** 32, () => {
			isCalled = true;
		});
		await new Promise((resolve) => setTimeout(resolve, 20));
		stop();
		expect(isCalled).toBe(false);
	});

	it('looks at the clock so often that a computer which slept runs soon after', async () => {
		const { clock, open } = simulated(Date.UTC(2026, 5, 1, 6, 50));
		const one = open();
		await inZone('Asia/Shanghai', async () => {
			await one.set(cron('0 15 * * *'));
			await clock.sleep(minutes(9) + 50_000, true);
			await clock.pass(DAY_MS);
			expect(one.begun).toHaveLength(1);
			expect((one.begun[0] ?? 0) - Date.UTC(2026, 5, 1, 7)).toBeLessThanOrEqual(15_000);
			await clock.sleep(3 * DAY_MS + minutes(30), true);
			await clock.pass(15_000);
			expect(one.begun).toHaveLength(1);
			expect(ground.row()).toMatchObject({ missed: 4 });
		});
	});

	it('runs at the times that come while it is awake, and tells the others, whatever happens', () =>
		fc.assert(
			fc.asyncProperty(anyDays, ({ at, ...days }) => inZone(at.zone, () => lived({ ...days, from: at.from }))),
			tries(60),
		));
});

const anyDays = fc.record({
	model: anyCron,
	catchUp: fc.boolean(),
	isTwice: fc.boolean(),
	at: fc.constantFrom(...zones.flatMap(({ zone, before }) => before.map((from) => ({ zone, from })))),
	steps: fc.array(
		fc.record({
			what: fc.constantFrom('pass', 'pass', 'sleep', 'close'),
			ms: fc.oneof(fc.integer({ min: 1, max: 3 * LATE_MS }), fc.integer({ min: 1, max: DAY_MS / 2 })),
		}),
		{ maxLength: 6 },
	),
});

interface Days {
	readonly model: CronModel;
	readonly catchUp: boolean;
	readonly isTwice: boolean;
	readonly from: number;
	readonly steps: readonly { readonly what: string; readonly ms: number }[];
}

async function lived({ model, catchUp, isTwice, from, steps }: Days): Promise<void> {
	const { clock, open } = simulated(from, 5 * HOUR_MS);
	const stores = [ground.store, ...(isTwice ? [ground.scratch.open()] : [])];
	const all = stores.map(open);
	const [{ notices }] = all as [(typeof all)[0]];
	try {
		await all[0]?.set(cron(model.text, { catch_up: catchUp }));
		const expected = new Expected(model, catchUp, from);
		for (const { what, ms } of steps) {
			if (what === 'sleep') await clock.sleep(ms, false);
			else {
				if (what === 'close') await ground.endAll();
				await clock.pass(ms);
				if (what === 'close') all.push(...stores.map(open));
				await clock.pass(0);
			}
			expected.step(what === 'pass', clock.now());
			expect(all.flatMap(({ begun }) => begun).sort((a, b) => a - b)).toEqual(expected.begun);
			expect(ground.row()).toMatchObject({ missed: expected.missed, nextAt: expected.next() });
		}
		const told = notices.list().flatMap((each) => (each.reason === 'flow_times_missed' ? [each.facts.times] : []));
		expect(told).toEqual(expected.told === 0 ? [] : [String(expected.told)]);
	} finally {
		await ground.endAll();
		ground.store.triggers.remove('report');
		notices.dismiss();
	}
}

/** What is promised, from each minute. */
class Expected {
	readonly begun: number[] = [];
	missed = 0;
	told = 0;
	readonly #cron: CronModel;
	readonly #catchesUp: boolean;
	#at: number;

	constructor(model: CronModel, catchesUp: boolean, from: number) {
		this.#cron = model;
		this.#catchesUp = catchesUp;
		this.#at = from;
	}

	/** Time went on to a moment, with somebody there to start the flow or not; now somebody is. */
	step(isAwake: boolean, to: number): void {
		const times = timesBetween(this.#cron, this.#at, to);
		this.#at = to;
		if (isAwake) {
			this.begun.push(...times);
			if (times.length > 0) this.missed = 0;
			return;
		}
		const last = times.at(-1);
		if (last === undefined) return;
		const isNow = to - last < LATE_MS;
		this.missed += times.length - (isNow ? 1 : 0);
		this.told += times.length - (isNow ? 1 : 0);
		if (!isNow && !this.#catchesUp) return;
		this.begun.push(to);
		this.missed = 0;
	}

	/** Looked for in 40 days, after which it is not asked for. */
	next(): unknown {
		return timesBetween(this.#cron, this.#at, this.#at + 40 * DAY_MS)[0] ?? expect.anything();
	}
}
