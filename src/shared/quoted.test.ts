import { describe, expect, it } from 'vitest';
import { inQuotes, listQuoted, quoted, shortQuoted, visible } from './quoted.ts';

describe('words of a plugin within a sentence', () => {
	it('stand as they are where they are plainly one word', () => {
		for (const word of ['env.host_log', 'wasi:io/poll@0.2.0', './foo_bg.js', 'a-b', '%temp%']) {
			expect(quoted(word)).toBe(word);
		}
	});

	it.each([
		['all is well. Installed', '"all is well. Installed"'],
		['', '""'],
		['say "x"', String.raw`"say \"x\""`],
		['\u001b[2J', String.raw`"\u{1b}[2J"`],
		['a\nb\r\u0085', String.raw`"a\nb\u{d}\u{85}"`],
		['\u202eevil\u2066', String.raw`"\u{202e}evil\u{2066}"`],
		['\ufeff\u200b\0', String.raw`"\u{feff}\u{200b}\u{0}"`],
		['\u{e0041}', String.raw`"\u{e0041}"`],
		['\ud800', String.raw`"\u{d800}"`],
		['日本', '"日本"'],
	])('stand in quotes, with everything to be seen: %j', (text, shown) => {
		expect(quoted(text)).toBe(shown);
		expect(inQuotes(text)).toBe(shown);
		expect(visible(quoted(text))).toBe(shown);
	});

	it('are cut where they are long, and counted where they are many', () => {
		expect(shortQuoted('x'.repeat(100))).toBe('x'.repeat(100));
		expect(shortQuoted('x'.repeat(101))).toBe(`"${'x'.repeat(99)}…"`);
		expect(listQuoted(['a', 'b c'])).toBe('a, "b c"');
		expect(
			listQuoted(
				Array.from({ length: 100_000 }, (_, at) => `f${at}`),
				2,
			),
		).toBe('f0, f1 and 99998 more');
	});
});
