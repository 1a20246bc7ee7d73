import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../support/values/read-csv.ts';
import { tries } from '../support/values/tries.ts';

const { open, read, lines, warnings } = csvReader();

/** The value of one field in a column of its own, as JSON text. */
function valueOf(field: string, config: Parameters<typeof lines>[1] = {}): string {
	return (lines(`v,w\n${field},x\n`, { delimiter: ',', ...config })[0] ?? '').replace(/^\{"v":(.*),"w":"x"\}$/, '$1');
}

describe('what is taken for a number', () => {
	it.each([
		'0',
		'-0',
		'7',
		'-12',
		'123456789012345',
		'1.5',
		'-0.25',
		'1.0',
		'1.50',
		'0.1234567890123456789',
		'1.5e3',
		'1e+21',
		'1e-7',
		'-1.50E+3',
		'0.0',
		'0e+0',
	])('%s, as it is written', (text) => {
		expect(valueOf(text)).toBe(text);
	});

	it.each([
		...[
			'888E050011',
			'713752e1',
			'12E5',
			'1e5',
			'0E1',
			'1.5e999',
			'-2.5E+400',
			'1e-400',
			'007',
			'00',
			'00501',
			'-01',
			'0123.5',
		],
		...[
			'9007199254740993',
			'12345678901234567890',
			'-12345678901234567',
			'1234567890123456.5',
			'1.',
			'+5',
			'1_000',
			'0x10',
			'1e',
			'1e+',
			'--1',
			'-',
			'1.2.3',
		],
		...['Infinity', 'NaN', '5 ', '1 000', '٣'],
	])('not %s, which stays the text that it is', (text) => {
		expect(valueOf(text)).toBe(JSON.stringify(text));
	});

	it('no number is another one for whoever reads it', () => {
		const text = fc
			.stringMatching(/^-?[0-9]{0,18}(\.[0-9]{0,6})?([eE][+-]?[0-9]{1,4})?$/)
			.filter((found) => found !== '');
		fc.assert(
			fc.property(text, (field) => {
				const got = valueOf(field);
				if (got.startsWith('"')) expect(JSON.parse(got)).toBe(field);
				else {
					expect(got.replace(/^(-?)0\./, '$1.')).toBe(field.replace(/^(-?)0\./, '$1.'));
					expect(Number.isFinite(JSON.parse(got))).toBe(true);
					if (!/[.eE]/.test(got)) expect(String(BigInt(got))).toBe(String(BigInt(JSON.parse(got) as number)));
				}
			}),
			tries(500),
		);
	});
});

describe('a column in which a whole number has to stay text', () => {
	it.each([
		['4111111111111111', '340000000000009', '30000000000004'],
		['340000000000009', '4111111111111111', '5'],
		['10001', '00501', '2'],
		['12', '12E5', '7'],
	])('keeps all of its whole numbers as text: %s, %s, %s', (...values) => {
		const text = `v,n\n${values.map((value) => `${value},1\n`).join('')}`;
		expect(read(text)).toEqual(values.map((v) => ({ v, n: 1 })));
		expect(read(text.replace('v,n\n', ''), { header: false })).toEqual(values.map((v) => ({ col1: v, col2: 1 })));
	});

	it('keeps its fractions, and what is quoted or long in another column changes nothing', () => {
		expect(read('a,b,c\n007,1,"00501"\n8,2,5\n1.5,3,6\n')).toEqual([
			{ a: '007', b: 1, c: '00501' },
			{ a: '8', b: 2, c: 5 },
			{ a: 1.5, b: 3, c: 6 },
		]);
	});

	it('is told of where it comes late, and does so from there on', () => {
		const guest = open(`v,w\n${'1,x\n'.repeat(1500)}00501,x\n2,x\n`);
		const rows = guest.readAll() as { v: unknown }[];
		expect([rows[0]?.v, rows[1499]?.v, rows[1500]?.v, rows[1501]?.v]).toEqual([1, 1, '00501', '2']);
		expect(warnings(guest)).toEqual([
			'line 1502: "v" holds digits that stay text; from here on all whole numbers of it do (config.types says it of all)',
		]);
	});

	it('does what types say, and nothing of it where nothing is inferred', () => {
		expect(lines('v,w\n00501,x\n7,x\n', { types: { v: 'number' } })).toEqual(['{"v":501,"w":"x"}', '{"v":7,"w":"x"}']);
		expect(read('v\n00501\n7\n', { infer: false })).toEqual([{ v: '00501' }, { v: '7' }]);
	});
});

describe('a column of the type number', () => {
	const number = { types: { v: 'number' } } as const;

	it.each([
		['12345678901234567890', '12345678901234567890'],
		['+0012345678901234567890', '12345678901234567890'],
		['-007.50', '-7.50'],
		['.5', '0.5'],
		['-.5', '-0.5'],
		['+.5', '0.5'],
		['5.', '5'],
		['12E5', '12E5'],
		[' 8 ', '8'],
		['1e400', '1e400'],
	])('has %j as %s, no digit of it lost', (text, expected) => {
		expect(valueOf(text, number)).toBe(expected);
	});

	it.each(['n/a', '1.2.3', '+-5', '--5', '.', '-', '0x10', '5.e', '1,5'])('keeps %j as text', (text) => {
		expect(valueOf(`"${text}"`, number)).toBe(JSON.stringify(text));
	});
});

describe('decimal commas', () => {
	const comma = { delimiter: ';', decimal: ',' } as const;

	it('are read as such when told so, points then being none', () => {
		expect(lines('a;b;c\n48,85;-0,5;1.234\n,5;7;1,5e-3\n', comma)).toEqual([
			'{"a":48.85,"b":-0.5,"c":"1.234"}',
			'{"a":0.5,"b":7,"c":1.5e-3}',
		]);
		expect(lines('v\n"1,50"\n+2,\n1.000,5\n', { ...comma, types: { v: 'number' } })).toEqual([
			'{"v":1.50}',
			'{"v":2}',
			'{"v":"1.000,5"}',
		]);
		expect(read('a;b\n1,5;2,5\n')).toEqual([{ a: '1,5', b: '2,5' }]);
	});
});
