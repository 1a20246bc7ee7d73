import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileModule } from '../../scripts/build-plugins/compile-plugin.ts';
import { Guest, GuestFailure } from '../support/guests/guest-harness.ts';
import { anyText } from '../support/values/any-text.ts';
import { tries } from '../support/values/tries.ts';

let probe: Guest;

beforeAll(async () => {
	const module = await compileModule('sdk/assemblyscript/probe/index.ts');
	probe = new Guest(new WebAssembly.Module(Uint8Array.from(module)));
});

function readNumber(text: string): number {
	const { bytes } = probe.callBytes('read_number', new TextEncoder().encode(text));
	return new DataView(bytes.buffer).getFloat64(0, true);
}

function writeNumber(value: number): string {
	return new TextDecoder().decode(probe.callBytes('write_number', new Uint8Array(Float64Array.of(value).buffer)).bytes);
}

/** JSON text with white space wherever it may stand. */
const spacedJson = fc
	.tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom('', ' ', '\t', '\n  '))
	.map(([value, indent]) => ({ text: JSON.stringify(value, null, indent), compact: JSON.stringify(value) }));

describe('the JSON reader of the SDK', () => {
	it('accepts every JSON text and compacts it to what JSON.stringify writes', () => {
		fc.assert(
			fc.property(spacedJson, ({ text, compact }) => {
				expect(probe.call('compact_value', text).text).toBe(compact);
			}),
			tries(500),
		);
	});

	it('accepts and refuses the same texts as JSON.parse', () => {
		const pieces = fc.constantFrom(
			...[
				'{',
				'}',
				'[',
				']',
				',',
				':',
				'"',
				'"a"',
				'"a":',
				'\\',
				'\\u12',
				'\\ud83d',
				'\\n',
				'0',
				'1',
				'-',
				'.',
				'e',
				'+',
			],
			...['true', 'nul', 'null', 'false', ' ', '\n', '\u0001', 'é', '01', '1.5e+3', '{"a":1}', '[]', '{}'],
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
				const text = parts.join('');
				let valid = true;
				try {
					JSON.parse(text);
				} catch {
					valid = false;
				}
				let accepted = true;
				try {
					probe.call('compact_value', text);
				} catch (error) {
					expect(error).toBeInstanceOf(GuestFailure);
					accepted = false;
				}
				expect({ text, accepted }).toEqual({ text, accepted: valid });
			}),
			tries(5000),
		);
	});

	it('refuses nesting that is too deep instead of overrunning anything', () => {
		const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
		expect(probe.call('compact_value', deep(10_000)).text).toHaveLength(20_000);
		expect(() => probe.call('compact_value', deep(10_002))).toThrow('not JSON');
	});

	it('lists the members of an object with decoded keys and untouched values', () => {
		fc.assert(
			fc.property(fc.dictionary(anyText(), fc.jsonValue({ maxDepth: 3 })), (object) => {
				const members = JSON.parse(probe.call('list_members', JSON.stringify(object)).text) as unknown;
				expect(members).toEqual(Object.entries(JSON.parse(JSON.stringify(object)) as object));
			}),
			tries(300),
		);
		expect(probe.call('list_members', '{"\\u0061b" : 1.50 , "n":{ "x": [1, 2]}}').text).toBe(
			'[["ab",1.50],["n",{ "x": [1, 2]}]]',
		);
	});

	it('finds a field by its whole name first, then by its dotted path, and takes the last of two', () => {
		const find = (path: string, object: string) => probe.call('find_field', `[${JSON.stringify(path)},${object}]`).text;
		expect(find('a.b', '{"a":{"b":1},"a.b":2}')).toBe('2');
		expect(find('a.b.c', '{"a":{"x":0,"b":{"c":[1]}}}')).toBe('[1]');
		expect(find('a.b', '{"a":{"\\u0062":"deep"}}')).toBe('"deep"');
		expect(find('a', '{"a":1,"a":2}')).toBe('2');
		expect(find('a.z', '{"a":{"b":1}}')).toBe('');
		expect(find('a.b', '{"a":7}')).toBe('');
	});
});

