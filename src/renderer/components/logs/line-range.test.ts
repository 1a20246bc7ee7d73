import { expect, it } from 'vitest';
import { extendedTo, parseRange, printRange } from './line-range.ts';

it('an address names a line or a range of them, either way round', () => {
	expect(parseRange('12')).toEqual({ from: 12, to: 12 });
	expect(parseRange('L12-L20')).toEqual({ from: 12, to: 20 });
	expect(parseRange('20-12')).toEqual({ from: 12, to: 20 });
	for (const nothing of [null, '', '0', 'x', '1-', '-3', '1e9']) expect(parseRange(nothing)).toBeNull();
	expect([printRange({ from: 3, to: 3 }), printRange({ from: 3, to: 9 })]).toEqual(['3', '3-9']);
});

it('a range reaches to the line that Shift was pressed at', () => {
	expect(extendedTo(null, 5)).toEqual({ from: 5, to: 5 });
	expect(extendedTo({ from: 5, to: 5 }, 9)).toEqual({ from: 5, to: 9 });
	expect(extendedTo({ from: 5, to: 9 }, 2)).toEqual({ from: 2, to: 9 });
	expect(extendedTo({ from: 5, to: 9 }, 7)).toEqual({ from: 5, to: 7 });
});
