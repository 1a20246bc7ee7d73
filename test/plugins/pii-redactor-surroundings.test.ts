// Whatever stands around what is private: it is hidden, and what stands around it stays.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('pii-redactor');
const salt = 'x';
const config = { email: 'hash', phone: 'hash', card: 'hash', salt, hash_length: 16 } as const;
const hashes = Guest.start(module, { config });
const masks = Guest.start(module);
const redact = (guest: Guest, text: string): string =>
	(guest.records('process_data', [{ text }])[0] as { readonly text: string }).text;
const token = (kind: string, value: string): string =>
	`${kind}_${createHash('sha256').update(salt).update(value).digest('hex').slice(0, 16)}`;

/** Nothing that could be a part of an address or a number, in any script; digits and letters behind a comma and the like. */
const before = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'\n',
		'\t',
		'\u00a0',
		'\u2003',
		'\u3000',
		'“',
		'«',
		'「',
		'（',
		'：',
		'，',
		'。',
		'—',
		'…',
		'👍',
	),
	fc.constantFrom(
		'卡号',
		'請聯繫',
		'れんらく',
		'연락처',
		'ติดต่อ',
		'Пишите: ',
		'é ',
		'x: ',
		'a, ',
		'<',
		'(',
		'["',
		'>',
		';',
	),
	fc.constantFrom('17,', '2024-01-01,', '3: ', '10:', 'row 5; ', 'a=', '12:30 ', '{"k":"'),
	fc.string({ unit: fc.constantFrom('卡', '号', 'か', 'ナ', '한', 'ก', '“', '，', '\u00a0', '👍'), maxLength: 6 }),
);
const behind = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'\n',
		'\t',
		'\u00a0',
		'”',
		'»',
		'」',
		'）',
		'，',
		'。',
		'！',
		'—',
		'…',
		'👍',
		', ',
		'; ',
		').',
	),
	fc.constantFrom('谢谢', 'まで', '으로', 'ครับ', ' é', ' x', '!', '?', '>', ']', '"', ',17', ', 2024', ' and', '\r\n'),
);
const separator = fc.constantFrom(' ', '-', '.', '\u00a0', '\u2009', '\u202f', '\u2011', '\u2013', '\u3000');
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

function check(digitsBefore: string): string {
	const sum = [...digitsBefore].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return `${digitsBefore}${(10 - (sum % 10)) % 10}`;
}

const groups = (text: string, sizes: readonly number[], between: string): string => {
	const parts: string[] = [];
	let at = 0;
	for (const size of sizes) {
		parts.push(text.slice(at, at + size));
		at += size;
	}
	return parts.join(between);
};

const card = fc
	.tuple(fc.constantFrom('4', '51', '37', '6011', '2221'), digits(14), separator, fc.boolean())
	.map(([prefix, rest, between, whole]) => {
		const length = prefix === '37' ? 15 : 16;
		const value = check((prefix + rest).slice(0, length - 1));
		return { value, text: whole ? value : groups(value, length === 15 ? [4, 6, 5] : [4, 4, 4, 4], between) };
	});
const phone = fc
	.tuple(fc.constantFrom('49', '44', '33', '86', '81'), fc.stringMatching(/^[2-9][0-9]{8}[1-9]$/), separator)
	.chain(([code, number, between]) =>
		fc
			.constantFrom(
				`+${code}${number}`,
				`+${code}${between}${groups(number, [2, 4, 4], between)}`,
				`00${code}${between}${groups(number, [2, 4, 4], between)}`,
				`+${code} (0)${groups(number, [3, 7], between)}`,
			)
			.map((text) => ({ value: `+${code}${number}`, text })),
	);
const part = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const email = fc
	.tuple(
		part,
		fc.constantFrom('', '.', '-', '+', '_'),
		part,
		part,
		fc.constantFrom('com', 'co.uk', 'example', 'museum'),
	)
	.map(([a, joint, b, host, top]) => ({
		value: `${a}${joint}${b}@${host}.${top}`,
		text: `${a}${joint}${b}@${host}.${top}`,
	}));

describe('in every surrounding', () => {
	const kinds = { card, phone, email };
	it.each(['card', 'phone', 'email'] as const)(
		'a %s is hidden, its hash is the same, and nothing else changes',
		(kind) => {
			fc.assert(
				fc.property(before, kinds[kind], behind, (start, { text, value }, end) => {
					expect(redact(hashes, `${start}${text}${end}`)).toBe(`${start}${token(kind, value)}${end}`);
				}),
				tries(1500),
			);
		},
	);

	it('several are hidden one behind the other', () => {
		const one = fc.oneof(
			card.map(({ text, value }) => ({ text, hash: token('card', value) })),
			phone.map(({ text, value }) => ({ text, hash: token('phone', value) })),
			email.map(({ text, value }) => ({ text, hash: token('email', value) })),
		);
		const between = fc.constantFrom(', ', ',', ';', '\n', ' und ', '，', ' | ', '谢谢', ': ');
		fc.assert(
			fc.property(fc.array(one, { minLength: 2, maxLength: 5 }), between, (items, joint) => {
				const text = items.map((item) => item.text).join(joint);
				expect(redact(hashes, text)).toBe(items.map((item) => item.hash).join(joint));
			}),
			tries(500),
		);
	});

	it('no more than the last four digits of a card stay, whatever digits stand beside it', () => {
		// Digits behind a dot are decimals.
		const joints = separator.filter((each) => each !== '.');
		const beside = fc.oneof(digits(1), digits(2), digits(3), digits(4), fc.constant('12/27'), fc.constant(''));
		fc.assert(
			fc.property(beside, card, beside, joints, (start, { text, value }, end, joint) => {
				const shown = redact(masks, [start, text, end].filter((each) => each !== '').join(joint));
				// Of the digits of the card, those that are left in their place: the text keeps its length.
				const from = start === '' ? 0 : start.length + joint.length;
				const left = shown.slice(from, from + text.length).replace(/[^0-9]/g, '');
				expect(left.length).toBeLessThanOrEqual(4);
				expect(value.endsWith(left) || left === '').toBe(true);
			}),
			tries(3000),
		);
	});
});

describe('whatever a text is', () => {
	it('the call ends well, and what is not private stays as it was', () => {
		const unit = fc.constantFrom(...'0123456789+-./(), @%4at[dot]{}<>"\'=|xeé卡４＠\u00a0\u200b\u202a\\');
		fc.assert(
			fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
				const shown = redact(masks, text);
				if (!/[0-9０-９].*[0-9０-９]|@|＠|%|at/s.test(text)) expect(shown).toBe(text);
				expect(redact(masks, shown).length).toBeLessThanOrEqual(shown.length + 8);
			}),
			tries(3000),
		);
	});
});
