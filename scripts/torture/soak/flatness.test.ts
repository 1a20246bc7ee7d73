import { describe, expect, it } from 'vitest';
import { seeded } from '../random.ts';
import { judge } from './flatness.ts';

const series = (values: readonly number[], tolerance = 5) => ({ name: 'heap', unit: 'MiB', tolerance, values });
const random = seeded(5);
const noise = (): number => random.next() * 4 - 2;

describe('whether a figure is flat', () => {
	it('is not decided by its warm-up, by noise, or by a single outlier', () => {
		const warmUp = Array.from({ length: 30 }, (_, index) => index);
		const rest = Array.from({ length: 60 }, () => 30 + noise());
		expect(judge(series([...warmUp, ...rest]))).toMatchObject({ flat: true });
		expect(judge(series([...rest, ...rest.slice(1), 900]))).toMatchObject({ flat: true, most: 900 });
	});

	it('is not when it grows slowly and steadily under its noise', () => {
		const leak = Array.from({ length: 120 }, (_, index) => 40 + index * 0.15 + noise());
		const verdict = judge(series(leak));
		expect(verdict.flat).toBe(false);
		expect(verdict.gained).toBeGreaterThan(7);
		expect(verdict.gained).toBeLessThan(11);
	});

	it('is when it falls', () => {
		expect(judge(series(Array.from({ length: 40 }, (_, index) => 100 - index)))).toMatchObject({ flat: true });
	});
});
