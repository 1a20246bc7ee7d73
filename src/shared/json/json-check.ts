/**
 * Validates JSON (RFC 8259) byte by byte, without building values: what a guest returns is checked and passed on.
 * UTF-8 validity is not looked at here; every byte from 0x80 up counts as a string character.
 *
 * The checks read until a byte does not fit instead of comparing with a length at each step. That is safe because the
 * caller puts a line feed (which no string, number or literal may hold) at `data[end]`.
 */

/** Containers inside containers that are followed; deeper texts are refused. */
export const MAX_JSON_DEPTH = 10_000;

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** 1 for bytes that may follow a backslash alone. */
const escapes = Uint8Array.from({ length: 256 }, (_, byte) =>
	'"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const hex = Uint8Array.from({ length: 256 }, (_, byte) => (/[0-9a-fA-F]/.test(String.fromCharCode(byte)) ? 1 : 0));
/** For each open container: its closing byte. */
const closers = new Uint8Array(MAX_JSON_DEPTH);

/** `at` follows the opening quote. Returns the position after the closing one, or `~position` of the first wrong byte. */
function string(data: Uint8Array, at: number): number {
	let p = at;
	for (;;) {
		let byte = data[p] as number;
		// Comparing costs less than looking each byte up; most are letters.
		while (byte > BACKSLASH || (byte !== QUOTE && byte >= 0x20 && byte !== BACKSLASH)) byte = data[++p] as number;
		if (byte === QUOTE) return p + 1;
		if (byte !== BACKSLASH) return ~p;
		const next = data[p + 1] as number;
		if (escapes[next] === 1) {
			p += 2;
		} else if (next === 0x75) {
			for (let digit = p + 2; digit < p + 6; digit++) if (hex[data[digit] as number] !== 1) return ~digit;
			p += 6;
		} else {
			return ~(p + 1);
		}
	}
}

function digits(data: Uint8Array, at: number): number {
	let p = at;
	while ((((data[p] as number) - 0x30) & 0xff) < 10) p++;
	return p === at ? ~at : p;
}

function number(data: Uint8Array, at: number): number {
	let p = at;
	if (data[p] === 0x2d) p++;
	if (data[p] === 0x30) {
		p++;
	} else {
		p = digits(data, p);
		if (p < 0) return p;
	}
	if (data[p] === 0x2e) {
		p = digits(data, p + 1);
		if (p < 0) return p;
	}
	const byte = data[p] as number;
	if ((byte | 0x20) === 0x65) {
		p++;
		if (data[p] === 0x2b || data[p] === 0x2d) p++;
		p = digits(data, p);
	}
	return p;
}

function literal(data: Uint8Array, at: number): number {
	const first = data[at] as number;
	// Most are whole numbers.
	if (first >= 0x31 && first <= 0x39) {
		let p = at + 1;
		let byte = data[p] as number;
		while (byte >= 0x30 && byte <= 0x39) byte = data[++p] as number;
		if (byte !== 0x2e && (byte | 0x20) !== 0x65) return p;
	}
	const word = data[at] === 0x74 ? 'true' : data[at] === 0x66 ? 'false' : data[at] === 0x6e ? 'null' : '';
	if (word === '') return number(data, at);
	for (let index = 1; index < word.length; index++)
		if (data[at + index] !== word.charCodeAt(index)) return ~(at + index);
	return at + word.length;
}

/**
 * What a text is: one `value`, in which line feeds count as white space and are replaced by spaces, so that it can stand in
 * NDJSON; or `lines` (NDJSON), in which a line feed ends the record and is left alone.
 */
export type JsonText = 'value' | 'lines';

/** Skips white space. */
export function skipSpace(data: Uint8Array, at: number, end: number, text: JsonText): number {
	let p = at;
	for (; p < end; p++) {
		const byte = data[p];
		if (byte === LF && text === 'value') data[p] = 0x20;
		else if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) break;
	}
	return p;
}

/**
 * Checks one value that starts at `at` (after white space). Returns the position after it, or `~position` of the first
 * byte that does not fit. `data[end]` must hold a line feed.
 */
export function checkValue(data: Uint8Array, at: number, end: number, text: JsonText): number {
	let p = at;
	let depth = 0;
	let key = false;
	for (;;) {
		let byte = data[p] as number;
		if (byte <= 0x20) {
			p = skipSpace(data, p, end, text);
			byte = data[p] as number;
		}
		if (key) {
			if (byte !== QUOTE) return ~p;
			p = string(data, p + 1);
			if (p < 0) return p;
			if (data[p] !== COLON) {
				p = skipSpace(data, p, end, text);
				if (data[p] !== COLON) return ~p;
			}
			p++;
			byte = data[p] as number;
			if (byte <= 0x20) {
				p = skipSpace(data, p, end, text);
				byte = data[p] as number;
			}
			key = false;
		}
		if (byte === QUOTE) {
			p = string(data, p + 1);
			if (p < 0) return p;
		} else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
			if (depth === MAX_JSON_DEPTH) return ~p;
			const closer = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY;
			p++;
			if ((data[p] as number) <= 0x20) p = skipSpace(data, p, end, text);
			if (data[p] === closer) {
				p++;
			} else {
				closers[depth++] = closer;
				key = closer === CLOSE_OBJECT;
				continue;
			}
		} else {
			p = literal(data, p);
			if (p < 0) return p;
		}
		for (;;) {
			if (depth === 0) return p > end ? ~end : p;
			byte = data[p] as number;
			if (byte <= 0x20) {
				p = skipSpace(data, p, end, text);
				byte = data[p] as number;
			}
			const closer = closers[depth - 1] as number;
			p++;
			if (byte === closer) {
				depth--;
			} else if (byte === COMMA) {
				key = closer === CLOSE_OBJECT;
				break;
			} else {
				return ~(p - 1);
			}
		}
	}
}

/**
 * Checks that `data[at, end)` is one JSON value with nothing but white space around it. Line feeds between tokens become
 * spaces. `data[end]` must hold a line feed. Returns -1, or the position of the first byte that does not fit.
 */
export function findJsonError(data: Uint8Array, at: number, end: number): number {
	const after = checkValue(data, at, end, 'value');
	if (after < 0) return Math.min(~after, end);
	const rest = skipSpace(data, after, end, 'value');
	return rest === end ? -1 : rest;
}
