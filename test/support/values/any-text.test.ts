import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from './any-text.ts';

it('texts of any characters have all of them, and no halves', () => {
	const texts: string[] = [];
	fc.assert(
		fc.property(anyText({ minLength: 1, maxLength: 20 }), (text) => void texts.push(text)),
		{ numRuns: 500 },
	);
	const seen = texts.join('');
	expect(seen.isWellFormed()).toBe(true);
	for (const part of [/[ -~]/, /[\0-\x1f]/, /[\u0080-\ud7ff]/, /[\u{10000}-\u{10ffff}]/u]) expect(seen).toMatch(part);
});

it.each(['', '\0', ' ', '~', '\x7f', '\ud7ff', '\ue000', '\u{10ffff}'])('they are found again: %j', (text) => {
	expect(anyText().canShrinkWithoutContext(text)).toBe(true);
});

it.each(['\ud800', 'a\udfff'])('what is half of a character is none: %j', (text) => {
	expect(anyText().canShrinkWithoutContext(text)).toBe(false);
});
