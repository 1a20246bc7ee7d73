import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numeric, renderTable, type TableLook } from './table.ts';
import { textWidth, wrapText } from './text-width.ts';

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

describe('the width of a text on a terminal', () => {
	it.each([
		['a family', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 2],
		['a hand with a tone', '\u{1f44d}\u{1f3fd}', 2],
		['a flag', '\u{1f1e8}\u{1f1ed}', 2],
		['a digit in a key', '1\ufe0f\u20e3', 2],
		['a letter with a mark of its own', 'e\u0301', 1],
		['a syllable in parts', '\u1112\u1161\u11ab', 2],
		['a Thai letter with a mark above', '\u0e01\u0e47', 1],
		['what is not seen', '\u00ad\u200b', 0],
	])('%s', (_, text, columns) => {
		expect(textWidth(text)).toBe(columns);
	});

	it('breaks no line within what is seen as one character, and loses nothing', () => {
		const seen = ['a', ' ', '漢', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u{1f44d}\u{1f3fd}', 'e\u0301'];
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom(...seen), { maxLength: 40 }),
				fc.integer({ min: 2, max: 12 }),
				(characters, width) => {
					const lines = wrapText(characters.join(''), width);
					for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
					const whole = [...new Intl.Segmenter().segment(lines.join(''))].map(({ segment }) => segment);
					expect(whole.filter((character) => character !== ' ')).toEqual(
						characters.filter((character) => character !== ' '),
					);
				},
			),
		);
	});

	it('leaves a line that begins further in there', () => {
		expect(wrapText('      one two three four', 14)).toEqual(['      one two', 'three four']);
		expect(wrapText('      one', 14)).toEqual(['      one']);
		expect(wrapText('            one two', 10)).toEqual(['one two']);
	});
});
