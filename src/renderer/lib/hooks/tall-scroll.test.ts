import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxHeight, lastTop, MAX_SCROLL_PX, scrollAt, type Tall, topAfter, topAt } from './tall-scroll.ts';

const tall = fc.record({
	content: fc.integer({ min: 0, max: 400_000_000 }),
	view: fc.integer({ min: 100, max: 2000 }),
});
const lastScroll = (list: Tall): number => Math.max(0, boxHeight(list) - list.view);

describe('the place in a very tall list', () => {
	it('is the place of the box, px for px, while a page can hold the list', () => {
		const list = { content: 3_200_000, view: 600 };
		for (const place of [0, 1, 1234.5, 3_199_400]) {
			expect(topAt(place, list)).toBe(place);
			expect(scrollAt(place, list)).toBe(place);
		}
	});

	it('is found again from the place of the box, and reaches from the first row to the last', () => {
		fc.assert(
			fc.property(tall, fc.double({ min: 0, max: 1, noNaN: true }), (list, part) => {
				const top = part * lastTop(list);
				const scroll = scrollAt(top, list);
				expect(scroll).toBeGreaterThanOrEqual(0);
				expect(scroll).toBeLessThanOrEqual(lastScroll(list) + 1e-6);
				expect(topAt(scroll, list)).toBeCloseTo(top, 3);
				expect(topAt(0, list)).toBe(0);
				expect(topAt(lastScroll(list), list)).toBeCloseTo(lastTop(list), 3);
			}),
		);
	});

	it('moves px for px with a wheel, wherever it is', () => {
		const list = { content: 32_000_000, view: 600 };
		const middle = 16_000_000;
		const scroll = scrollAt(middle, list);
		expect(scroll).toBeLessThan(MAX_SCROLL_PX);
		expect(topAfter(middle, scroll, scroll + 120, list)).toBe(middle + 120);
		expect(topAfter(middle, scroll, scroll - 120, list)).toBe(middle - 120);
	});

	it('goes where the scroll bar points', () => {
		const list = { content: 32_000_000, view: 600 };
		expect(topAfter(0, 0, 6_000_000, list)).toBeCloseTo(topAt(6_000_000, list), 6);
		expect(topAfter(5000, 5000, 0, list)).toBe(0);
		expect(topAfter(0, 0, MAX_SCROLL_PX, list)).toBe(lastTop(list));
	});
});
