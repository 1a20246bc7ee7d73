import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines, vegaFile } from '../support/guests/guest-harness.ts';
import { anyText } from '../support/values/any-text.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('pii-redactor');

type Row = Record<string, unknown>;
type Config = Record<string, JsonValue>;

const start = (config: Config = {}): Guest => Guest.start(module, { config });
const masks = start();
const redact = (text: string, guest = masks): string =>
	(guest.records('process_data', [{ text }])[0] as Row)['text'] as string;

function luhn(digits: string): string {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return `${digits}${(10 - (sum % 10)) % 10}`;
}

describe('e-mail addresses', () => {
	it('keeps the first character and the top level', () => {
		expect(redact('Write to jane.doe+x@mail.example.org, please.')).toBe('Write to j***@***.org, please.');
		expect(redact('<a@b.co>;"x_y%z@sub-domain.example"')).toBe('<a***@***.co>;"x***@***.example"');
		expect(redact('José: josé@exämple.fr.')).toBe('José: j***@***.fr.');
		expect(redact('a@b.com,c@d.com')).toBe('a***@***.com,c***@***.com');
	});

	it('leaves alone what is no address', () => {
		for (const text of [
			'@handle on a site',
			'a @ b.com',
			'5@6',
			'user@web01',
			'a@localhosts',
			'x@1.2',
			'@@@@@',
			'me@.com',
			'a@b..c',
		]) {
			expect(redact(text)).toBe(text);
		}
	});

	it('finds every address that it is shown, anywhere in a text', () => {
		const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
		const email = fc.tuple(part, part, fc.stringMatching(/^[a-z]{2,6}$/)).map(([a, b, c]) => `${a}@${b}.${c}`);
		const filler = fc.constantFrom(' ', ', ', ' (', ') ', '\n', '"', ' é ', ': ');
		fc.assert(
			fc.property(fc.array(fc.tuple(filler, email), { minLength: 1, maxLength: 4 }), (parts) => {
				const redacted = redact(parts.map(([before, address]) => before + address).join(''));
				for (const [, address] of parts) if (address.length > 6) expect(redacted).not.toContain(address);
				expect(redacted.split('***@***')).toHaveLength(parts.length + 1);
			}),
			tries(300),
		);
	});
});

describe('phone numbers', () => {
	it('finds international and national forms and keeps their shape', () => {
		const found = {
			'+49 30 901820-12': '+** ** ******-12',
			'+1 (212) 555-0142': '+* (***) ***-**42',
			'+442079460958': '+**********58',
			'0049 30 9018200': '**** ** *****00',
			'(212) 555-0142': '(***) ***-**42',
			'212-555-0142': '***-***-**42',
			'212.555.0142': '***.***.**42',
			'1-800-555-0199': '*-***-***-**99',
			'030/9018200': '***/*****00',
			'0170 1234567': '**** *****67',
			'01 23 45 67 89': '** ** ** ** 89',
			'(020) 7946 0958': '(***) **** **58',
		};
		for (const [number, expected] of Object.entries(found)) {
			expect(redact(`Call ${number}, today`)).toBe(`Call ${expected}, today`);
		}
	});

	it('leaves alone dates, times, amounts, versions and plain numbers', () => {
		const texts = [
			...['2001/01/01 06:55', '1998-06-12', '12.06.1998 10:30', '01/02/2003', '2024-02-29T23:59:59.250Z'],
			...['1,234,567.89', '20010101', '4711', '123456789', '3.14159265358979', 'v1.2.3.4', 'ISBN 978-3-16-148410-0'],
			...['192.168.100.200', '0.123456789', 'x0123456789', '550e8400-e29b-41d4-a716-446655440000', '10:15:30:45:50'],
		];
		for (const text of texts) expect(redact(text)).toBe(text);
	});
});

describe('card numbers', () => {
	it('masks all but the last four digits, in groups or not', () => {
		expect(redact('4111111111111111')).toBe('************1111');
		expect(redact('card 5555-5555-5555-4444, 12/27')).toBe('card ****-****-****-4444, 12/27');
		expect(redact('amex 3782 822463 10005!')).toBe('amex **** ****** *0005!');
		expect(redact('4111 1111 1111 1111 12/27')).toBe('**** **** **** 1111 12/27');
		expect(redact('no 17 4111 1111 1111 1111')).toBe('no 17 **** **** **** 1111');
	});

	it('masks exactly the numbers whose check digit is right', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[345][0-9]{14}$/), fc.integer({ min: 1, max: 9 }), (body, off) => {
				const good = luhn(body);
				const bad = `${body}${(Number(good.at(-1)) + off) % 10}`;
				expect(redact(`n ${good}`)).toBe(`n ************${good.slice(-4)}`);
				expect(redact(`n ${bad}`)).toBe(`n ${bad}`);
			}),
			tries(300),
		);
	});
});

