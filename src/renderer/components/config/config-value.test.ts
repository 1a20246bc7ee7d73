import { describe, expect, it } from 'vitest';
import type { SchemaObject } from '../../../shared/config/config-schema.ts';
import { readConfigSchema } from '../../../shared/config/read-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { itemsOf, numberOf, readConfig, starter, wayOf, withKey, writeConfig } from './config-value.ts';

function read(value: object) {
	const { schema } = readConfigSchema(value);
	if (schema === null) throw new Error('not read');
	return schema;
}

describe('a configuration behind its form', () => {
	it('is read and written again with its keys in their order', () => {
		const text = '{\n  "b": 1,\n  "unknown": [\n    null\n  ]\n}';
		expect(writeConfig(readConfig(text) ?? {})).toBe(text);
		expect(readConfig(' \n')).toEqual({});
		expect(writeConfig({})).toBe('');
	});

	it.each(['{', '[]', 'null', '"a"', '{"id": 9007199254740993}', '{"a": 1e400}'])('is not drawn from %s', (text) => {
		expect(readConfig(text)).toBeNull();
	});

	it('keeps a key in its place while it is changed', () => {
		expect(Object.keys(withKey({ a: 1, b: 2 }, 'a', 3))).toEqual(['a', 'b']);
		expect(withKey({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
	});

	it('has digits as a number only where none is lost, and else as they were typed', () => {
		expect(['12', ' 0.05 ', '-1e3', '1.0'].map(numberOf)).toEqual([12, 0.05, -1000, 1]);
		expect(['9007199254740993', '-0', '1.', '007', '12x', '1e400'].map(numberOf)).toEqual([
			'9007199254740993',
			'-0',
			'1.',
			'007',
			'12x',
			'1e400',
		]);
		expect(numberOf(' ')).toBeUndefined();
	});

	it('takes a value in the place of a list for a list of one', () => {
		expect([itemsOf('a'), itemsOf(['a']), itemsOf(null), itemsOf(undefined)]).toEqual([['a'], ['a'], [], []]);
	});
});

describe('a value that may be written in several ways', () => {
	const ways: readonly SchemaObject[] = [
		{ const: 'auto' },
		{ type: 'integer' },
		{ type: 'object', required: ['field'], properties: { field: {} } },
		{ required: ['and'], properties: { and: { type: 'array' } } },
		{ type: 'null', title: 'Null' },
	];
	it.each<readonly [JsonValue, number | null]>([
		['auto', 0],
		['other', null],
		[3, 1],
		[{ field: 'a' }, 2],
		[{ and: [] }, 3],
		[{}, null],
		[null, 4],
	])('of %j finds the one that it is', (value, index) => {
		expect(wayOf(read({}), ways, value)).toBe(index);
	});

	it('is begun with what has to be there, and no deeper than a few levels where a schema holds itself', () => {
		const schema = read({
			$defs: {
				node: { properties: { next: { $ref: '#/$defs/node' }, name: { type: 'string' } }, required: ['next', 'name'] },
			},
		});
		expect(JSON.stringify(starter(schema, { $ref: '#/$defs/node' })).length).toBeLessThan(200);
		expect(starter(schema, { properties: { a: { type: 'integer', minimum: 3 }, b: {} }, required: ['a'] })).toEqual({
			a: 3,
		});
	});
});
