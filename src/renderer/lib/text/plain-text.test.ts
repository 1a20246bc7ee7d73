import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../../test/support/values/any-text.ts';
import { plainText } from './plain-text.ts';

describe('text from a plugin', () => {
	it('shows what would reorder or hide it', () => {
		expect(plainText('safe\u202egnp.exe')).toBe('safe⟨U+202E⟩gnp.exe');
		expect(plainText('a\u200bb\u0000c\u001b[31md')).toBe('a⟨U+200B⟩b⟨U+0000⟩c⟨U+001B⟩[31md');
	});

	it('keeps words of every script, line ends and tabs', () => {
		const text = 'naïve 数据 עברית emoji 👩\u200d💻\n\tnext';
		expect(plainText(text)).toBe(text);
	});

	it('never leaves a bidirectional control, whatever comes', () => {
		fc.assert(
			fc.property(anyText(), (text) => {
				expect(plainText(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u);
			}),
		);
	});
});
