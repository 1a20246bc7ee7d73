import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines, vegaFile } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('field-mapper');

type Row = Record<string, unknown>;
type Config = Record<string, JsonValue>;

const start = (config: Config): Guest => Guest.start(module, { config });
const map = (config: Config, ...rows: readonly unknown[]): unknown[] => start(config).records('transform_data', rows);
const compute = (expression: string, row: Row = {}): unknown =>
	(map({ compute: { result: expression } }, row)[0] as Row)['result'];
const convert = (target: string, value: unknown, more: Config = {}): unknown =>
	(map({ convert: { v: target }, ...more }, { v: value })[0] as Row)['v'];

describe('fields', () => {
	it('passes what it is not told about byte for byte', () => {
		const line = '{"a":1.500, "b" :"\\u00e9", "n":{"x":[ 1 ]},"big":12345678901234567890}';
		const answer = start({ set: { s: 1 } }).call('transform_data', line).text;
		expect(answer).toBe('{"a":1.500,"b":"\\u00e9","n":{"x":[ 1 ]},"big":12345678901234567890,"s":1}\n');
	});

	it('selects, drops and renames', () => {
		expect(map({ select: ['a', 'c'] }, { a: 1, b: 2, c: 3 }, { b: 1 })).toEqual([{ a: 1, c: 3 }, {}]);
		expect(map({ drop: ['b'] }, { a: 1, b: 2 })).toEqual([{ a: 1 }]);
		expect(map({ rename: { a: 'x"y' } }, { a: 1, b: 2 })).toEqual([{ 'x"y': 1, b: 2 }]);
		expect(map({ select: ['a'], rename: { a: 'z' } }, { a: 1, b: 2 })).toEqual([{ z: 1 }]);
	});

	it('refuses a configuration that would give two fields one name', () => {
		const clash = (config: Config) => () => start(config);
		expect(clash({ rename: { a: 'c', b: 'c' } })).toThrow('config.rename: "a" and "b" would both be named "c"');
		for (const more of [
			{ set: { b: 1 } },
			{ compute: { b: 'a' } },
			{ convert: { b: 'number' } },
			{ select: ['a', 'b'] },
		])
			expect(clash({ rename: { a: 'b' }, ...more } as Config)).toThrow(
				'config.rename.a: there would be two fields "b"; drop or rename the other one',
			);
		expect(map({ rename: { a: 'b', b: 'a' } }, { a: 1, b: 2 })).toEqual([{ b: 1, a: 2 }]);
		expect(map({ rename: { a: 'b', b: 'c' } }, { a: 1, b: 2 })).toEqual([{ b: 1, c: 2 }]);
		expect(map({ rename: { a: 'b' }, drop: ['b'] }, { a: 1, b: 2 })).toEqual([{ b: 1 }]);
		expect(map({ rename: { a: 'a' }, select: ['a'] }, { a: 1, b: 2 })).toEqual([{ a: 1 }]);
	});

	it('lets a field give way to one that is renamed to it, in records that have both, and says so', () => {
		const guest = start({ rename: { a: 'b' } });
		const input = '{"a":1,"b":2}\n{"b":3,"a":4}\n{"b":5}\n{"\\u0062":6,"a":7,"b":8}';
		expect(guest.call('transform_data', input).text).toBe('{"b":1}\n{"b":4}\n{"b":5}\n{"b":7}\n');
		guest.call('plugin_cleanup');
		expect(guest.logs.map(({ message }) => message)).toEqual([
			'"b" of 3 records gave way to "a", which was renamed to it',
		]);
	});

	it('renames of a field that stands twice the value that counts', () => {
		expect(start({ rename: { a: 'c' } }).call('transform_data', '{"a":1,"x":0,"a":2}').text).toBe('{"x":0,"c":2}\n');
	});

	it('never gives two fields one name, whatever is renamed', () => {
		const name = fc.constantFrom('a', 'b', 'c', 'd', '', 'é');
		fc.assert(
			fc.property(
				fc.dictionary(name, name, { noNullPrototype: true }),
				fc.dictionary(name, fc.nat(), { noNullPrototype: true }),
				fc.subarray(['a', 'b', 'c', 'd', '']),
				(rename, record, drop) => {
					let text = '';
					try {
						text = start({ rename, drop }).call('transform_data', JSON.stringify(record)).text;
					} catch (error) {
						expect(String(error)).toMatch(/config\.rename/);
						return;
					}
					const names = [...text.matchAll(/"([^"]?)":/g)].map(([, found]) => found);
					expect(names).toHaveLength(new Set(names).size);
				},
			),
			tries(500),
		);
	});

	it('sets constants of any kind, in the place of a field of the same name', () => {
		const config = { set: { b: 'new', list: [1, { x: null }] } };
		const answer = start(config).call('transform_data', '{"a":1,"b":2,"c":3}').text;
		expect(answer).toBe('{"a":1,"b":"new","c":3,"list":[1,{"x":null}]}\n');
	});

	it('gives one record for each, in order, whatever kind they are', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 20 }), (rows) => {
				const plain = JSON.parse(JSON.stringify(rows)) as unknown[];
				expect(map({}, ...rows)).toEqual(plain);
			}),
			tries(200),
		);
	});

	it('works for a record over several lines', () => {
		expect(start({ drop: ['b'] }).call('transform_data', '{\n\t"a": [1,\n2],\n"b": 3\n}').text).toBe('{"a":[1,2]}\n');
	});
});

