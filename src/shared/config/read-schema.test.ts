import { describe, expect, it } from 'vitest';
import { MAX_PATTERNS, MAX_SCHEMA_DEPTH, MAX_SCHEMA_LENGTH, MAX_SCHEMA_NODES } from './config-schema.ts';
import { configSchemaOf, readConfigSchema, schemaAtPlace } from './read-schema.ts';

const problem = (value: unknown) => readConfigSchema(value).problem;

describe('the schema that a manifest gives for its configuration', () => {
	it('is followed within itself, however its places are written', () => {
		const { schema } = readConfigSchema({ $id: 'https://example.org/a', $defs: { 'a/b c': { type: 'string' } } });
		expect(schema && schemaAtPlace(schema, '#/$defs/a~1b%20c')).toEqual({ type: 'string' });
		expect(schema && schemaAtPlace(schema, '#')).toBe(schema?.root);
	});

	it('may say what nobody here knows', () => {
		expect(problem({ 'x-order': 3, properties: { a: { contentEncoding: 'base64', widget: 'area' } } })).toBeNull();
	});

	it('is none where the manifest has none', () => {
		expect(configSchemaOf({})).toBeNull();
		expect(configSchemaOf({ config_schema: 3 })).toBeNull();
	});

	const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) });
	it.each<readonly [string, unknown, string, string]>([
		['no object', [], 'schema_not_object', '#'],
		['a text', 'object', 'schema_not_object', '#'],
		['too long', { description: 'a'.repeat(MAX_SCHEMA_LENGTH) }, 'schema_too_large', '#'],
		[
			'of too many parts',
			{ properties: Object.fromEntries(Array.from({ length: MAX_SCHEMA_NODES }, (_, at) => [`k${at}`, true])) },
			'schema_too_large',
			`#/properties/k${MAX_SCHEMA_NODES - 1}`,
		],
		[
			'of too many patterns',
			{ patternProperties: Object.fromEntries(Array.from({ length: MAX_PATTERNS + 1 }, (_, at) => [`^${at}`, true])) },
			'schema_too_large',
			'#/patternProperties',
		],
		['nested too deeply', deep(MAX_SCHEMA_DEPTH + 1), 'schema_too_deep', `#${'/not'.repeat(MAX_SCHEMA_DEPTH + 1)}`],
		['of another place', { $ref: 'https://example.org/schema.json' }, 'schema_remote', '#/$ref'],
		['with a reference to nothing', { items: { $ref: '#/$defs/a' } }, 'schema_reference', '#/items/$ref'],
		['with a reference to what is no schema', { title: 'a', $ref: '#/title' }, 'schema_reference', '#/$ref'],
		[
			'with a keyword that is not followed',
			{ unevaluatedProperties: false },
			'schema_keyword',
			'#/unevaluatedProperties',
		],
		['with another beginning within', { items: { $id: 'b' } }, 'schema_keyword', '#/items/$id'],
		['with a number as a text', { properties: { a: { minimum: '3' } } }, 'schema_malformed', '#/properties/a/minimum'],
		['with a type that is none', { type: 'text' }, 'schema_malformed', '#/type'],
		['with no schema where one belongs', { properties: { 'a/b': 'string' } }, 'schema_malformed', '#/properties/a~1b'],
		['with a list of required keys that is none', { required: 'a' }, 'schema_malformed', '#/required'],
	])('%s is not followed, and the place is named', (_, value, code, at) => {
		expect(problem(value)).toEqual({ code, at });
	});

	it('names a place in few characters, however long its keys are', () => {
		expect(problem({ properties: { ['k'.repeat(5000)]: 3 } })?.at).toHaveLength(200);
	});
});
