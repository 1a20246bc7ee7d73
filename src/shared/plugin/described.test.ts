import { describe, expect, it } from 'vitest';
import { describedAnywhere, descriptionOf, sampleNameOf } from './described.ts';
import { metadataSchema } from './manifest.ts';

const metadata = metadataSchema.parse({
	description: 'Sorts records.',
	'x-translations': { 'zh-CN': { description: '对记录排序。' }, de: { description: 'Sortiert.' }, fr: {} },
	samples: [{ name: 'two', input: null, 'x-translations': { zh: { name: '两条' } } }],
});

describe('what a plugin says of itself', () => {
	it.each([
		['zh-CN', '对记录排序。'],
		['de-AT', 'Sortiert.'],
		['en', 'Sorts records.'],
		['fr', 'Sorts records.'],
		['constructor', 'Sorts records.'],
		['__proto__', 'Sorts records.'],
	])('is read in %s as %s', (language, words) => {
		expect(descriptionOf(metadata, language)).toBe(words);
	});

	it('may be nothing at all, or a translation alone', () => {
		expect(descriptionOf(metadataSchema.parse({}), 'zh-CN')).toBeUndefined();
		const alone = metadataSchema.parse({ 'x-translations': { 'zh-CN': { description: '排序' } } });
		expect([descriptionOf(alone, 'zh-CN'), descriptionOf(alone, 'en')]).toEqual(['排序', undefined]);
	});

	it('names its samples in the language, too', () => {
		const names = metadata.samples?.map((sample) => [sampleNameOf(sample, 'zh-CN'), sampleNameOf(sample, 'en')]);
		expect(names).toEqual([['两条', 'two']]);
	});

	it('is found by the words of every language', () => {
		for (const words of ['Sorts', '排序', 'Sortiert']) expect(describedAnywhere(metadata)).toContain(words);
	});
});
