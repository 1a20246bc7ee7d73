import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overBudget } from './json-cost.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const budget = { bytes: 1_000, values: 10, depth: 4 };

/** Values and keys that `JSON.parse` makes. */
function made(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 1;
	return Object.entries(value).reduce((sum, [, inner]) => sum + made(inner) + (Array.isArray(value) ? 0 : 1), 1);
}

describe('what JSON costs', () => {
	it('is told by its bytes, its values and its depth, whichever is beyond first', () => {
		expect(overBudget(bytes('[1,2,{"a":3}]'), budget)).toBeNull();
		expect(overBudget(bytes(`"${'x'.repeat(1_000)}"`), budget)).toBe('bytes');
		expect(overBudget(bytes(`[${'{},'.repeat(9)}0]`), budget)).toBe('values');
		expect(overBudget(bytes('1\n'.repeat(20)), budget)).toBe('values');
		expect(overBudget(bytes('[[[[[]]]]]'), budget)).toBe('depth');
		expect(overBudget(bytes('[[[[]]],[[[]]]]'), budget)).toBeNull();
	});

	it('counts nothing in texts, whatever is escaped in them', () => {
		expect(overBudget(bytes(String.raw`"[[[[[,,,,,,,,,,,,\"[[[[[[{{{{\\"`), budget)).toBeNull();
		expect(overBudget(bytes(String.raw`["\\",1,2,3,4,5,6,7,8,9,10,11]`), budget)).toBe('values');
	});

	it('is never less than what is made of it, by more than the roots of empty containers', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const values = made(value);
				const enough = { bytes: 1_000_000, values: values - 1, depth: 1_000 };
				if (values > 1) expect(overBudget(bytes(JSON.stringify(value)), enough)).toBe('values');
			}),
		);
	});

	it('says something of what is no JSON', () => {
		fc.assert(fc.property(fc.uint8Array(), (data) => void overBudget(data, budget)));
	});
});