describe('hashes', () => {
	const salt = 'pepper é';
	const guest = start({ email: 'hash', phone: 'hash', card: 'hash', salt, hash_length: 64 });
	const sha256 = (text: string) => createHash('sha256').update(salt).update(text).digest('hex');

	it('are SHA-256 of salt and value, the same however the value is written', () => {
		expect(redact('Jane.Doe@Example.ORG', guest)).toBe(`email_${sha256('jane.doe@example.org')}`);
		expect(redact('+49 (30) 90 18 20', guest)).toBe(`phone_${sha256('+4930901820')}`);
		expect(redact('4111-1111-1111-1111', guest)).toBe(`card_${sha256('4111111111111111')}`);
	});

	it('are right for values of every length', () => {
		for (let length = 1; length < 200; length++) {
			const address = `${'a'.repeat(length)}@example.org`;
			expect(redact(address, guest)).toBe(`email_${sha256(address)}`);
		}
	});

	it('are cut to the length that is asked for, and refused without a salt', () => {
		expect(redact('a@b.co', start({ email: 'hash', salt }))).toBe(`email_${sha256('a@b.co').slice(0, 32)}`);
		expect(() => start({ phone: 'hash' })).toThrow('config.salt is missing');
		expect(() => start({ phone: 'encrypt' })).toThrow('config.phone must be one of off, mask, hash, found "encrypt"');
	});
});

describe('records', () => {
	it('looks at every string, nested ones included, and at numbers that are cards, never at keys or other numbers', () => {
		const record = {
			'a@b.com': 'a@b.com',
			list: ['a@b.com', 4111111111111111, 4111111111111112, -4111111111111111],
			phone: 4930901820,
			deep: { x: { y: '4111111111111111' } },
		};
		expect(masks.records('process_data', [record])).toEqual([
			{
				'a@b.com': 'a***@***.com',
				list: ['a***@***.com', '************1111', 4111111111111112, -4111111111111111],
				phone: 4930901820,
				deep: { x: { y: '************1111' } },
			},
		]);
	});

	it('looks only at the fields that are named, and only for the kinds that are on', () => {
		const guest = start({ fields: ['b', 'c.d'], phone: 'off' });
		const record = { a: 'a@b.com', b: 'a@b.com', c: { d: ['x@y.com'], e: 'x@y.com' }, z: 1 };
		expect(guest.records('process_data', [record, { b: '+49 30 901820' }])).toEqual([
			{ a: 'a@b.com', b: 'a***@***.com', c: { d: ['x***@***.com'], e: 'x@y.com' }, z: 1 },
			{ b: '+49 30 901820' },
		]);
	});

	it('sees through escapes, and copies what holds nothing byte for byte', () => {
		const lines = '{"a":"jane\\u0040example.org"}\n{"b": 1.500, "c":"\\u00e9\\/ 12"}\n';
		expect(masks.call('process_data', lines).text).toBe('{"a":"j***@***.org"}\n{"b": 1.500, "c":"\\u00e9\\/ 12"}\n');
	});

	it('changes no film and no flight', () => {
		for (const file of ['movies.json', 'flights-2k.json']) {
			const lines = toLines(JSON.parse(readFileSync(vegaFile(file), 'utf8')) as unknown[]);
			expect(masks.call('process_data', lines).text === lines).toBe(true);
		}
	});

	it('gives back one valid record for each, whatever the texts are', () => {
		const text = fc.oneof(anyText(), fc.stringMatching(/^[0-9@.+() a-z"\\-]{0,30}$/));
		fc.assert(
			fc.property(fc.array(fc.record({ text, n: fc.integer() }), { maxLength: 8 }), (records) => {
				const got = masks.records('process_data', records) as Row[];
				expect(got.map((row) => row['n'])).toEqual(records.map(({ n }) => n));
				expect(got.every((row) => typeof row['text'] === 'string')).toBe(true);
			}),
			tries(500),
		);
	});

	it('says at the end what it replaced', () => {
		const guest = start();
		guest.records('process_data', [{ a: 'a@b.com and 4111111111111111' }, { a: '+49 30 901820' }]);
		guest.call('plugin_cleanup');
		expect(guest.logs.at(-1)?.message).toBe(
			'replaced 1 e-mail addresses, 1 phone numbers and 1 card numbers in 2 records',
		);
	});
});
