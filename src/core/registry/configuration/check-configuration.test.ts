import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigProblem } from '../../../shared/config/config-problem.ts';
import { pathText } from '../../../shared/config/config-problem.ts';
import { readConfigSchema } from '../../../shared/config/read-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { checkConfiguration } from './check-configuration.ts';
import { isPattern, patternFits } from './pattern.ts';

function check(schema: object, value: JsonValue): readonly ConfigProblem[] {
	const read = readConfigSchema(schema);
	if (read.schema === null) throw new Error(`${read.problem.code} ${read.problem.at}`);
	const found = checkConfiguration(read.schema, value);
	expect(found.complete).toBe(true);
	return found.problems;
}

const said = (schema: object, value: JsonValue): readonly string[] =>
	check(schema, value).map(({ path, kind }) => `${pathText(path)}: ${kind}`);

/** Small schemas of every keyword that is checked, over few words, so that they often meet their values. */
const word = fc.constantFrom('a', 'b', 'ab', 'ba');
const small = fc.integer({ min: 0, max: 3 });
const leafValue = fc.oneof(fc.constant(null), fc.boolean(), fc.integer({ min: -2, max: 4 }), word, fc.constant(1.5));
const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		leafValue,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(word, tie('value'), { maxKeys: 3 }),
	),
}));
const { node: anySchema } = fc.letrec<{ node: object | boolean; full: object }>((tie) => ({
	node: fc.oneof({ maxDepth: 3, depthSize: 'small' }, fc.boolean(), tie('full')),
	full: fc.record(
		{
			type: fc.oneof(
				fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null'),
				fc.uniqueArray(fc.constantFrom('object', 'array', 'string', 'integer'), { minLength: 1, maxLength: 3 }),
			),
			enum: fc.uniqueArray(leafValue, { minLength: 1, maxLength: 3, selector: JSON.stringify }),
			const: leafValue,
			minimum: small,
			maximum: small,
			exclusiveMinimum: small,
			exclusiveMaximum: small,
			multipleOf: fc.integer({ min: 1, max: 3 }),
			minLength: small,
			maxLength: small,
			pattern: fc.constantFrom('^a', 'b$', 'ab?'),
			items: tie('node'),
			prefixItems: fc.array(tie('node'), { minLength: 1, maxLength: 2 }),
			contains: tie('node'),
			minItems: small,
			maxItems: small,
			uniqueItems: fc.boolean(),
			properties: fc.dictionary(word, tie('node'), { maxKeys: 2 }),
			patternProperties: fc.dictionary(fc.constantFrom('^a', 'b$'), tie('node'), { maxKeys: 1 }),
			additionalProperties: tie('node'),
			propertyNames: tie('node'),
			required: fc.uniqueArray(word, { maxLength: 2 }),
			minProperties: small,
			maxProperties: small,
			dependentRequired: fc.dictionary(word, fc.uniqueArray(word, { maxLength: 2 }), { maxKeys: 1 }),
			dependentSchemas: fc.dictionary(word, tie('node'), { maxKeys: 1 }),
			allOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }),
			anyOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }),
			oneOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }),
			not: tie('node'),
			if: tie('node'),
			// biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
			then: tie('node'),
			else: tie('node'),
			$ref: fc.constant('#/$defs/shared'),
		},
		{ requiredKeys: [] },
	),
}));

