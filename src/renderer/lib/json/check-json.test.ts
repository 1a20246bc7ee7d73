import { describe, expect, it } from 'vitest';
import { checkJson } from './check-json.ts';
import { rangeAt, readJson } from './json-document.ts';
import { type JsonSchema, schemaAt, valuesOf } from './json-schema.ts';

const schema: JsonSchema = {
	type: 'object',
	properties: {
		on: { type: 'boolean' },
		size: { type: 'integer', minimum: 1, maximum: 10 },
		mode: { type: 'string', enum: ['fast', 'safe'] },
		hosts: { type: 'array', maxItems: 2, items: { type: 'string', minLength: 1 } },
	},
	required: ['on'],
	additionalProperties: false,
};

const found = (text: string) =>
	checkJson(text, schema).map(({ from, to, code, text: named }) => [text.slice(from, to), code, named]);

describe('checking a JSON text', () => {
	it('says nothing where all is well', () => {
		expect(found('{"on": true, "size": 10, "mode": "safe", "hosts": ["a"]}')).toEqual([]);
	});

	it('points at the character where a text stops being JSON, beyond the first line too', () => {
		expect(found('{\n  "on": tru }')).toEqual([[' ', 'unexpected', ' ']]);
		expect(found('{"on": true')).toEqual([['e', 'ended', '']]);
		expect(found('  ')).toEqual([['  ', 'empty', '']]);
	});

	it('names keys that are unknown, repeated and missing', () => {
		expect(found('{"size": 2, "size": 3, "sise": 4}')).toEqual([
			['"size"', 'repeatedKey', 'size'],
			['"sise"', 'unknownKey', 'sise'],
			['{', 'missingKey', 'on'],
		]);
	});

	it('points at values of a wrong type, outside their bounds or not among the choices', () => {
		expect(found('{"on": 1, "size": 11, "mode": "slow", "hosts": ["", 2, "c"]}')).toEqual([
			['1', 'type', 'boolean'],
			['11', 'tooLarge', '10'],
			['"slow"', 'choice', '"fast", "safe"'],
			['["", 2, "c"]', 'tooMany', '2'],
			['""', 'tooShort', '1'],
			['2', 'type', 'string'],
		]);
		expect(found('{"on": true, "size": 1.5}')).toEqual([['1.5', 'type', 'integer']]);
	});
});

describe('places in a JSON text', () => {
	it('finds the value at a path, else the nearest around it', () => {
		const text = '{"a": {"b": [10, "x\\u0041"]}}';
		const root = readJson(text);
		if (root === null) throw new Error('not read');
		const at = (...path: (string | number)[]) => {
			const { from, to } = rangeAt(root, path);
			return text.slice(from, to);
		};
		expect(at('a', 'b', 1)).toBe('"x\\u0041"');
		expect(at('a', 'b', 7)).toBe('[10, "x\\u0041"]');
		expect(at('z')).toBe(text);
	});

	it('reads nothing from a text that is not JSON', () => {
		expect(readJson('{"a":}')).toBeNull();
	});

	it('knows the schema of what is nested, and nothing of what is not described', () => {
		expect(schemaAt(schema, ['hosts', 0])).toEqual({ type: 'string', minLength: 1 });
		expect(schemaAt(schema, ['toString'])).toBeUndefined();
		expect(valuesOf({ type: 'boolean' })).toEqual([true, false]);
	});
});