describe('conversions', () => {
	it('makes numbers, texts and booleans of what reads like them, and null of the rest', () => {
		expect(['12', ' -1.5e2 ', '+3', true, 7, '', 'x', [1]].map((v) => convert('number', v))).toEqual([
			...[12, -150, 3, 1, 7, null, null, null],
		]);
		expect([1.5, true, 'x', null, { a: [1] }].map((v) => convert('string', v))).toEqual([
			...['1.5', 'true', 'x', null, '{"a":[1]}'],
		]);
		expect(['yes', 'NO', 'True', 'off', 1, 0, '0', 'maybe', ''].map((v) => convert('boolean', v))).toEqual([
			...[true, false, true, false, true, false, false, null, null],
		]);
	});

	it('reads dates in the forms that people use', () => {
		const dates = {
			'1998-06-12': '1998-06-12',
			'2001/01/01 06:55': '2001-01-01T06:55:00',
			'Jun 12 1998': '1998-06-12',
			'June 12, 1998': '1998-06-12',
			'12 Jun 1998': '1998-06-12',
			'6/12/98': '1998-06-12',
			'12.06.1998': '1998-12-06',
			'2024-02-29T23:59:59.250Z': '2024-02-29T23:59:59.250Z',
			'2024-02-29T23:59:59+0530': '2024-02-29T23:59:59+05:30',
			'Jan 5 2020 3:04 PM': '2020-01-05T15:04:00',
			'2023-02-29': null,
			'13/13/2020': null,
			yesterday: null,
			'2020-01-01T25:00': null,
			'2020-01-01 trailing': null,
		};
		for (const [text, expected] of Object.entries(dates))
			expect([text, convert('date', text)]).toEqual([text, expected]);
		expect(convert('date', '12.06.1998', { date_order: 'dmy' })).toBe('1998-06-12');
	});

	it('makes of Unix times the dates that JavaScript makes', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
				(date) => {
					const time = date.getTime();
					// Those of 14 digits that read as a date and a time are taken for that.
					fc.pre(Math.abs(time) >= 1e11 && !/^(19|2[01])\d{12}$/.test(String(time)));
					expect(convert('date', time)).toBe(date.toISOString().replace('.000Z', 'Z'));
				},
			),
		);
		expect(convert('date', 1_000_000_000)).toBe('2001-09-09T01:46:40Z');
	});

	it('converts every release date of the films as JavaScript reads it, and counts the rest', () => {
		const films = JSON.parse(readFileSync(vegaFile('movies.json'), 'utf8')) as Row[];
		const guest = start({ select: ['Release Date'], convert: { 'Release Date': 'date' } });
		const mapped = guest.records('transform_data', films) as Row[];
		let checked = 0;
		films.forEach((film, index) => {
			const text = film['Release Date'];
			if (typeof text !== 'string' || !/^[A-Z][a-z]{2} \d\d \d{4}$/.test(text)) return;
			expect(mapped[index]?.['Release Date']).toBe(new Date(`${text} UTC`).toISOString().slice(0, 10));
			checked++;
		});
		expect(checked).toBeGreaterThan(3000);
		guest.call('plugin_cleanup');
		const bad = mapped.filter((row, index) => row['Release Date'] === null && films[index]?.['Release Date'] != null);
		const warning = guest.logs.find(({ level }) => level === 'warn')?.message;
		expect(warning ?? '0 values').toContain(`${bad.length} values`);
	});
});

