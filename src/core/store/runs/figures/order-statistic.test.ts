import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRank } from './order-statistic.ts';

describe('the nearest rank', () => {
	it('is what sorting finds, whatever the values', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.integer(), fc.constantFrom(0, 1, 2)), { maxLength: 200 }),
				fc.constantFrom(0.01, 0.5, 0.95, 1),
				(values, fraction) => {
					const sorted = [...values].sort((left, right) => left - right);
					const expected = sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? null;
					expect(nearestRank(Float64Array.from(values), fraction)).toBe(expected);
				},
			),
		);
	});
});
