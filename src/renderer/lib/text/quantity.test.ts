import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestUnit, byteUnits, parseQuantity, printQuantity, timeUnits } from './quantity.ts';

describe('a quantity with a unit', () => {
	it('is shown in the largest unit that tells it whole', () => {
		expect(bestUnit(16 * 1024 * 1024, byteUnits)?.unit).toBe('megabyte');
		expect(bestUnit(2 * 1024 ** 3, byteUnits)?.unit).toBe('gigabyte');
		expect(bestUnit(1.5 * 1024 ** 3, byteUnits)?.unit).toBe('megabyte');
		expect(bestUnit(90 * 86_400_000, timeUnits)?.unit).toBe('day');
		expect(bestUnit(90_000, timeUnits)?.unit).toBe('second');
		expect(bestUnit(0, timeUnits)?.unit).toBe('millisecond');
	});

	it('is read as it was shown', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 10_000 }),
				fc.constantFrom(...byteUnits, ...timeUnits),
				(count, { factor }) => {
					const value = count * factor;
					expect(parseQuantity(printQuantity(value, factor), factor)).toBe(value);
				},
			),
		);
	});

	it('takes a comma for the point, and nothing that is no number', () => {
		expect(parseQuantity('1,5', 1000)).toBe(1500);
		for (const text of ['', 'many', '-1', '1e3', '1 2', '1.2.3']) expect(parseQuantity(text, 1)).toBeNull();
	});
});
