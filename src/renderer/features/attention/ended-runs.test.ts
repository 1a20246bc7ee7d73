import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noCounts, type RunSummary } from '../../../shared/run/run.ts';
import { EndedRuns, isWorthTelling } from './ended-runs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ended = (change: Partial<RunSummary> = {}): RunSummary => ({
	...noCounts,
	id: '0123456789ab',
	kind: 'stream',
	label: 'pii-redactor',
	plugins: ['pii-redactor'],
	fn: null,
	trigger: 'window',
	status: 'succeeded',
	error: null,
	startedAt: 0,
	finishedAt: 12_000,
	durationMs: 12_000,
	...change,
});

describe('the end of a run', () => {
	const wanted = { on: true, afterMs: 10_000 };

	it('is worth telling where it took long enough, whether it went well or not', () => {
		expect(isWorthTelling(ended(), wanted)).toBe(true);
		expect(isWorthTelling(ended({ status: 'failed' }), wanted)).toBe(true);
		expect(isWorthTelling(ended({ durationMs: 9_999 }), wanted)).toBe(false);
		expect(isWorthTelling(ended({ durationMs: 0 }), { on: true, afterMs: 0 })).toBe(true);
	});

	it('is not where a person wants none of it, or ended it themselves', () => {
		expect(isWorthTelling(ended(), { ...wanted, on: false })).toBe(false);
		expect(isWorthTelling(ended({ status: 'cancelled' }), wanted)).toBe(false);
		expect(isWorthTelling(ended({ status: 'interrupted' }), wanted)).toBe(false);
	});

	it('is told together with others that end about then, and once', () => {
		const told: number[] = [];
		const runs = new EndedRuns((some) => told.push(some.length));
		for (let count = 0; count < 100; count++) runs.add(ended());
		vi.advanceTimersByTime(1_000);
		runs.add(ended());
		vi.advanceTimersByTime(10_000);
		runs.add(ended());
		vi.advanceTimersByTime(10_000);
		expect(told).toEqual([101, 1]);
		runs.add(ended());
		runs.close();
		vi.advanceTimersByTime(10_000);
		expect(told).toEqual([101, 1]);
	});
});
