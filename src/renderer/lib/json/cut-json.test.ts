import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../../test/support/values/processor-ms.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { cutJson } from './cut-json.ts';

const value = fc.jsonValue() as fc.Arbitrary<JsonValue>;

describe('JSON that is cut', () => {
	it('is what JSON.stringify writes where it fits', () => {
		fc.assert(
			fc.property(value, fc.constantFrom(0, 2), (value, indent) => {
				const whole = JSON.stringify(value, null, indent);
				expect(cutJson(value, whole.length, indent)).toEqual({ text: whole, complete: true });
			}),
		);
	});

	it('is the beginning of it where it does not, and says so', () => {
		fc.assert(
			fc.property(value, fc.nat(40), fc.constantFrom(0, 2), (value, max, indent) => {
				const whole = JSON.stringify(value, null, indent);
				fc.pre(whole.length > max);
				const cut = cutJson(value, max, indent);
				expect(cut.complete).toBe(false);
				expect(whole.slice(0, max).startsWith(cut.text.slice(0, -1))).toBe(true);
			}),
		);
	});

	it('takes no time for what is not shown, however large or deep', () => {
		const large = Array.from({ length: 2_000_000 }, () => 1);
		let deep: JsonValue = 0;
		for (let level = 0; level < 50_000; level += 1) deep = [deep];
		const long = 'x'.repeat(10_000_000);
		const took = processorMs(() => {
			expect(cutJson(large, 100).text).toHaveLength(100);
			expect(cutJson(deep, 100, 2).text).toHaveLength(100);
			expect(cutJson(long, 100).text).toHaveLength(100);
		});
		expect(took).toBeLessThan(500);
	});
});
