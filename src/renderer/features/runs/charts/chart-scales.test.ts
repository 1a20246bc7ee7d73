import { describe, expect, it } from 'vitest';
import type { RunStatsAnswer, RunStatsBucket } from '../../../../shared/run/run.ts';
import { durationScale, heightScale, PLOT_PX, partAt, rangeOf, runsIn, stretches, timeMarks } from './chart-scales.ts';

function bucket(at: number, change: Partial<RunStatsBucket> = {}): RunStatsBucket {
	const none = { succeeded: 0, failed: 0, cancelled: 0, interrupted: 0, running: 0, denials: 0 };
	return { at, ...none, medianMs: null, p95Ms: null, ...change };
}

const stats: RunStatsAnswer = {
	from: 1000,
	to: 3499,
	bucketMs: 1000,
	total: 6,
	buckets: [bucket(1000, { succeeded: 3, failed: 1 }), bucket(2000), bucket(3000, { running: 2 })],
	medianMs: null,
	p95Ms: null,
};

describe('a range that is marked', () => {
	it('goes from the beginning of one part to the end of another, whichever was marked first', () => {
		expect(rangeOf(stats, 0, 1)).toEqual({ since: 1000, until: 2999 });
		expect(rangeOf(stats, 1, 0)).toEqual({ since: 1000, until: 2999 });
		expect(rangeOf(stats, 2, 2)).toEqual({ since: 3000, until: 3499 });
	});

	it('begins at the part under the pointer, and stays inside of the plot', () => {
		expect([-5, 0, 99, 100, 299, 900].map((x) => partAt(x, 300, 3))).toEqual([0, 0, 0, 1, 2, 2]);
	});
});

describe('bars', () => {
	it('fill the plot with the most runs, and show a single one', () => {
		const { most, height } = heightScale([bucket(0, { succeeded: 100_000 }), bucket(1, { failed: 1 })]);
		expect(most).toBe(100_000);
		expect(height(100_000)).toBe(PLOT_PX - 4);
		expect(height(1)).toBe(1);
		expect(height(0)).toBe(0);
		expect(stats.buckets.map(runsIn)).toEqual([4, 0, 2]);
	});
});

describe('lines of durations', () => {
	it('show milliseconds and minutes in one plot, with few marks', () => {
		const { marks, y } = durationScale([bucket(0, { medianMs: 2, p95Ms: 250_000 })]);
		expect(marks).toEqual([1, 1000, 1_000_000]);
		expect(y(2)).toBeLessThan(y(1));
		expect(y(250_000)).toBeLessThan(y(2));
		expect(y(1_000_000)).toBeGreaterThanOrEqual(0);
	});

	it('have a scale when all is alike, or nothing is known', () => {
		for (const buckets of [[bucket(0)], [bucket(0, { medianMs: 0, p95Ms: 0 })]]) {
			const { marks, y } = durationScale(buckets);
			expect(marks.length).toBeGreaterThan(0);
			expect(Number.isFinite(y(0))).toBe(true);
		}
	});

	it('are broken where nothing finished', () => {
		expect(stretches([null, 1, 2, null, 3])).toEqual([
			[
				[1, 1],
				[2, 2],
			],
			[[4, 3]],
		]);
		expect(stretches([])).toEqual([]);
	});
});

describe('the time axis', () => {
	it('has its marks inside of the plot, in order', () => {
		const day = { ...stats, from: Date.UTC(2030, 0, 1), to: Date.UTC(2030, 0, 2) };
		const marks = timeMarks(day, 600, true);
		expect(marks.length).toBeGreaterThan(2);
		for (const [x, at] of marks) {
			expect(x).toBeGreaterThanOrEqual(0);
			expect(x).toBeLessThanOrEqual(600);
			expect(at % 3_600_000).toBe(0);
		}
		expect(timeMarks({ ...stats, to: stats.from }, 600, true).every(([x]) => Number.isFinite(x))).toBe(true);
	});
});
