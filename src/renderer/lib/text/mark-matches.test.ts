import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markMatches, matcherOf } from './mark-matches.ts';

const marked = (text: string, search: string): readonly string[] =>
	markMatches(text, matcherOf(search)).flatMap(({ text: part, isMatch }) => (isMatch ? [part] : []));

describe('what a search finds in a line', () => {
	it('is each word as a whole, and the last one as a beginning', () => {
		expect(marked('Row 12: bad date, baddest rows', 'bad ro')).toEqual(['Row', 'bad', 'rows']);
		expect(marked('odd oddly', 'odd row')).toEqual(['odd']);
	});

	it('is found anywhere in scripts that write words together', () => {
		expect(marked('第12行日期错误', '日期')).toEqual(['日期']);
	});

	it('is nothing where the search has no word, and marks are no pattern', () => {
		expect(marked('a => b', '=>')).toEqual([]);
		expect(marked('axb a.b', 'a.b')).toEqual(['a', 'b']);
	});

	it('joins to the line as it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, search) => {
				expect(
					markMatches(text, matcherOf(search))
						.map((part) => part.text)
						.join(''),
				).toBe(text);
			}),
		);
	});
});