describe('a configuration and the schema of its plugin', () => {
	it('judges as a validator of the standard does, whatever the schema and the value are', () => {
		const shared = { type: ['string', 'object', 'array'], maxLength: 1 };
		const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, addUsedSchema: false });
		let refused = 0;
		fc.assert(
			fc.property(anySchema, anyValue, (node, value) => {
				const schema = { $defs: { shared }, allOf: [node] };
				const wanted = ajv.compile(schema)(value);
				if (!wanted) refused++;
				expect(check(schema, value).length === 0).toBe(wanted);
			}),
			{ numRuns: 80, seed: 20_261_127 },
		);
		expect(refused).toBeGreaterThan(20);
	});

	it.each<readonly [string, object, JsonValue, readonly string[]]>([
		['a missing key', { required: ['path'] }, {}, ['path: missing']],
		[
			'the place within lists and objects',
			{ properties: { columns: { items: { properties: { name: { type: 'string' } } } } } },
			{ columns: [{ name: 'a' }, { name: 3 }] },
			['columns[1].name: type'],
		],
		[
			'a key that nobody can write with a point',
			{ additionalProperties: { type: 'string' } },
			{ 'Release Date': 1 },
			['["Release Date"]: type'],
		],
		['a limit', { properties: { n: { minimum: 8 } } }, { n: 7 }, ['n: minimum']],
		['a value that stands twice', { properties: { a: { uniqueItems: true } } }, { a: [1, 2, 1] }, ['a[2]: repeated']],
		[
			'the way of several that was meant',
			{
				oneOf: [
					{ type: 'object', required: ['and'], properties: { and: { type: 'array' } }, additionalProperties: false },
					{
						type: 'object',
						required: ['field'],
						properties: { field: { type: 'string' }, op: { enum: ['eq', 'ne'] } },
						additionalProperties: false,
					},
				],
			},
			{ field: 'a', op: 'eg' },
			['op: choice'],
		],
	])('says %s', (_, schema, value, wanted) => {
		expect(said(schema, value)).toEqual(wanted);
	});

	it('names the key and the word that were meant', () => {
		const schema = {
			properties: { delimiter: {}, mode: { enum: ['append', 'replace'] } },
			additionalProperties: false,
		};
		expect(check(schema, { delimeter: ';', mode: 'apend' })).toEqual([
			{ path: ['delimeter'], kind: 'unknown', near: 'delimiter' },
			{ path: ['mode'], kind: 'choice', choices: ['"append"', '"replace"'], types: [], near: 'append' },
		]);
	});

	it('offers all that a value may be where each way of writing it is another kind of value', () => {
		const schema = { properties: { infer: { anyOf: [{ type: 'boolean' }, { enum: ['all', 'exact'] }] } } };
		expect(check(schema, { infer: 3 })).toEqual([
			{ path: ['infer'], kind: 'choice', choices: ['"all"', '"exact"'], types: ['boolean'], near: null },
		]);
	});
});

describe('a hostile schema', () => {
	const read = (schema: object) => {
		const { schema: found, problem } = readConfigSchema(schema);
		if (found === null) throw new Error(problem.code);
		return found;
	};

	it('that leads to itself is given up, not followed', () => {
		const round = read({
			$ref: '#/$defs/a',
			$defs: { a: { $ref: '#/$defs/b' }, b: { allOf: [{ $ref: '#/$defs/a' }] } },
		});
		expect(checkConfiguration(round, {})).toEqual({ problems: [], complete: false });
	});

	it('whose ways double with each step is given up after a bounded number of steps', () => {
		const $defs = Object.fromEntries(
			Array.from({ length: 25 }, (_, at) => [
				`d${at}`,
				{ oneOf: [{ $ref: `#/$defs/d${at + 1}` }, { $ref: `#/$defs/d${at + 1}` }] },
			]),
		);
		const doubling = read({ $ref: '#/$defs/d0', $defs: { ...$defs, d25: { type: 'string' } } });
		expect(checkConfiguration(doubling, {}).complete).toBe(false);
	});

	it('that asks too much of a text is given up', () => {
		const slow = read({ properties: { a: { pattern: '(a|b|ab)*c(a?){99}(x+x+)+y' } } });
		expect(checkConfiguration(slow, { a: 'ab'.repeat(200_000) }).complete).toBe(false);
	});

	it('of patterns takes those alone that are matched in linear time', () => {
		expect(isPattern('(a+)+$')).toBe(true);
		expect(patternFits('^(a+)+$', `${'a'.repeat(5000)}!`)).toBe(false);
		for (const pattern of ['(?=a)b', '(a)\\1', '(', '((a{90}){90}){90}', 'a{9999}'])
			expect(isPattern(pattern)).toBe(false);
	});
});
