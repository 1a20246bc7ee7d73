import { describe, expect, it } from 'vitest';
import type { ConfigSchema } from './config-schema.ts';
import { modelOf, rootFields } from './field-model.ts';
import { readConfigSchema } from './read-schema.ts';

function fieldOf(property: ConfigSchema, more: object = {}) {
	const { schema } = readConfigSchema({ properties: { a: property }, ...more });
	if (schema === null) throw new Error('not read');
	return modelOf(schema, property);
}

describe('how a value is asked for', () => {
	it.each<readonly [string, ConfigSchema, string]>([
		['a text', { type: 'string' }, 'text'],
		['a text that may be null', { type: ['string', 'null'] }, 'text'],
		['a whole number', { type: 'integer' }, 'integer'],
		['yes or no', { type: ['boolean', 'null'] }, 'boolean'],
		['one of some words', { enum: ['a', 'b', null] }, 'choice'],
		['the same, written in several ways', { anyOf: [{ const: 'a' }, { enum: ['b', 1] }] }, 'choice'],
		['a list, also where one value may stand for it', { type: ['array', 'string'], items: {} }, 'list'],
		['names of the person’s own', { type: 'object', additionalProperties: { type: 'string' } }, 'map'],
		['an object', { properties: { b: true } }, 'object'],
		['a word or a number', { anyOf: [{ const: 'auto' }, { type: 'integer' }] }, 'union'],
		['what may also be null', { anyOf: [{ type: 'number' }, { type: 'null' }] }, 'number'],
		['several kinds', { type: ['string', 'number'] }, 'json'],
		['anything', true, 'json'],
		['an object whose ways only say what goes together', { properties: {}, anyOf: [{ required: ['a'] }] }, 'object'],
	])('%s', (_, property, kind) => {
		expect(fieldOf(property).kind).toBe(kind);
	});

	it('a choice leaves null out: being absent says the same', () => {
		expect(fieldOf({ enum: ['a', null] })).toMatchObject({ choices: ['a'] });
		expect(fieldOf({ enum: [null] })).toMatchObject({ choices: [null] });
	});

	it('goes by what a reference leads to, and by what is said beside it', () => {
		const $defs = { name: { type: 'string', title: 'Name', description: 'of somebody' } };
		expect(fieldOf({ $ref: '#/$defs/name', title: 'Author' }, { $defs })).toMatchObject({
			kind: 'text',
			title: 'Author',
			about: 'of somebody',
		});
	});

	it('of references that lead round in a circle is any JSON', () => {
		expect(fieldOf({ $ref: '#/$defs/a' }, { $defs: { a: { $ref: '#/$defs/a' } } }).kind).toBe('json');
	});

	it('knows which keys have to be given, and which of several', () => {
		const { schema } = readConfigSchema({
			properties: { a: true, b: true, c: true, d: true },
			required: ['a'],
			anyOf: [{ required: ['b'] }, { required: ['c'] }],
		});
		if (schema === null) throw new Error('not read');
		expect(rootFields(schema).fields.map(({ key, required }) => `${key} ${required}`)).toEqual([
			'a yes',
			'b one_of',
			'c one_of',
			'd no',
		]);
	});
});
