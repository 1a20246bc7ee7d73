import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../../../test/support/values/tries.ts';
import { type Box, beyond, firstView, margins, viewWith, wholeView } from './view.ts';

const box = fc.record({
	x: fc.integer({ min: -3000, max: 3000 }),
	y: fc.integer({ min: -3000, max: 3000 }),
	width: fc.constant(176),
	height: fc.constantFrom(52, 74),
});
const boxes = fc
	.array(box, { minLength: 1, maxLength: 12 })
	.map((all) => new Map(all.map((one, at) => [`p${at}`, one])));
const room = fc.record({ width: fc.integer({ min: 260, max: 2000 }), height: fc.integer({ min: 200, max: 1200 }) });

const within = ({ x, y, width, height }: Box, view: { x: number; y: number; zoom: number }) => ({
	left: view.x + x * view.zoom,
	top: view.y + y * view.zoom,
	right: view.x + (x + width) * view.zoom,
	bottom: view.y + (y + height) * view.zoom,
});

describe('what is seen of the canvas', () => {
	it('is at first never smaller than it is drawn, with the first component whole and clear of the buttons', () => {
		fc.assert(
			fc.property(boxes, room, (all, size) => {
				const view = firstView(all, 'p0', size);
				expect(view.zoom).toBe(1);
				const seen = within(all.get('p0') as Box, view);
				expect(seen.left).toBeGreaterThanOrEqual(margins.left - 1);
				expect(seen.top).toBeGreaterThanOrEqual(margins.top - 1);
				expect(seen.right).toBeLessThanOrEqual(size.width - margins.right + 1);
				expect(seen.bottom).toBeLessThanOrEqual(size.height - margins.bottom + 1);
			}),
			tries(100),
		);
	});

	it('is moved as little as it takes for a component, which is then seen whole; one that is seen moves nothing', () => {
		fc.assert(
			fc.property(boxes, room, fc.integer({ min: -4000, max: 4000 }), (all, size, x) => {
				const one = all.get('p0') as Box;
				const next = viewWith(one, { x, y: x / 2, zoom: 1 }, size);
				const seen = within(one, next);
				expect(seen.left).toBeGreaterThanOrEqual(margins.left - 1);
				expect(seen.top).toBeGreaterThanOrEqual(margins.top - 1);
				expect(seen.right).toBeLessThanOrEqual(size.width - margins.right + 1);
				expect(seen.bottom).toBeLessThanOrEqual(size.height - margins.bottom + 1);
				expect(viewWith(one, next, size)).toEqual(next);
			}),
			tries(100),
		);
	});

	it('tells on which sides there is more, and of how many', () => {
		const room = { width: 400, height: 400 };
		const at = (x: number, y: number): Box => ({ x, y, width: 100, height: 50 });
		const none = { left: false, right: false, above: false, below: false };
		const view = { x: 0, y: 0, zoom: 1 };
		expect(beyond([at(0, 0), at(300, 350)], view, room)).toEqual({ ...none, count: 0 });
		expect(beyond([at(0, 0), at(350, 0), at(0, 380)], view, room)).toEqual({
			...none,
			right: true,
			below: true,
			count: 2,
		});
		expect(beyond([at(0, 0)], { x: -50, y: -60, zoom: 1 }, room)).toEqual({
			...none,
			left: true,
			above: true,
			count: 1,
		});
	});

	it('shows the whole flow where that is asked for, as large as there is room for, at most as it is drawn', () => {
		const large = { width: 1000, height: 1000 };
		expect(wholeView([{ x: 0, y: 0, width: 100, height: 50 }], large, 0.2).zoom).toBe(1);
		const far = [
			{ x: 0, y: 0, width: 176, height: 52 },
			{ x: 0, y: 3000, width: 176, height: 52 },
		];
		const view = wholeView(far, large, 0.2);
		expect(view.zoom).toBeLessThan(0.35);
		expect(beyond(far, view, large).count).toBe(0);
		expect(wholeView([], large, 0.2)).toEqual({ x: 0, y: 0, zoom: 1 });
	});
});
