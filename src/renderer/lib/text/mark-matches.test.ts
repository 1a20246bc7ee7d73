import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markMatches, matcherOf } from './mark-matches.ts';

const marked = (text: string, search: string): readonly string[] =>
	markMatches(text, matcherOf(search)).flatMap(({ text: part, isMatch }) => (isMatch ? [part] : []));

describe('what a search finds in a line', () => {
	it('is any part of it, whatever its case', () => {
		expect(marked('Row 12: bad date, baddest rows', 'row')).toEqual(['Row', 'row']);
		expect(marked('Row 12: bad date, baddest rows', 'd d')).toEqual(['d d']);
		expect(marked('第12行日期错误', '日期')).toEqual(['日期']);
	});

	it('is marks, too, and no pattern', () => {
		expect(marked('a => b', '=>')).toEqual(['=>']);
		expect(marked('axb a.b', 'a.b')).toEqual(['a.b']);
		expect(marked('of -1 [x] \\d {2} ^$|/', '[x] \\d {2} ^$|/')).toHaveLength(1);
		expect(marked('anything', '')).toEqual([]);
	});

	it('is what stands in it', () => {
		const text = fc.string({ unit: fc.constantFrom(...'aAbß.[(*+?^$|\\/{}-é报 ') });
		fc.assert(
			fc.property(text, text, (line, search) => {
				expect(marked(line, search).length > 0).toBe(
					search !== '' && line.toLowerCase().includes(search.toLowerCase()),
				);
			}),
		);
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
