import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../../test/support/values/processor-ms.ts';
import { readConfigSchema } from '../../../shared/config/read-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { checkConfiguration } from '../configuration/check-configuration.ts';
import { type Clash, SchemaWork, schemasApart } from './schemas-apart.ts';

function apart(given: unknown, wanted: unknown): Clash | null {
	const [one, other] = [readConfigSchema(given).schema, readConfigSchema(wanted).schema];
	if (one === null || other === null) throw new Error('the schemas cannot be followed');
	return schemasApart(one, other);
}

const record = (properties: object, required: readonly string[] = Object.keys(properties), more: object = {}) => ({
	type: 'object',
	...{ properties, required, ...more },
});

describe('no value can be as two schemas have it', () => {
	it.each<readonly [string, unknown, unknown, Clash]>([
		['of other types', { type: 'array' }, record({}), { path: [], given: 'array', wanted: 'object' }],
		[
			'where a property is of another type',
			record({ price: { type: 'string' } }),
			record({ price: { type: 'number' } }),
			{ path: ['price'], given: 'string', wanted: 'number' },
		],
		[
			'where only one of them requires that property',
			record({ a: { type: 'boolean' } }, []),
			record({ a: { type: 'null' } }),
			{ path: ['a'], given: 'boolean', wanted: 'null' },
		],
		[
			'where what is wanted is never given',
			record({ a: {} }, [], { additionalProperties: false }),
			record({ id: { type: 'string' } }),
			{ path: ['id'], given: '', wanted: 'string' },
		],
		[
			'where what is given is not taken',
			record({ id: { type: 'string' } }),
			record({}, [], { additionalProperties: false }),
			{ path: ['id'], given: 'string', wanted: '' },
		],
		[
			'by listed values',
			record({ unit: { enum: ['m', 'km'] } }),
			record({ unit: { const: 'mile' } }),
			{ path: ['unit'], given: '"m" or "km"', wanted: '"mile"' },
		],
		[
			'by bounds',
			record({ n: { type: 'integer', maximum: 9 } }),
			record({ n: { type: 'number', minimum: 10 } }),
			{ path: ['n'], given: 'integer up to 9', wanted: 'number from 10' },
		],
		[
			'by every alternative of a choice',
			record({ a: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
			record({ a: { type: 'object' } }),
			{ path: ['a'], given: 'string', wanted: 'object' },
		],
		[
			'through references',
			{ $defs: { text: { type: 'string' } }, ...record({ a: { $ref: '#/$defs/text' } }) },
			record({ a: { allOf: [{ type: 'integer' }] } }),
			{ path: ['a'], given: 'string', wanted: 'integer' },
		],
		[
			'under a name that every object has',
			record({ constructor: { type: 'string' } }),
			record({ constructor: { type: 'number' } }),
			{ path: ['constructor'], given: 'string', wanted: 'number' },
		],
	])('%s', (_, given, wanted, clash) => {
		expect(apart(given, wanted)).toEqual(clash);
	});
});

describe('nothing is claimed', () => {
	it.each<readonly [string, unknown, unknown]>([
		['of the same', record({ a: { type: 'string' } }), record({ a: { type: 'string' } })],
		['where a whole number is a number', record({ a: { type: 'integer' } }), record({ a: { type: 'number' } })],
		['where nobody requires what differs', record({ a: { type: 'string' } }, []), record({ a: { type: 'null' } }, [])],
		['where one of several types fits', { type: ['string', 'object'] }, record({ a: {} })],
		[
			'where one alternative fits',
			record({ a: { oneOf: [{ type: 'string' }, { type: 'null' }] } }),
			record({ a: { type: 'null' } }),
		],
		['where more properties may come', record({ a: {} }, []), record({ id: { type: 'string' } })],
		[
			'where properties come by patterns',
			record({}, [], { patternProperties: { '^i': {} }, additionalProperties: false }),
			record({ id: {} }),
		],
		['where nothing is said', {}, record({ a: {} })],
		[
			'where it is not an object in all cases',
			{ properties: { a: { type: 'string' } }, required: ['a'] },
			{ properties: { a: { type: 'null' } }, required: ['a'] },
		],
	])('%s', (_, given, wanted) => {
		expect(apart(given, wanted)).toBeNull();
	});

	it('where it would take too long, and that is known soon', () => {
		const wide = (depth: number): unknown =>
			depth === 0 ? { type: 'object' } : { anyOf: Array.from({ length: 5 }, () => wide(depth - 1)) };
		const [left, right] = [
			wide(4),
			{ anyOf: [...Array.from({ length: 150 }, () => ({ type: 'null' })), { type: 'object' }] },
		];
		expect(apart({ allOf: [left] }, { allOf: [right] })).toBeNull();
	});

	it('where schemas lead to themselves', () => {
		const loop = { $ref: '#' };
		expect(apart(loop, loop)).toBeNull();
	});
});

describe('what plugins choose the size of', () => {
	const names = Array.from({ length: 11_000 }, (_, index) => index.toString(36));
	const many = { $defs: { x: { type: 'object', allOf: Array.from({ length: 12 }, () => ({ type: 'object' })) } } };
	const ways = { ...many, allOf: Array.from({ length: 400 }, () => ({ $ref: '#/$defs/x' })) };
	const numbers = Array.from({ length: 9_000 }, (_, index) => index);

	it.each<readonly [string, unknown, unknown]>([
		['required names, by many ways', { type: 'object', required: names }, ways],
		[
			'required names that are told apart from few',
			{ type: 'object', required: names.slice(0, 9_000), properties: { a: {} }, additionalProperties: false },
			{ allOf: Array.from({ length: 400 }, () => ({ type: 'object', properties: { b: {} } })) },
		],
		[
			'listed values',
			{ enum: numbers },
			{ allOf: Array.from({ length: 500 }, () => ({ enum: [...numbers.slice(0, 9)] })) },
		],
		[
			'types said again and again',
			{ type: Array.from({ length: 7_000 }, () => 'string') },
			{ allOf: Array.from({ length: 40 }, () => ({ type: Array.from({ length: 140 }, () => 'string') })) },
		],
	])('%s: no more work than a few times the reading', (_, given, wanted) => {
		let [one, other]: (ReturnType<typeof readConfigSchema>['schema'] | undefined)[] = [];
		const reading = processorMs(() => {
			[one, other] = [readConfigSchema(given).schema, readConfigSchema(wanted).schema];
		});
		const comparing = processorMs(() => {
			if (!one || !other) throw new Error('the schemas cannot be followed');
			expect(schemasApart(one, other)).toBeNull();
		});
		expect(comparing).toBeLessThan(100 * reading + 50);
	});

	it('is one amount of work for all pairs that share it', () => {
		const all = (of: () => object) => readConfigSchema({ allOf: Array.from({ length: 150 }, of) }).schema;
		const [one, other] = [all(() => ({ type: 'object' })), all(() => ({ type: 'object' }))];
		if (one === null || other === null) throw new Error('the schemas cannot be followed');
		const work = new SchemaWork();
		expect([schemasApart(one, other, work), work.isDone]).toEqual([null, true]);
		const [text, list] = [{ type: 'string' }, { type: 'array' }].map((each) => readConfigSchema(each).schema);
		if (text == null || list == null) throw new Error('the schemas cannot be followed');
		expect(schemasApart(text, list)).not.toBeNull();
		expect(schemasApart(text, list, work)).toBeNull();
	});

	it('one schema by many ways is compared once', () => {
		const work = new SchemaWork();
		const apart = { type: 'object', properties: { a: { type: 'null' } }, required: ['a'] };
		const [one, other] = [
			readConfigSchema({ type: 'object', properties: { a: { type: 'string' } } }).schema,
			readConfigSchema({ ...many, allOf: [...ways.allOf, apart] }).schema,
		];
		if (one === null || other === null) throw new Error('the schemas cannot be followed');
		expect(schemasApart(one, other, work)?.path).toEqual(['a']);
		expect(work.isDone).toBe(false);
	});
});

/** Small schemas over few names and values, so that they often clash and often do not. */
const schema = fc.letrec<{ node: unknown }>((tie) => ({
	node: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		fc.constantFrom<unknown>(
			{},
			true,
			{ type: 'string' },
			{ type: 'integer' },
			{ type: ['null', 'number'] },
			{ enum: [1, 'a', null] },
			{ const: 2 },
			{ type: 'number', minimum: 2 },
			{ type: 'integer', maximum: 1 },
		),
		fc.record({
			type: fc.constantFrom('object', ['object', 'string']),
			properties: fc.record({ a: tie('node'), b: tie('node') }, { requiredKeys: [] }),
			required: fc.subarray(['a', 'b', 'c']),
			additionalProperties: fc.constantFrom(true, false),
		}),
		fc.record({ anyOf: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
		fc.record({ allOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
		fc.record({ oneOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
	),
}));
const leaf = fc.constantFrom<JsonValue>(1, 2, 3, 1.5, 'a', 'b', null, true, []);
const value = fc.oneof(
	leaf,
	fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(leaf, fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf))),
);

it('of two schemas that are said to be apart, no value fits both', () => {
	let told = 0;
	fc.assert(
		fc.property(
			schema.node,
			schema.node,
			fc.array(value, { minLength: 20, maxLength: 20 }),
			(given, wanted, values) => {
				const [one, other] = [readConfigSchema(given).schema, readConfigSchema(wanted).schema];
				fc.pre(one !== null && other !== null);
				if (schemasApart(one, other) === null) return;
				told += 1;
				for (const each of values) {
					const fits = [one, other].every(
						(schema) => checkConfiguration(schema, each as JsonValue).problems.length === 0,
					);
					expect(fits, JSON.stringify([given, wanted, each])).toBe(false);
				}
			},
		),
		{ numRuns: 500 },
	);
	expect(told).toBeGreaterThan(25);
});
