import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPattern } from './name-pattern.ts';

describe('which names of a folder fit a pattern', () => {
	it.each([
		['*', 'anything.csv', true],
		['*.csv', 'a.csv', true],
		['*.csv', 'a.csv.gz', false],
		['?.csv', 'ab.csv', false],
		['day-??.[1].csv', 'day-01.[1].csv', true],
		['a+b(c).csv', 'a+b(c).csv', true],
		['*.csv', 'new\nline.csv', true],
		['数据?.csv', '数据一.csv', true],
	])('%j and %j: %j', (pattern, name, fits) => expect(fitsPattern(pattern, name)).toBe(fits));

	it('takes a name for itself, and a star for any part of it', () => {
		const plain = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[*?]/.test(text));
		fc.assert(
			fc.property(plain, plain, plain, (before, between, after) => {
				expect(fitsPattern(before, before)).toBe(true);
				expect(fitsPattern(`${before}*${after}`, before + between + after)).toBe(true);
			}),
		);
	});

	it('is told soon, however many stars there are', () => {
		expect(fitsPattern(`${'*a'.repeat(99)}b`, 'a'.repeat(255))).toBe(false);
	});
});
