import { describe, expect, it } from 'vitest';
import { asMarkup, shortLine } from './plain-line.ts';

describe('what a plugin says, where the system draws it', () => {
	it.each([
		['a plain sentence.', 'a plain sentence.'],
		['two\nlines\tand\r\nmore', 'two lines and more'],
		['\u202egnp.exe', '⟨U+202E⟩gnp.exe'],
		['a\u0007b\u001b[31mc', 'a⟨U+0007⟩b⟨U+001B⟩[31mc'],
		['zero\u200bwidth\u2066x\u2069', 'zero⟨U+200B⟩width⟨U+2066⟩x⟨U+2069⟩'],
		['tag\u{e0041}', 'tag⟨U+E0041⟩'],
		['soft\u00adhyphen', 'soft⟨U+00AD⟩hyphen'],
		['half \ud83d', 'half ⟨U+D83D⟩'],
		['插件 🐦', '插件 🐦'],
	])('is one line with nothing hidden: %j', (text, line) => {
		expect(shortLine(text, 80)).toBe(line);
	});

	it('is short, however long it was, and cut between characters', () => {
		expect(shortLine('x'.repeat(1_000_000), 80)).toBe(`${'x'.repeat(79)}…`);
		expect(Array.from(shortLine('🐦'.repeat(100), 10))).toHaveLength(10);
		expect(shortLine('\u202e'.repeat(1_000), 20).length).toBeLessThanOrEqual(20);
	});

	it('is no markup where the system takes it for some', () => {
		const text = '<a href="http://x">&amp;</a>';
		expect(asMarkup(text, 'linux')).toBe('&lt;a href="http://x"&gt;&amp;amp;&lt;/a&gt;');
		expect(asMarkup(text, 'win32')).toBe(text);
	});
});
