import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailureBudget } from './failure-budget.ts';

const limits = {
	crashes: 3,
	crashWindowMs: 60_000,
	crashesAtAnyRate: 10,
	crashRateWindowMs: 600_000,
	backoffMs: 100,
	backoffMostMs: 10_000,
};

describe('a failure budget', () => {
	it('pauses longer after each crash, then quarantines', () => {
		const budget = new FailureBudget(limits);
		expect(budget.crashed(0)).toEqual({ quarantine: false, pauseMs: 100 });
		expect(budget.crashed(10)).toEqual({ quarantine: false, pauseMs: 200 });
		expect(budget.crashed(20)).toEqual({ quarantine: true, crashes: 3, windowMs: 60_000 });
	});

	it('forgets crashes that are older than its window', () => {
		const budget = new FailureBudget(limits);
		budget.crashed(0);
		budget.crashed(30_000);
		expect(budget.crashed(60_000)).toEqual({ quarantine: false, pauseMs: 200 });
	});

	it('starts anew after a success', () => {
		const budget = new FailureBudget(limits);
		budget.crashed(0);
		budget.crashed(1);
		budget.succeeded();
		expect(budget.crashed(2)).toEqual({ quarantine: false, pauseMs: 100 });
	});

	it('never pauses longer than it may', () => {
		const budget = new FailureBudget({ ...limits, crashes: 100, crashesAtAnyRate: 100 });
		const pauses = Array.from({ length: 20 }, (_, at) => budget.crashed(at));
		expect(pauses.at(-1)).toEqual({ quarantine: false, pauseMs: 10_000 });
	});

	it('quarantines what crashes every other time, though it answers in between', () => {
		const budget = new FailureBudget(limits);
		for (let at = 0; at < 9; at += 1) {
			expect(budget.crashed(at * 1_000)).toEqual({ quarantine: false, pauseMs: 100 });
			budget.succeeded();
		}
		expect(budget.crashed(9_000)).toEqual({ quarantine: true, crashes: 10, windowMs: 600_000 });
	});

	it('lets what crashes once in a while go on for ever', () => {
		const budget = new FailureBudget(limits);
		for (let at = 0; at < 1_000; at += 1) {
			expect(budget.crashed(at * 70_000)).toMatchObject({ quarantine: false });
			budget.succeeded();
		}
	});

	it('quarantines exactly when there were three in a row within a minute or ten within ten minutes', () => {
		const step = fc.record({ waitMs: fc.integer({ min: 0, max: 150_000 }), answered: fc.boolean() });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				const budget = new FailureBudget(limits);
				const seen: { at: number; answeredBefore: boolean }[] = [];
				let now = 0;
				for (const { waitMs, answered } of steps) {
					now += waitMs;
					if (answered) budget.succeeded();
					seen.push({ at: now, answeredBefore: answered });
					const lastThree = seen.slice(-3);
					const inRow =
						lastThree.length === 3 &&
						lastThree.slice(1).every(({ answeredBefore }) => !answeredBefore) &&
						lastThree.every(({ at }) => now - at < 60_000);
					const tenth = seen.at(-10);
					const atAnyRate = tenth !== undefined && now - tenth.at < 600_000;
					expect(budget.crashed(now).quarantine).toBe(inRow || atAnyRate);
					if (inRow || atAnyRate) return;
				}
			}),
			{ numRuns: 1_000 },
		);
	});
});
