/** Addresses and numbers as people write them, each with the one value that its hash is made of. */
import type { Random } from './random.ts';

export type Kind = 'email' | 'phone' | 'card';

export interface Found {
	readonly kind: Kind;
	readonly text: string;
	/** What is hashed: the same for every way of writing it. */
	readonly value: string;
	/** Whether the README says that this way of writing is looked for. */
	readonly isPromised: boolean;
}

const names = [
	'jane',
	'doe',
	'wei.li',
	'k.meier',
	'o',
	'anna',
	'bob',
	'r.singh',
	'l_fontaine',
	'x9',
	'info',
	'sales',
	'müller',
];
const hosts = [
	'example.com',
	'mail.example.org',
	'firma.example.de',
	'a-b.example',
	'example.co.uk',
	'163.com',
	'exämple.fr',
];
/** A no-break space, a thin one, a no-break hyphen and an en dash among them. */
const separators = [' ', ' ', ' ', '-', '-', '.', '\u00a0', '\u2009', '\u2011', '\u2013'];

function fullWidth(text: string): string {
	return text.replaceAll(/[0-9@+]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}

export function email(random: Random): Found {
	const tag = random.pick(['', '', '', '+news', `-${random.digits(2)}`, "'s"]);
	const name = `${random.pick(names)}${tag}`;
	const local = random.chance(0.05) ? `bounces+${random.digits(4)}-${name}=example.net` : name;
	const host = random.pick(hosts);
	const value = `${local}@${host}`;
	const ascii = /^[\w.-]+$/.test(local);
	const forms = [
		value,
		value,
		value,
		value,
		value.toUpperCase(),
		fullWidth(value).replaceAll(/[０-９＋]/g, (c) => c.normalize('NFKC')),
	];
	if (ascii) {
		forms.push(`${local} (at) ${host.replaceAll('.', ' (dot) ')}`, `${local}[at]${host}`, `${local}%40${host}`);
		forms.push(`"${local}"@${host}`);
	}
	return { kind: 'email', text: random.pick(forms), value, isPromised: true };
}

const lengths = [
	[16, '4'],
	[16, '51'],
	[16, '2221'],
	[15, '34'],
	[15, '37'],
	[14, '3056'],
	[16, '6011'],
	[16, '3530'],
	[19, '62'],
	[13, '4'],
] as const;

export function luhnDigit(digits: string): string {
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const value = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
		sum += value > 9 ? value - 9 : value;
	}
	return String((10 - (sum % 10)) % 10);
}

function grouped(digits: string, sizes: readonly number[], separator: string): string {
	const groups: string[] = [];
	let at = 0;
	for (const size of sizes) {
		groups.push(digits.slice(at, at + size));
		at += size;
	}
	return groups.filter((group) => group !== '').join(separator);
}

export function card(random: Random): Found {
	const [length, prefix] = random.pick(lengths);
	const body = prefix + random.digits(length - 1 - prefix.length);
	const value = body + luhnDigit(body);
	const sizes = length === 15 ? [4, 6, 5] : length === 14 ? [4, 6, 4] : [4, 4, 4, 4, 3];
	const text = random.chance(0.4) ? value : grouped(value, sizes, random.pick([...separators, '/', '\t']));
	return { kind: 'card', text: random.chance(0.05) ? fullWidth(text) : text, value, isPromised: true };
}

/** Country, area and number: the lengths of the parts in the country's own way of writing. */
const countries = [
	{ code: '49', parts: [2, 6], trunk: true },
	{ code: '49', parts: [3, 7], trunk: true },
	{ code: '33', parts: [1, 2, 2, 2, 2], trunk: true },
	{ code: '44', parts: [2, 4, 4], trunk: true },
	{ code: '44', parts: [4, 6], trunk: true },
	{ code: '31', parts: [2, 3, 4], trunk: true },
	{ code: '81', parts: [2, 4, 4], trunk: true },
	{ code: '61', parts: [1, 4, 4], trunk: true },
	{ code: '34', parts: [3, 3, 3], trunk: false },
	{ code: '48', parts: [3, 3, 3], trunk: false },
	{ code: '86', parts: [3, 4, 4], trunk: false },
	{ code: '65', parts: [4, 4], trunk: false },
] as const;

export function phone(random: Random): Found {
	return random.chance(0.3) ? american(random) : elsewhere(random);
}

function american(random: Random): Found {
	const [area, exchange, line] = [random.digits(3, '01'), random.digits(3, '01'), random.digits(4)];
	const separator = random.pick(separators);
	const written = random.pick([
		`(${area}) ${exchange}-${line}`,
		...[area, `1${separator}${area}`, `+1${separator}${area}`].map(
			(start) => `${start}${separator}${exchange}${separator}${line}`,
		),
		`+1${area}${exchange}${line}`,
	]);
	return { kind: 'phone', text: written, value: `+1${area}${exchange}${line}`, isPromised: true };
}

function elsewhere(random: Random): Found {
	const { code, parts, trunk } = random.pick(countries);
	const digits = parts.map((length, index) => random.digits(length, index === 0 ? '01' : ''));
	// Thousands look like this; nobody is given such a number.
	if (/^0+$/.test(digits.at(-1) ?? '')) return elsewhere(random);
	const separator = random.pick(separators);
	const rest = digits.join(separator);
	const value = `+${code}${digits.join('')}`;
	const forms: Found[] = [
		...[`+${code}${separator}${rest}`, value, `00${code}${separator}${rest}`].map((text) => found(text, value, true)),
	];
	if (trunk) {
		const national = `0${digits.join('')}`;
		const [area = '', ...others] = digits;
		forms.push(found(`+${code} (0)${rest}`, value, true), found(`0${rest}`, national, true));
		forms.push(
			found(`(0${area}) ${others.join(separator)}`, national, true),
			found(national, national, national.length >= 10),
		);
	} else {
		forms.push(found(rest, digits.join(''), false));
	}
	const chosen = random.pick(forms);
	return random.chance(0.05) ? { ...chosen, text: fullWidth(chosen.text) } : chosen;
}

function found(text: string, value: string, isPromised: boolean): Found {
	return { kind: 'phone', text, value, isPromised };
}
