import { describe, expect, it } from 'vitest';
import { addSample, type ProgressSample, progressOf } from './run-progress.ts';

function at(elapsedMs: number, recordsIn: number, bytesIn: number, totalBytes = 1000): ProgressSample {
	return { id: 'r', elapsedMs, recordsIn, recordsOut: 0, bytesIn, totalBytes, stages: [] };
}

describe('progress of a run', () => {
	it('tells share, rates and time left from the last moments', () => {
		const samples = [at(1000, 10, 100), at(2000, 30, 300)].reduce(addSample, [] as readonly ProgressSample[]);
		expect(progressOf(samples)).toEqual({ share: 0.3, recordsPerSecond: 20, bytesPerSecond: 200, leftMs: 3500 });
	});

	it('is measured from the beginning while one sample is all there is', () => {
		expect(progressOf([at(500, 5, 50)])).toMatchObject({ recordsPerSecond: 10, bytesPerSecond: 100 });
	});

	it('knows neither share nor time left where the size is not known, and none of it before the first news', () => {
		expect(progressOf([at(500, 5, 50, 0)])).toMatchObject({ share: null, leftMs: null });
		expect(progressOf([])).toEqual({ share: null, recordsPerSecond: 0, bytesPerSecond: 0, leftMs: null });
	});

	it('never goes beyond the whole: records can be larger than the file they came from', () => {
		expect(progressOf([at(500, 5, 1500)])).toMatchObject({ share: 1, leftMs: 0 });
	});

	it('forgets what is older than the window', () => {
		const samples = [at(0, 0, 0), at(1000, 1, 1), at(9000, 2, 2)].reduce(addSample, [] as readonly ProgressSample[]);
		expect(samples.map(({ elapsedMs }) => elapsedMs)).toEqual([9000]);
	});
});
