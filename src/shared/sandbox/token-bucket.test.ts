import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
	it('gives its burst at once, then its rate, and no more than its burst after a quiet time', () => {
		const bucket = new TokenBucket(10, 3, 0);
		expect([1, 1, 1, 1].map((units) => bucket.take(units, 0))).toEqual([true, true, true, false]);
		expect(bucket.take(1, 99)).toBe(false);
		expect(bucket.take(1, 100)).toBe(true);
		expect([3, 1].map((units) => bucket.take(units, 60_000))).toEqual([true, false]);
	});

	it('gains nothing by a clock that goes backwards', () => {
		const bucket = new TokenBucket(10, 1, 1_000);
		expect(bucket.take(1, 1_000)).toBe(true);
		expect(bucket.take(1, 0)).toBe(false);
		expect(bucket.take(1, 50)).toBe(false);
	});

	it('says how long what is owed has to wait', () => {
		const bucket = new TokenBucket(10, 2, 0);
		expect([1, 1, 1, 1].map((units) => bucket.owe(units, 0))).toEqual([0, 0, 100, 200]);
		expect(bucket.owe(1, 200)).toBe(100);
		bucket.fill();
		expect(bucket.owe(1, 200)).toBe(0);
	});

	it('never gives more than its burst and its rate, however it is asked', () => {
		const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 5 })), {
			maxLength: 200,
		});
		fc.assert(
			fc.property(asked, (all) => {
				const bucket = new TokenBucket(20, 5, 0);
				let now = 0;
				let given = 0;
				for (const [gap, units] of all) {
					now += gap;
					if (bucket.take(units, now)) given += units;
				}
				expect(given).toBeLessThanOrEqual(5 + (now * 20) / 1_000);
			}),
		);
	});
});
