import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_COLUMN_PX, MIN_COLUMN_PX } from '../../../shared/api/appearance.ts';
import { boundedWidth, mostOf, widthByKey, widthsWithin, withWidth } from './column-sizes.ts';

const columns = ['name', 'state', 'size'] as const;
const sizes = {
	name: { given: 150, least: 150 },
	state: { given: 100, least: 100 },
	size: { given: 80, least: 80 },
};
const sum = (widths: ReadonlyMap<string, number>): number =>
	columns.reduce((all, column) => all + (widths.get(column) ?? sizes[column].given), 0);

describe('the width of a column', () => {
	it('stays within what any column can have', () => {
		expect(boundedWidth(10, 500)).toBe(MIN_COLUMN_PX);
		expect(boundedWidth(200.4, 500)).toBe(200);
		expect(boundedWidth(700, 500)).toBe(500);
		expect(boundedWidth(9000, 9000)).toBe(MAX_COLUMN_PX);
		expect(boundedWidth(100, 20)).toBe(MIN_COLUMN_PX);
	});

	it('can be as much as the others leave, who keep what they need', () => {
		expect(mostOf('name', columns, sizes, new Map(), 600)).toBe(420);
		expect(mostOf('name', columns, sizes, new Map([['state', 300]]), 600)).toBe(420);
		expect(mostOf('name', columns, sizes, new Map([['state', 60]]), 600)).toBe(460);
		expect(mostOf('name', columns, sizes, new Map(), 0)).toBe(MAX_COLUMN_PX);
	});

	it('is what was chosen where there is room, and gives way from the last column on where there is not', () => {
		const chosen = new Map([
			['name', 300],
			['size', 200],
		]);
		expect([...widthsWithin(columns, sizes, chosen, 600)]).toEqual([...chosen]);
		expect([...widthsWithin(columns, sizes, chosen, 0)]).toEqual([...chosen]);
		expect(Object.fromEntries(widthsWithin(columns, sizes, chosen, 550))).toEqual({ name: 300, size: 150 });
		expect(Object.fromEntries(widthsWithin(columns, sizes, chosen, 400))).toEqual({ name: 220, size: 80 });
		expect(Object.fromEntries(widthsWithin(columns, sizes, chosen, 550, 'size'))).toEqual({ name: 250, size: 200 });
	});

	it('never lets a row be wider than its table, whatever was chosen and wherever an edge is moved', () => {
		const px = fc.integer({ min: MIN_COLUMN_PX, max: MAX_COLUMN_PX });
		const some = fc.dictionary(fc.constantFrom(...columns), px).map((chosen) => new Map(Object.entries(chosen)));
		fc.assert(
			fc.property(
				some,
				fc.integer({ min: 330, max: 3000 }),
				fc.constantFrom(...columns),
				px,
				(chosen, room, one, to) => {
					expect(sum(widthsWithin(columns, sizes, chosen, room))).toBeLessThanOrEqual(room);
					const wide = boundedWidth(to, mostOf(one, columns, sizes, chosen, room));
					const drawn = widthsWithin(columns, sizes, withWidth(chosen, one, wide), room, one);
					expect(drawn.get(one)).toBe(wide);
					expect(sum(drawn)).toBeLessThanOrEqual(room);
				},
			),
		);
	});

	it('is remembered as the one that was moved last, or forgotten', () => {
		const chosen = new Map([
			['name', 300],
			['size', 200],
		]);
		expect([...withWidth(chosen, 'name', 250)]).toEqual([
			['size', 200],
			['name', 250],
		]);
		expect([...withWidth(chosen, 'name', null)]).toEqual([['size', 200]]);
	});
});

describe('the edge of a column', () => {
	const press = (key: string, shiftKey = false, grows: 'ArrowRight' | 'ArrowLeft' = 'ArrowRight') =>
		widthByKey({ key, shiftKey }, 100, 130, grows);

	it('is moved by the arrows, with Shift by more, and the other way where one reads from the right', () => {
		expect(press('ArrowRight')).toBe(108);
		expect(press('ArrowLeft')).toBe(92);
		expect(press('ArrowRight', false, 'ArrowLeft')).toBe(92);
		expect(press('ArrowLeft', true)).toBe(60);
		expect(press('ArrowRight', true)).toBe(130);
	});

	it('goes as far as it can, or back to the first width, and leaves other keys alone', () => {
		expect(press('End')).toBe(130);
		expect(press('Home')).toBe('given');
		expect(press('ArrowUp')).toBeNull();
		expect(press('a')).toBeNull();
	});
});