describe('expressions', () => {
	it('computes as arithmetic demands', () => {
		expect(compute('1 + 2 * 3')).toBe(7);
		expect(compute('(1 + 2) * 3')).toBe(9);
		expect(compute('10 - 4 - 3')).toBe(3);
		expect(compute('2 * -3 + - -1')).toBe(-5);
		expect(compute('7 % 4 / 2')).toBe(1.5);
		expect(compute('1e2 + .5'.replace('.5', '0.5'))).toBe(100.5);
	});

	it('computes what JavaScript computes', () => {
		const number = fc.integer({ min: 0, max: 50 }).map(String);
		const divisor = fc.integer({ min: 1, max: 50 }).map(String);
		const { sum } = fc.letrec<{ sum: string }>((tie) => ({
			sum: fc.oneof(
				{ maxDepth: 5, depthSize: 'medium' },
				number,
				fc.constantFrom('a', 'b'),
				fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum')).map(([l, op, r]) => `(${l} ${op} ${r})`),
				// Only by what is not 0: JavaScript goes on with an infinity where the plugin has null from there on.
				fc.tuple(tie('sum'), fc.constantFrom('/', '%'), divisor).map(([l, op, r]) => `(${l}) ${op} ${r}`),
				fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum')).map(([l, op, r]) => `${l} ${op} ${r}`),
				tie('sum').map((part) => `-(${part})`),
			),
		}));
		fc.assert(
			fc.property(sum, fc.integer(), fc.double({ noNaN: true, min: -1e6, max: 1e6 }), (expression, a, b) => {
				const value = new Function('a', 'b', `return ${expression}`)(a, b) as number;
				expect(compute(expression, { a, b })).toBe(value === 0 ? 0 : value);
			}),
			tries(1000),
		);
	});

	it('joins texts, with null as nothing', () => {
		const row = { first: 'Ada', last: 'Lovelace', n: 2, none: null };
		expect(compute("first + ' ' + last", row)).toBe('Ada Lovelace');
		expect(compute('"#" + n + none', row)).toBe('#2');
		expect(compute('n + none', row)).toBe(null);
		expect(compute("'é\\'' + [any name]", { 'any name': '☃' })).toBe("é'☃");
	});

	it('gives null where there is no answer', () => {
		expect(compute('1 / 0')).toBe(null);
		expect(compute('a * 2', { a: 'x' })).toBe(null);
		expect(compute('a * 2', { a: '21' })).toBe(42);
		expect(compute('missing')).toBe(null);
		expect(compute('5 % (1 / 0)')).toBe(null);
	});

	it('has a few functions', () => {
		expect(compute('round(2.345, 2) + round(-2.5)')).toBeCloseTo(-0.65, 9);
		expect(compute('abs(-3) + ceil(1.2) + floor(-1.2)')).toBe(3);
		expect(compute("coalesce(none, '', 'x')", { none: null })).toBe('');
		expect(compute('min(3, 1, 2) + max(3, 1, 2)')).toBe(4);
		expect(compute("upper(trim('  aé ')) + lower('ÀB') + length('☃é')")).toBe('AÉàb2');
	});

	it('lets a computation use fields, conversions and what was computed before it', () => {
		const config = {
			convert: { a: 'number' },
			compute: { twice: 'a * 2', four: 'twice * 2', a: 'a + 1' },
			drop: ['twice'],
		};
		expect(map(config, { a: '5', b: 0 })).toEqual([{ a: 6, b: 0, four: 20 }]);
	});

	it('computes the profit of every film', () => {
		const films = JSON.parse(readFileSync(vegaFile('movies.json'), 'utf8')) as Row[];
		const mapped = map({ compute: { profit: '[Worldwide Gross] - [Production Budget]' } }, ...films) as Row[];
		expect(mapped).toEqual(
			films.map((film) => {
				const gross = film['Worldwide Gross'] as number | null;
				const budget = film['Production Budget'] as number | null;
				return { ...film, profit: gross === null || budget === null ? null : gross - budget };
			}),
		);
	});

	it('says where an expression is wrong', () => {
		const wrong = (expression: string) => () => start({ compute: { x: expression } });
		expect(wrong('1 +')).toThrow('config.compute.x: a value is missing at character 4 of "1 +"');
		expect(wrong('(1')).toThrow('a ) is missing at character 3');
		expect(wrong("'abc")).toThrow('a closing quote is missing');
		expect(wrong('sqrt(2)')).toThrow(/no function sqrt \(there are abs,/);
		expect(wrong('abs(1, 2)')).toThrow('abs does not take 2 values');
		expect(wrong('1 2')).toThrow('unexpected "2" at character 3');
		expect(wrong('('.repeat(500))).toThrow('nested too deeply');
		expect(wrong('-'.repeat(500))).toThrow('nested too deeply');
		expect(() => start({ convert: { a: 'money' } })).toThrow('config.convert.a must be one of number, string');
		expect(() => start({ slect: ['a'] })).toThrow('config.slect is not a setting of this plugin');
	});
});

describe('memory', () => {
	it('does not grow with the number of batches', () => {
		const guest = start({ compute: { x: "upper(a) + '!' + n * 2" }, convert: { d: 'date' } });
		const batch = toLines(Array.from({ length: 500 }, (_, n) => ({ a: `name ${n} "é"`, n, d: 'Jun 12 1998' })));
		for (let n = 0; n < 20; n++) guest.call('transform_data', batch);
		const before = guest.memorySize;
		for (let n = 0; n < 300; n++) guest.call('transform_data', batch);
		expect(guest.memorySize).toBe(before);
	});
});
