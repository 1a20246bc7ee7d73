import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonProblem } from './json-problem.ts';

describe('what is wrong with a JSON text', () => {
	it.each([
		['{"a":}', 'line 1, column 6: unexpected "}"'],
		['{"a":1,}', 'line 1, column 8: unexpected "}"'],
		['{a:1}', 'line 1, column 2: unexpected "a"'],
		['{\n\t"größe": 1\n\t"b": 2\n}', 'line 3, column 2: unexpected "\\""'],
		['[1, 2', 'line 1, column 6: the text ends there'],
		['', 'line 1, column 1: the text ends there'],
		['["🙂" 🙂]', 'line 1, column 7: unexpected "🙂"'],
		["{'a':1}", 'line 1, column 2: unexpected "\'"'],
	])('is found in %j', (text, said) => {
		expect(findJsonProblem(text)?.text).toBe(said);
	});

	it('is nothing exactly where JSON.parse takes it', () => {
		const parses = (text: string): boolean => {
			try {
				JSON.parse(text);
				return true;
			} catch {
				return false;
			}
		};
		const near = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '}', ',', 'x', '\u{1f642}', '\n', ' '));
		fc.assert(
			fc.property(near, ([json, at, inserted]) => {
				const place = json.length === 0 ? 0 : at % json.length;
				const text = json.slice(0, place) + inserted + json.slice(place + (at % 2));
				expect(findJsonProblem(text) === null).toBe(parses(text));
			}),
		);
	});
});
