import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { jsonDifference } from './json-difference.ts';

describe('the difference of two values', () => {
	it('is empty for equal ones, whatever the order of their keys', () => {
		expect(jsonDifference({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toEqual([]);
		expect(jsonDifference(undefined, undefined)).toEqual([]);
		expect(jsonDifference(0, -0)).toEqual([]);
	});

	it('names each place, and tells changed from added and removed', () => {
		expect(jsonDifference({ a: { b: [1, 2] }, gone: 1, same: 0 }, { a: { b: [1, 3, 4] }, same: 0, new: null })).toEqual(
			[
				{ path: 'a.b[1]', before: 2, after: 3 },
				{ path: 'a.b[2]', after: 4 },
				{ path: 'gone', before: 1 },
				{ path: 'new', after: null },
			],
		);
	});

	it('tells null from nothing, and a list from an object', () => {
		expect(jsonDifference({ a: null }, {})).toEqual([{ path: 'a', before: null }]);
		expect(jsonDifference([], {})).toEqual([{ path: '', before: [], after: {} }]);
		expect(jsonDifference(undefined, 1)).toEqual([{ path: '', after: 1 }]);
	});

	it('writes keys that are no words so that they cannot be mistaken', () => {
		expect(jsonDifference({ 'a.b': 1, 'x y': 1 }, { 'a.b': 2, 'x y': 2 }).map(({ path }) => path)).toEqual([
			'["a.b"]',
			'["x y"]',
		]);
	});

	it('follows values nested deeper than calls can be, and stops at its limit', () => {
		const nested = (depth: number, core: JsonValue): JsonValue => {
			let value = core;
			for (let level = 0; level < depth; level += 1) value = [value];
			return value;
		};
		expect(jsonDifference(nested(20_000, 1), nested(20_000, 2))).toHaveLength(1);
		const many = Array.from({ length: 1000 }, (_, index) => index);
		expect(
			jsonDifference(
				many,
				many.map((value) => value + 1),
				5,
			),
		).toHaveLength(5);
	});
});