describe('text of the SDK', () => {
	it('decodes and encodes any string without changing it, lone surrogates included', () => {
		fc.assert(
			fc.property(anyText({ maxLength: 80 }), fc.boolean(), (text, escapeAll) => {
				const json = JSON.stringify(text);
				const input = escapeAll
					? `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
					: json;
				expect(probe.call('rewrite_string', input).text).toBe(json);
			}),
			tries(500),
		);
		for (const text of ['\ud800', 'a\udc00b', '\ud83d\ude00', '\ud800\ud83d\ude00', '\u0000\u001f\b\f\n\r\t"\\/']) {
			expect(JSON.parse(probe.call('rewrite_string', JSON.stringify(text)).text)).toBe(text);
		}
	});

	it('does so wherever in a text something that is escaped stands', () => {
		for (const special of ['"', '\\', '\n', '\u0001', '\ud800', '힣', '퟿', '\ud83d']) {
			for (let before = 0; before < 40; before++) {
				const json = JSON.stringify(`${'a'.repeat(before)}${special}${'b'.repeat(39 - before)}`);
				expect(probe.call('rewrite_string', json).text).toBe(json);
				expect(probe.call('compact_value', ` [${json} , ${json}]`).text).toBe(`[${json},${json}]`);
				expect(() => probe.call('compact_value', json.slice(0, -1))).toThrow('not JSON');
			}
		}
		for (let before = 0; before < 40; before++) {
			expect(() => probe.call('compact_value', `"${'a'.repeat(before)}\u0001${'b'.repeat(30)}"`)).toThrow('not JSON');
		}
	});

	it('copies as many bytes as it is told, whether or not the places overlap', () => {
		const bytes = Uint8Array.from({ length: 120 }, (_, index) => index);
		for (let length = 0; length <= 50; length++) {
			for (const [to, from] of [
				[0, 60],
				[60, 0],
				[8, 5],
				[5, 8],
				[3, 20],
				[20, 3],
			] as const) {
				const copied = probe.callBytes('copy_within', Uint8Array.of(to, from, length, ...bytes)).bytes;
				expect([...copied]).toEqual([...bytes.slice().copyWithin(to, from, from + length)]);
			}
		}
	});

	it('survives text that needs far more room than it had', () => {
		const text = '\u0001"\\'.repeat(40_000);
		expect(JSON.parse(probe.call('rewrite_string', JSON.stringify(text)).text)).toBe(text);
	});
});

describe('numbers of the SDK', () => {
	it('reads every number as JSON.parse does, to the last bit', () => {
		const digits = fc.stringMatching(/^(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?$/);
		fc.assert(
			fc.property(digits, fc.boolean(), (text, negative) => {
				const signed = negative ? `-${text}` : text;
				expect(readNumber(signed)).toBe(Number(signed));
			}),
			tries(3000),
		);
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				for (const text of [String(value), value.toExponential(), value.toPrecision(17)]) {
					expect(readNumber(text)).toBe(Number(text));
				}
			}),
			tries(2000),
		);
	});

	it('reads the numbers that are known to be hard', () => {
		const hard = [
			'9007199254740993',
			'2.2250738585072011e-308',
			'2.2250738585072014e-308',
			'4.9e-324',
			'2.4703282292062327e-324',
			'2.4703282292062328e-324',
			'1.7976931348623157e308',
			'1.7976931348623159e308',
			'1e400',
			'1e-400',
			'0.000000000000000000000000000000000000000000000000001',
			'123456789012345678901234567890',
			'8.5e15',
			`0.${'1'.repeat(1000)}`,
			`${'9'.repeat(900)}e-900`,
			'0e999999999',
			'1e-999999999',
		];
		for (const text of hard) expect([text, readNumber(text)]).toEqual([text, Number(text)]);
	});

	it('writes numbers that read back as the same number, whole ones without a point', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				expect(JSON.parse(writeNumber(value))).toBe(value === 0 ? 0 : value);
			}),
			tries(2000),
		);
		for (const value of [0, 1, -7, 1e15, 9007199254740991, 0.1, 1.5, 1e21, 123456789012345680000, -1e-7]) {
			expect(writeNumber(value)).toBe(String(value));
		}
		expect(writeNumber(Number.NaN)).toBe('null');
		expect(writeNumber(Number.POSITIVE_INFINITY)).toBe('null');
	});

	it('writes every number as JavaScript does, digit for digit', () => {
		const bits = new DataView(new ArrayBuffer(8));
		const ofBits = (value: bigint): number => {
			bits.setBigUint64(0, value);
			return bits.getFloat64(0);
		};
		const around = (value: number): readonly number[] => {
			bits.setFloat64(0, value);
			const own = bits.getBigUint64(0);
			return [-2n, -1n, 0n, 1n, 2n].map((step) => ofBits(BigInt.asUintN(64, own + step)));
		};
		const special = [
			...[6.448, 6.360944206008584, 6.842857142857143, 0.1 + 0.2, 5e-324, 2.2250738585072014e-308, 1e21, 1e-7],
			...Array.from({ length: 632 }, (_, index) => Number(`1e${index - 324}`)),
			...Array.from({ length: 2098 }, (_, index) => 2 ** (index - 1074)),
		].flatMap(around);
		const ordinary = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 5000 }));
		const random = [
			...fc.sample(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), tries(20_000)).map(ofBits),
			...fc.sample(fc.bigInt({ min: 0n, max: 2n ** 52n }), tries(2_000)).map(ofBits),
			...fc.sample(ordinary, tries(30_000)).map(([sum, count]) => sum / count),
			...fc.sample(ordinary, tries(10_000)).map(([sum, count]) => (sum * 0.01) / 10 ** (count % 12)),
		];
		const wrong = [...special, ...random]
			.map((value) => [JSON.stringify(value), writeNumber(value)])
			.filter(([wanted, written]) => written !== (wanted === '-0' ? '0' : wanted));
		expect(wrong).toEqual([]);
	});
});
