import { leb } from '../../../src/shared/wasm/binary/write.ts';

/** What a file of modules is turned into: each mutation names a place by fractions, so that it means something in any file. */

export const mutationNames = [
	'flip',
	'edge',
	'cut',
	'cutAtBorder',
	'drop',
	'repeat',
	'swap',
	'graft',
	'exchange',
	'giantSize',
	'hugeCount',
	'controls',
	'header',
	'twice',
] as const;

export interface Mutation {
	readonly name: (typeof mutationNames)[number];
	/** Places, at least 0 and less than 1. */
	readonly at: number;
	readonly to: number;
	/** 0 to 255. */
	readonly value: number;
}

interface Section {
	readonly start: number;
	/** Behind its size. */
	readonly content: number;
	readonly end: number;
}

const HEADER_BYTES = 8;

/** The sections as far as they can be told apart. */
function sectionsOf(bytes: Uint8Array): readonly Section[] {
	const sections: Section[] = [];
	for (let at = HEADER_BYTES; at < bytes.length; ) {
		const start = at++;
		let size = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = bytes[at++] ?? 0;
			size += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) break;
		}
		const end = Math.min(bytes.length, at + size);
		sections.push({ start, content: Math.min(at, bytes.length), end });
		at = end;
	}
	return sections;
}

/** Bytes at which encodings change their meaning. */
const edges = [0x00, 0x01, 0x03, 0x04, 0x0b, 0x3f, 0x40, 0x60, 0x6f, 0x70, 0x7f, 0x80, 0xfe, 0xff];
/** Sizes and counts: 2³² − 1, 2³² and more, 2³¹, one of too many bytes, one that does not end. */
const giants = [
	[0xff, 0xff, 0xff, 0xff, 0x0f],
	[0x80, 0x80, 0x80, 0x80, 0x10],
	[0x80, 0x80, 0x80, 0x80, 0x08],
	[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
	[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
	[0xa0, 0x8d, 0x06],
];
/** What does something to whoever prints it: a terminal's sequence, a line, a text that turns around, NUL, a BOM, no UTF-8. */
const unprintable = ['\u001b[2J\u001b]0;x\u0007', '\n\r\u0085', '\u202e\u2066', '\0', '\ufeff\u200b', '\u{e0041}'];
const headers = [
	[0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0],
	[0, 0x61, 0x73, 0x6d, 2, 0, 0, 0],
	[0x7b, 0x22, 0x77, 0x61, 0x73, 0x6d, 0x22, 0x3a],
	[0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0],
];

const joined = (...pieces: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
	Uint8Array.from(Buffer.concat(pieces.map((piece) => Uint8Array.from(piece))));
const pick = <T>(from: readonly T[], at: number): T | undefined => from[Math.floor(at * from.length)];
const before = (bytes: Uint8Array, end: number): Uint8Array => bytes.subarray(0, end);

function replaced(bytes: Uint8Array, from: number, to: number, piece: Uint8Array | readonly number[]): Uint8Array {
	return joined(before(bytes, from), piece, bytes.subarray(to));
}

/** What is left of a file by one mutation; `other`: another file, of which parts may be taken. */
export function mutated(bytes: Uint8Array, { name, at, to, value }: Mutation, other: Uint8Array): Uint8Array {
	if (bytes.length === 0) return bytes;
	const place = Math.floor(at * bytes.length);
	const sections = sectionsOf(bytes);
	const one = pick(sections, at);
	const two = pick(sections, to);
	switch (name) {
		case 'flip':
			return replaced(bytes, place, place + 1, [(bytes[place] ?? 0) ^ (1 << (value % 8))]);
		case 'edge':
			return replaced(bytes, place, place + 1, [edges[value % edges.length] ?? 0]);
		case 'cut':
			return before(bytes, place);
		case 'cutAtBorder':
			if (one === undefined) return before(bytes, value % HEADER_BYTES);
			return before(bytes, [one.start, one.start + 1, one.content, one.end][value % 4] ?? 0);
		case 'drop':
			return one === undefined ? bytes : replaced(bytes, one.start, one.end, []);
		case 'repeat': {
			if (one === undefined || two === undefined) return bytes;
			const again = bytes.subarray(one.start, one.end);
			return replaced(bytes, two.end, two.end, again);
		}
		case 'swap': {
			if (one === undefined || two === undefined || one === two) return bytes;
			const [a, b] = one.start < two.start ? [one, two] : [two, one];
			const middle = bytes.subarray(a.end, b.start);
			const swapped = joined(bytes.subarray(b.start, b.end), middle, bytes.subarray(a.start, a.end));
			return replaced(bytes, a.start, b.end, swapped);
		}
		case 'graft':
		case 'exchange': {
			const theirs = pick(sectionsOf(other), to);
			if (one === undefined || theirs === undefined) return bytes;
			const piece = other.subarray(theirs.start, theirs.end);
			return replaced(bytes, name === 'graft' ? one.end : one.start, one.end, piece);
		}
		case 'giantSize':
			return one === undefined ? bytes : replaced(bytes, one.start + 1, one.content, giant(value));
		case 'hugeCount': {
			if (one === undefined) return bytes;
			// The section is as long as it says; what it says that it holds is not.
			const content = joined(giant(value), bytes.subarray(one.content + 1, one.end));
			return replaced(bytes, one.start + 1, one.end, joined(leb(content.length), content));
		}
		case 'controls': {
			const text = Buffer.from(unprintable[value % unprintable.length] ?? '');
			const word = wordAt(bytes, place, text.length);
			return word === -1 ? bytes : replaced(bytes, word, word + text.length, text);
		}
		case 'header':
			return replaced(bytes, 0, HEADER_BYTES, headers[value % headers.length] ?? []);
		case 'twice':
			return joined(bytes, value % 2 === 0 ? bytes : other);
	}
}

function giant(value: number): readonly number[] {
	return giants[value % giants.length] ?? [];
}

/** Where so many bytes of a name begin, from a place on and then from the beginning; -1: nowhere. */
function wordAt(bytes: Uint8Array, from: number, length: number): number {
	const isLetter = (byte: number | undefined): boolean =>
		byte !== undefined && (byte === 0x5f || (byte >= 0x61 && byte <= 0x7a));
	for (let step = 0; step < bytes.length; step++) {
		const start = (from + step) % bytes.length;
		let at = start;
		while (at - start < length && isLetter(bytes[at])) at++;
		if (at - start === length) return start;
	}
	return -1;
}
