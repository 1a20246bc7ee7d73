import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnheldNumber, holdsNumber } from './json-numbers.ts';

describe('numbers that are handed on as they are written', () => {
	it('are all that JavaScript writes, in any form of JSON', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				fc.pre(!Object.is(value, -0));
				const [digits, exponent] = value.toExponential().split('e') as [string, string];
				const padded = `${digits}${digits.includes('.') ? '' : '.'}00e${exponent}`;
				for (const text of [String(value), value.toExponential(), padded])
					expect([text, holdsNumber(text)]).toEqual([text, true]);
			}),
			{ numRuns: 1000 },
		);
		for (const text of [
			'0',
			'0.0',
			'0e5',
			'1.0',
			'1.50',
			'100',
			'1E2',
			'9007199254740991',
			'0.30000000000000004',
			'1e22',
		])
			expect([text, holdsNumber(text)]).toEqual([text, true]);
	});

	it('are not those that a double makes another of', () => {
		const others = [
			...['9007199254740993', '12345678901234567891', '1e400', '-1e309', '-0', '-0.0', '-0e3', '1e-400'],
			...['0.1234567890123456789', '3.14159265358979323846', '1.00000000000000001', '4.9e-324'],
		];
		for (const text of others) expect([text, holdsNumber(text)]).toEqual([text, false]);
	});

	it('are the whole numbers that BigInt finds again', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (value) => {
				const text = value.toString();
				const again = JSON.stringify(JSON.parse(text));
				const isSame = /e/.test(again)
					? BigInt(again.replace(/^(-?)(\d)\.?(\d*)e\+(\d+)$/, (_, s, a, b, e) => s + a + b.padEnd(Number(e), '0'))) ===
						value
					: BigInt(again) === value;
				expect([text, holdsNumber(text)]).toEqual([text, isSame]);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('looking through a text', () => {
	it('names the first number that is not handed on as it is, wherever it stands', () => {
		expect(findUnheldNumber('{"a":[1,{"b":-12345678901234567891}],"c":1e400}')).toBe('-12345678901234567891');
		expect(findUnheldNumber('[-0]')).toBe('-0');
		expect(findUnheldNumber('{"a":1}\n{"a":1e999}\n')).toBe('1e999');
		expect(findUnheldNumber('9007199254740993')).toBe('9007199254740993');
	});

	it('looks into no string, whatever it holds', () => {
		expect(findUnheldNumber('{"1e400":"-0 \\" 1e400 \\\\","b":"9007199254740993"}')).toBeNull();
		fc.assert(
			fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
				expect(findUnheldNumber(JSON.stringify(value))).toBeNull();
			}),
		);
	});

	it('needs no stack for what is long or deep, and fails at nothing', () => {
		expect(findUnheldNumber(`${'['.repeat(1_000_000)}"${'\\"'.repeat(1_000_000)}"`)).toBeNull();
		fc.assert(fc.property(fc.string(), (text) => void findUnheldNumber(text)));
	});
});
