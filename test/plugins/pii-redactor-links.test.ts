import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';

function redact(text: string, config: Record<string, JsonValue> = {}): unknown {
	const guest = Guest.start(samplePlugin('pii-redactor'), { config });
	const [record] = guest.records('process_data', [{ text }]);
	return (record as { readonly text: string }).text;
}

describe('what a link has coded around a value', () => {
	it.each([
		['%3C4111111111111111%3E', '%3C************1111%3E'],
		['q=%204111111111111111', 'q=%20************1111'],
		['a%3D4111111111111111%26b%3D5500000000000004', 'a%3D************1111%26b%3D************0004'],
		['%22212-555-0147%22', '%22***-***-**47%22'],
		['to%3Dbob%40example.com%26x', 'to%3Db***@***.com%26x'],
		['%3Cbob@example.com%3E', '%3Cb***@***.com%3E'],
		['%3A%2F%2Fbob%40example.com', '%3A%2F%2Fb***@***.com'],
		['o%27brien%40example.com', 'o***@***.com'],
		['user%example.com@example.org', 'u***@***.org'],
		['%C3%A9mile%40example.org', 'é***@***.org'],
		['%F0%9F%98%80x%40example.org', '😀***@***.org'],
	])('is not of it: %s', (text, redacted) => {
		expect(redact(text)).toBe(redacted);
	});

	it.each(['%aax', '%C3x', '%C3%', '%c3%28', '%E2%82x', '%ED%A0%80', '%F5%80%80%80', '%80%C3%A9', 'x%aa', 'x%E2%82'])(
		'is no text where it is no UTF-8, and stays as it is written: %s',
		(local) => {
			const first = local.charAt(0);
			expect(redact(`to ${local}%40example.org`)).toBe(`to ${first}***@***.org`);
			expect(redact(`to\n${local}%40example.org`)).toBe(`to\n${first}***@***.org`);
			const config = { email: 'hash', salt: 's' };
			const hash = redact(`${local}%40example.org`, config);
			expect(hash).toMatch(/^email_[0-9a-f]{32}$/);
			// Not that of any other such text.
			expect(redact(`${local}%ab%40example.org`, config)).not.toBe(hash);
		},
	);

	it('does not change its hash', () => {
		const config = { email: 'hash', card: 'hash', salt: 's', hash_length: 8 };
		const [address, card] = [String(redact('bob@example.com', config)), String(redact('4111111111111111', config))];
		for (const [before, behind] of [
			['%3C', '%3E'],
			['%20', '%0A'],
			['to%3D', '%26'],
			['%22', '%22'],
			['%2C', '%2c'],
		] as const) {
			expect(redact(`${before}bob@example.com${behind}`, config)).toBe(`${before}${address}${behind}`);
			expect(redact(`${before}4111111111111111${behind}`, config)).toBe(`${before}${card}${behind}`);
		}
	});
});

describe('what is glued to a number', () => {
	it.each([
		['212-555-0147p28', '***-***-**47p28'],
		['+12125550147w9', '+*********47w9'],
		['tel212-555-0147fax212-555-0163', 'tel***-***-**47fax***-***-**63'],
		['+12125550147Mobile+12125550148', '+*********47Mobile+*********48'],
		['4111111111111111.5500000000000004', '************1111.************0004'],
		['4111•1111•1111•1111', '****•****•****•1111'],
	])('does not keep it from being found: %s', (text, redacted) => {
		expect(redact(text)).toBe(redacted);
	});

	it.each(['1.5500000000000004', 'part 212-555-0147w123456', '550-123-4567p2a', '%2012', '%3C12%3E'])(
		'makes %s what it is',
		(text) => {
			expect(redact(text)).toBe(text);
		},
	);
});

describe('an address of more characters than are looked at', () => {
	it.each(['ê', 'ªx', 'ºé', '例子', '😀a', 'नम'])(
		'begins with a whole one, at whatever byte that is: %s',
		(character) => {
			for (const before of ['', 'a', 'ab', 'abc']) {
				const text = `${before}${character.repeat(700)}x@example.org`;
				for (const config of [{}, { email: 'hash', salt: 's' }]) {
					const redacted = redact(text, config);
					expect(redacted).toMatch(/(\*\*\*@\*\*\*\.org|email_[0-9a-f]{32})$/);
					expect(redact(`\n${text}`, config)).toBe(`\n${redacted}`);
				}
			}
		},
	);
});
