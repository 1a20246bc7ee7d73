import { expect, it } from 'vitest';
import { z } from 'zod';
import { remembering } from './json-column.ts';

const policy = z.looseObject({ max: z.number(), paths: z.array(z.looseObject({ path: z.string() })) });

it('a column that is remembered gives the same value for the same text, which nobody can change', () => {
	const read = remembering(policy);
	const text = '{"max":1,"paths":[{"path":"/a"}]}';
	const value = read(text, 'a row');
	expect(value).toEqual({ max: 1, paths: [{ path: '/a' }] });
	expect(read(text, 'another row')).toBe(value);
	expect(() => Object.assign(value, { max: 2 })).toThrow(TypeError);
	expect(() => value.paths.push({ path: '/' })).toThrow(TypeError);
	expect(() => Object.assign(value.paths[0] as object, { path: '/' })).toThrow(TypeError);
});

it('it is another value for any other text, and never one for a text that cannot be read', () => {
	const read = remembering(policy);
	for (let max = 0; max < 1_200; max++) expect(read(`{"max":${max},"paths":[]}`, 'a row').max).toBe(max);
	for (const text of ['', '{', '{"max":"1","paths":[]}', 'null']) {
		for (const _ of ['first', 'again']) expect(() => read(text, 'the row 7')).toThrow(/the row 7/);
	}
});
