import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numeric, renderTable, type TableLook } from './table.ts';
import { textWidth } from './text-width.ts';

const look = (columns: number | null): TableLook => ({ columns, title: (text) => text, tone: (_, text) => text });
const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '漢', '字', 'é', '🙂'), maxLength: 60 });

describe('a table', () => {
	it('fits every terminal of 20 columns or more and loses nothing', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }),
				fc.integer({ min: 20, max: 160 }),
				(rows, columns) => {
					const text = renderTable(['ONE', numeric('TWO'), 'THREE'], rows, look(columns));
					for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(columns);
					const count = (all: string, wanted: string): number => all.split(wanted).length - 1;
					for (const character of ['a', '漢', '🙂']) {
						expect(count(text, character)).toBe(count(rows.flat().join(), character));
					}
				},
			),
		);
	});

	it('has one line per row and aligned columns where no terminal is', () => {
		const rows = [
			['漢字', '7', 'x\ny'],
			['a', '10', { text: 'z', tone: 'bad' as const }],
		];
		expect(renderTable(['NAME', numeric('N'), ''], rows, look(null))).toBe('NAME   N\n漢字   7  x\\ny\na     10  z\n');
		expect(renderTable(['', ''], [['k', 'v']], look(null))).toBe('k  v\n');
	});
});
