import { describe, expect, it } from 'vitest';
import type { ResultColumn } from '../../../shared/run/result-table.ts';
import { keyOf, placeColumns, withChosen } from './column-widths.ts';

const columns = ['n', 'from', 'a name that is a good deal longer'].map((name) => ({ name }) as ResultColumn);
const given = placeColumns(columns, [], false);

describe('columns of a result', () => {
	it('stand where the ones before them end, as wide as a person made them', () => {
		const placed = withChosen(given, new Map([[keyOf('from'), 300]]));
		expect(placed.map(({ width }) => width)).toEqual([given[0]?.width, 300, given[2]?.width]);
		expect(placed.map(({ left }) => left)).toEqual([0, given[0]?.width, (given[0]?.width ?? 0) + 300]);
		expect(withChosen(given, new Map())).toBe(given);
	});

	it('are remembered by a mark of their name that is always as short', () => {
		const names = [
			'n',
			'from',
			'',
			'日本語',
			'x'.repeat(5000),
			...Array.from({ length: 2000 }, (_, n) => `column ${n}`),
		];
		const marks = names.map(keyOf);
		expect(new Set(marks).size).toBe(names.length);
		for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{16}$/);
		expect(keyOf('from')).toBe(marks[1]);
	});
});
