import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearestWord } from './did-you-mean.ts';

describe('the word that was meant', () => {
	it('is the first of the nearest, whatever its case', () => {
		expect(nearestWord('Filtr', ['mapper', 'filter', 'filtre'])).toBe('filter');
		expect(nearestWord('FILTER', ['filters', 'filter'])).toBe('filter');
		expect(didYouMean('filtr', ['filter'])).toBe(' (did you mean "filter"?)');
		expect(didYouMean('filtr', ['aggregate'])).toBe('');
	});

	it('is as near as any, and no further away than a third of its letters', () => {
		const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'D'), maxLength: 12 });
		fc.assert(
			fc.property(word, fc.array(word, { maxLength: 8 }), (said, words) => {
				const away = words.map((each) => distance(said.toLowerCase(), each.toLowerCase()));
				const least = Math.min(...away);
				const isNear = least <= Math.max(2, Math.floor(said.length / 3));
				expect(nearestWord(said, words)).toBe(isNear ? words[away.indexOf(least)] : null);
			}),
		);
	});

	it('is looked for among so many words, and not for a text that nobody mistypes', () => {
		const many = Array.from({ length: 1_000 }, (_, at) => `another-${at}`);
		expect(nearestWord('meant', ['meant', ...many])).toBe('meant');
		expect(nearestWord('meant', [...many, 'meant'])).toBe(null);
		expect(nearestWord('x'.repeat(201), ['x'.repeat(201)])).toBe(null);
	});
});
