import { describe, expect, it } from 'vitest';
import { FailureBudget } from './failure-budget.ts';

const limits = { crashes: 3, crashWindowMs: 60_000, backoffMs: 100, backoffMostMs: 10_000 };

describe('a failure budget', () => {
	it('pauses longer after each crash, then quarantines', () => {
		const budget = new FailureBudget(limits);
		expect(budget.crashed(0)).toEqual({ quarantine: false, pauseMs: 100 });
		expect(budget.crashed(10)).toEqual({ quarantine: false, pauseMs: 200 });
		expect(budget.crashed(20)).toEqual({ quarantine: true });
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
		const budget = new FailureBudget({ ...limits, crashes: 100 });
		const pauses = Array.from({ length: 20 }, (_, at) => budget.crashed(at));
		expect(pauses.at(-1)).toEqual({ quarantine: false, pauseMs: 10_000 });
	});
});
