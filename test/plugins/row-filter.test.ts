import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines, vegaFile } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('row-filter');

type Row = Record<string, unknown>;

const start = (where: JsonValue): Guest => Guest.start(module, { config: { where } });
const keep = (where: JsonValue, rows: readonly unknown[]): unknown[] => start(where).filter(rows);
/** For one record after the other: whether it is kept. */
const verdicts = (where: JsonValue, rows: readonly unknown[]): boolean[] =>
	rows.map((row) => keep(where, [row]).length === 1);

describe('comparisons', () => {
	const rows = [{ v: 1 }, { v: 2.0 }, { v: 'a' }, { v: 'b' }, { v: null }, {}, { v: true }, { v: [2] }];

	it('compares values of one kind and never values of different kinds', () => {
		const where = (op: string, value: JsonValue) => ({ field: 'v', op, value });
		expect(keep(where('eq', 2), rows)).toEqual([{ v: 2 }]);
		expect(keep(where('eq', '2'), rows)).toEqual([]);
		expect(keep(where('ne', 2), rows)).toHaveLength(7);
		expect(keep(where('lt', 2), rows)).toEqual([{ v: 1 }]);
		expect(keep(where('le', 2), rows)).toEqual([{ v: 1 }, { v: 2 }]);
		expect(keep(where('gt', 'a'), rows)).toEqual([{ v: 'b' }]);
		expect(keep(where('ge', 'a'), rows)).toEqual([{ v: 'a' }, { v: 'b' }]);
		expect(keep(where('in', [1, 'b', true, null]), rows)).toEqual([{ v: 1 }, { v: 'b' }, { v: null }, {}, { v: true }]);
		expect(keep(where('eq', null), rows)).toEqual([{ v: null }, {}]);
		expect(keep({ field: 'v', op: 'is_null' }, rows)).toEqual([{ v: null }, {}]);
		expect(keep({ field: 'v', op: 'not_null' }, rows)).toHaveLength(6);
	});

	it('compares numbers by value and texts by their characters, however they are written', () => {
		const guest = start({ field: 'v', value: 100 });
		const lines = '{"v":100}\n{"v":1e2}\n{"v":100.000}\n{"v":100.1}\n';
		expect(guest.call('filter_data', lines).text).toBe('[true,true,true,false]');
		expect(start({ field: 'v', value: 'é"' }).call('filter_data', '{"v":"\\u00e9\\""}').status).toBe(1);
	});

	it('looks into text', () => {
		const words = ['', 'Seattle', 'Seattle WA', 'New Seattle', 'seattle', 'Müller*'].map((v) => ({ v }));
		const count = (op: string, value: string, more: Row = {}) =>
			keep({ field: 'v', op, value, ...more } as JsonValue, words).length;
		expect(count('contains', 'Seattle')).toBe(3);
		expect(count('contains', '')).toBe(6);
		expect(count('starts_with', 'Seattle')).toBe(2);
		expect(count('ends_with', 'Seattle')).toBe(2);
		expect(count('ends_with', 'seattle', { ignore_case: true })).toBe(3);
		expect(count('matches', '*eattle')).toBe(3);
		expect(count('matches', 'M?ller\\*')).toBe(1);
		expect(count('matches', 'M??ller*')).toBe(0);
		expect(count('matches', '')).toBe(1);
		expect(count('matches', '*')).toBe(6);
	});

	it('matches patterns as a regular expression of the same meaning does', () => {
		const text = fc.stringMatching(/^[abé]{0,8}$/);
		const pattern = fc.stringMatching(/^[abé*?]{0,6}$/);
		fc.assert(
			fc.property(text, pattern, (v, value) => {
				const regex = new RegExp(`^${value.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
				expect(verdicts({ field: 'v', op: 'matches', value }, [{ v }])).toEqual([regex.test(v)]);
			}),
			tries(500),
		);
	});

	it('finds nested fields by their path', () => {
		expect(
			keep({ field: 'a.b', op: 'gt', value: 1 }, [{ a: { b: 2 } }, { a: { b: 1 } }, { 'a.b': 5 }, { a: 3 }]),
		).toEqual([{ a: { b: 2 } }, { 'a.b': 5 }]);
	});
});

describe('records whose keys change', () => {
	const long = 'a name of more than thirty-two characters';
	const names = ['a', 'ab', 'b', 'a.b', 'sixteen in all', 'twenty-two characters.', long, 'é', '"', ''];
	/** As it may be written: with spaces, with an escape that need not be one. */
	const key = fc
		.tuple(fc.constantFrom(...names), fc.constantFrom('', ' '), fc.boolean())
		.map(([name, space, escaped]) => {
			const written = JSON.stringify(name);
			const plain = escaped && name.startsWith('a') ? `"\\u0061${written.slice(2)}` : written;
			return `${space}${plain}${space}:${space}`;
		});
	const value = fc.constantFrom(
		'1',
		'0',
		'-1',
		'12345678901234567890',
		'1.5',
		'"x"',
		'"a\\"b"',
		'null',
		'true',
		'{"b":1}',
		'[1]',
	);
	const record = fc.oneof(
		{
			weight: 9,
			arbitrary: fc
				.array(fc.tuple(key, value), { maxLength: 6 })
				.map((all) => `{${all.map((each) => each.join('')).join(',')}}`),
		},
		{ weight: 1, arbitrary: fc.constantFrom('1', '[{"a":1}]', '"a"', 'null') },
	);
	/** Some stand several times, so that keys stay the same for a while. */
	const records = fc
		.array(fc.tuple(record, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 12 })
		.map((all) => all.flatMap(([text, times]) => Array.from({ length: times }, () => text)));

	function valueOf(text: string, field: string): unknown {
		const found = JSON.parse(text) as unknown;
		if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
		if (Object.hasOwn(found, field)) return (found as Row)[field];
		if (field !== 'a.b') return undefined;
		const { a } = found as Row;
		return typeof a === 'object' && a !== null ? (a as Row)['b'] : undefined;
	}

	it('are read as JavaScript reads them, one after the other', () => {
		fc.assert(
			fc.property(records, fc.constantFrom(...names), (texts, field) => {
				const expected = texts.map((text) => valueOf(text, field) === 1);
				const { status, text } = start({ field, value: 1 }).call('filter_data', `${texts.join('\n')}\n`);
				const all = expected.every(Boolean);
				const given = status === 0 || status === 1 ? expected.map(() => status === 1) : verdictsIn(text);
				expect(given).toEqual(expected);
				expect(status === 1).toBe(all);
			}),
			tries(1500),
		);
	});

	const verdictsIn = (text: string | null): unknown =>
		text?.startsWith('[') === true
			? JSON.parse(text)
			: text
					?.split('\n')
					.filter((line) => line !== '')
					.map((line) => line === 'true');
});

describe('conditions', () => {
	it('means by and, or and not what JavaScript means', () => {
		const leaf = fc.record({
			field: fc.constantFrom('x', 'y'),
			op: fc.constantFrom('lt', 'ge', 'eq'),
			value: fc.integer({ min: 0, max: 4 }),
		});
		const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
			tree: fc.oneof(
				{ depthSize: 'small', withCrossShrink: true },
				leaf,
				fc.record({ and: fc.array(tie('tree'), { maxLength: 3 }) }),
				fc.record({ or: fc.array(tie('tree'), { maxLength: 3 }) }),
				fc.record({ not: tie('tree') }),
			),
		}));
		const judge = (where: Row, row: Record<string, number>): boolean => {
			if (where['and']) return (where['and'] as Row[]).every((part) => judge(part, row));
			if (where['or']) return (where['or'] as Row[]).some((part) => judge(part, row));
			if (where['not']) return !judge(where['not'] as Row, row);
			const found = row[where['field'] as string] as number;
			const value = where['value'] as number;
			return where['op'] === 'lt' ? found < value : where['op'] === 'ge' ? found >= value : found === value;
		};
		const row = fc.record({ x: fc.integer({ min: 0, max: 4 }), y: fc.integer({ min: 0, max: 4 }) });
		fc.assert(
			fc.property(tree, fc.array(row, { maxLength: 10 }), (where, rows) => {
				expect(keep(where as JsonValue, rows)).toEqual(rows.filter((each) => judge(where as Row, each)));
			}),
			tries(300),
		);
	});

	it('filters the flights as JavaScript does', () => {
		const flights = JSON.parse(readFileSync(vegaFile('flights-5k.json'), 'utf8')) as Row[];
		const where = {
			and: [
				{ field: 'delay', op: 'gt', value: 15 },
				{
					or: [
						{ field: 'origin', op: 'in', value: ['SFO', 'LAX'] },
						{ not: { field: 'distance', op: 'lt', value: 2000 } },
					],
				},
			],
		};
		const expected = flights.filter(
			(f) =>
				(f['delay'] as number) > 15 &&
				(['SFO', 'LAX'].includes(f['origin'] as string) || !((f['distance'] as number) < 2000)),
		);
		expect(expected.length).toBeGreaterThan(50);
		expect(keep(where, flights)).toEqual(expected);
	});

	it('names what is wrong in a condition by its place', () => {
		expect(() => Guest.start(module)).toThrow('config.where is missing');
		expect(() => start({ and: [{ field: 'a', op: 'eqq', value: 1 }] })).toThrow(
			/config\.where\.and\[0\]\.op must be one of eq, .*found "eqq"/,
		);
		expect(() => start({ not: { field: 'a', op: 'gt' } })).toThrow('config.where.not.value is missing');
		expect(() => start({ field: 'a', op: 'contains', value: 1 })).toThrow('must be text for contains');
		expect(() => start({ field: 'a', op: 'in', value: 1 })).toThrow('config.where.value must be a list, found 1');
		expect(() => start({ field: 'a', and: [] })).toThrow('exactly one of "field", "and", "or" and "not"');
		expect(() => start({ field: 'a', valu: 1 })).toThrow('config.where.valu is not known');
	});
});

describe('answers', () => {
	it('says 1 or 0 when all records share one verdict, and gives one verdict for each otherwise', () => {
		const guest = start({ field: 'a', op: 'gt', value: 1 });
		expect(guest.call('filter_data', toLines([{ a: 2 }, { a: 3 }])).status).toBe(1);
		expect(guest.call('filter_data', toLines([{ a: 0 }])).status).toBe(0);
		expect(guest.call('filter_data', toLines([{ a: 2 }, { a: 1 }, 'text'])).text).toBe('[true,false,false]');
		expect(guest.call('filter_data', toLines([[1], { a: 2 }])).text).toBe('false\ntrue');
		expect(guest.call('filter_data', '{\n "a": 5\n}').status).toBe(1);
	});

	it('refuses input that is not JSON and goes on', () => {
		const guest = start({ field: 'a', op: 'gt', value: 1 });
		expect(() => guest.call('filter_data', '{"a":2}\n{"a":}\n')).toThrow('record 2 is not JSON (byte 5 of it)');
		expect(guest.call('filter_data', '{"a":2}').status).toBe(1);
	});
});
