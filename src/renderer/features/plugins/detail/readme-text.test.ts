import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../../../test/support/values/processor-ms.ts';
import { isTooNested, showInvisible } from './readme-text.ts';

describe('a README', () => {
	it('is rendered where its quotes, lists and marks are those of a text that people read', () => {
		expect(isTooNested('# Title\n\n> > quoted\n\n- a\n  - b\n    1. c\n\n**bold** [link](x) `code`')).toBe(false);
		expect(isTooNested(`| ${'a | '.repeat(100)}\n${'-'.repeat(500)}`)).toBe(false);
	});

	it('is not where they are inside each other without end, which is found in no time', () => {
		const texts = [
			'>'.repeat(60_000),
			`text\n${'- '.repeat(20_000)}`,
			'['.repeat(60_000),
			`a ${'*_'.repeat(20_000)}`,
			`${' '.repeat(60_000)}x`,
		];
		expect(processorMs(() => expect(texts.map(isTooNested)).toEqual(texts.map(() => true)))).toBeLessThan(1000);
	});

	it('shows its invisible characters, in text and in code', () => {
		const tree = {
			type: 'root',
			children: [
				{ type: 'text', value: 'a\u202eb' },
				{ type: 'code', value: '\u200b' },
			],
		};
		showInvisible(tree);
		expect(tree.children.map(({ value }) => value)).toEqual(['a⟨U+202E⟩b', '⟨U+200B⟩']);
	});
});
