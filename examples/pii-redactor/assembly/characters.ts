// Code points as a person reads them: a full-width `４` is a 4, a no-break space is a space, whatever bytes they are.
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';

/** The code point that was read last, full-width and other decimal digits as ASCII. */
export let code: u32 = 0;
/** Its bytes. */
export let size: usize = 1;

/** What parts digits inside a number. */
export const SPACE: i32 = 1;
export const HYPHEN: i32 = 2;
export const DOT: i32 = 4;
export const SLASH: i32 = 8;
export const OPEN: i32 = 16;
export const CLOSE: i32 = 32;
/** Seen by nobody: zero-width characters and marks of direction, which address books put around numbers. */
export const UNSEEN: i32 = 64;
/** `_`, and the plus that stands for a space in a link: between the groups of cards alone. */
export const JOINT: i32 = 128;

export function isLetter(c: u32): bool {
	return (c | 0x20) - 0x61 < 26;
}

export function isDigitCode(c: u32): bool {
	return c - 0x30 < 10;
}

/** Whether one of `@.+-_()/` or a letter or digit: the full-width forms that stand for these in numbers and addresses. */
function foldsFrom(c: u32): bool {
	if (isLetter(c) || isDigitCode(c) || c == 0x40 || c == 0x5f) return true;
	return c == 0x28 || c == 0x29 || c == 0x2b || c == 0x2d || c == 0x2e || c == 0x2f;
}

function fold(c: u32): u32 {
	if (c >= 0xff01 && c <= 0xff5e) return foldsFrom(c - 0xfee0) ? c - 0xfee0 : c;
	// Arabic, Persian and Devanagari digits.
	if (c - 0x660 < 10) return c - 0x660 + 0x30;
	if (c - 0x6f0 < 10) return c - 0x6f0 + 0x30;
	if (c - 0x966 < 10) return c - 0x966 + 0x30;
	return c;
}

/** Reads the code point at `p`, which is before `end`. Sets `code` and `size`. */
export function readAt(p: usize, end: usize): void {
	const c = <u32>load<u8>(p);
	code = c;
	size = 1;
	if (c < 0xc2) return;
	const length: usize = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (p + length > end) return;
	let value = c & (0x7f >> <u32>length);
	for (let i: usize = 1; i < length; i++) value = (value << 6) | (<u32>load<u8>(p + i) & 0x3f);
	code = fold(value);
	size = length;
}

/** Reads the code point that ends before `p`, which is behind `start`. Sets `code` and `size`. */
export function readBefore(p: usize, start: usize): void {
	let first = p - 1;
	while (first > start && p - first < 4 && (load<u8>(first) & 0xc0) == 0x80) first--;
	readAt(first, p);
	if (size == p - first) return;
	code = <u32>load<u8>(p - 1);
	size = 1;
}

/** Whether digits that are not ASCII, or a full-width @, could begin with this byte. */
export function mayFold(c: u8): bool {
	return c == 0xef || c == 0xd9 || c == 0xdb || c == 0xe0;
}

/** Whether a digit that is not ASCII begins at `p`. */
export function isFoldedDigit(p: usize, end: usize): bool {
	readAt(p, end);
	return isDigitCode(code);
}

/** What a code point is between two digits; 0: the end of the number. */
export function separatorOf(c: u32): i32 {
	if (c < 0x80) {
		if (c == 0x20 || c == 0x09) return SPACE;
		if (c == 0x2d) return HYPHEN;
		if (c == 0x2e) return DOT;
		if (c == 0x2f) return SLASH;
		if (c == 0x28) return OPEN;
		if (c == 0x2b || c == 0x5f) return JOINT;
		return c == 0x29 ? CLOSE : 0;
	}
	if (c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000) return SPACE;
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0xfe63 || c == 0xfe58) return HYPHEN;
	// Typed for a dash in Japanese.
	if (c == 0x30fc || c == 0xff70) return HYPHEN;
	if (c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e)) return UNSEEN;
	if ((c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff) return UNSEEN;
	return c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22c5 || c == 0x30fb ? DOT : 0;
}

/** What a code point is in an address. */
export const NONE: i32 = 0;
/** Letters and digits of ASCII, and letters of Latin beyond it. */
export const LATIN: i32 = 1;
/** `.` and the other characters that RFC 5322 allows in a local part. */
export const MARK: i32 = 2;
/** Letters of other scripts. */
export const OTHER: i32 = 3;

function isMark(c: u32): bool {
	if (c == 0x21 || (c >= 0x23 && c <= 0x27) || (c >= 0x2a && c <= 0x2b) || (c >= 0x2d && c <= 0x2f)) return true;
	return c == 0x3d || c == 0x3f || (c >= 0x5e && c <= 0x60) || (c >= 0x7b && c <= 0x7e);
}

/** Punctuation, spaces, symbols and pictures beyond Latin. */
function isNoLetter(c: u32): bool {
	if ((c >= 0x2000 && c <= 0x2bff) || (c >= 0x2e00 && c <= 0x2e7f) || c == 0x30fb) return true;
	if (c >= 0x3000 && c <= 0x3030) return c != 0x3005 && c != 0x3007;
	if (c == 0x60c || c == 0x61b || c == 0x61f || c == 0x6d4 || c == 0x964 || c == 0x965) return true;
	if ((c >= 0xd800 && c <= 0xf8ff) || (c >= 0xfe00 && c <= 0xfe6f) || c >= 0xe0000) return true;
	if (c >= 0xfeff && c <= 0xffff) return c <= 0xff65 || c >= 0xffe0;
	return c >= 0x1f000 && c <= 0x1fbff;
}

/** Of ASCII, by its byte. */
const classes: usize = memory.data(128);
for (let c: u32 = 0; c < 128; c++) {
	store<u8>(classes + c, <u8>(isLetter(c) || isDigitCode(c) ? LATIN : isMark(c) ? MARK : NONE));
}

export function classOf(c: u32): i32 {
	if (c < 0x80) return <i32>load<u8>(classes + c);
	if (c < 0xc0) return c == 0xaa || c == 0xb5 || c == 0xba ? LATIN : NONE;
	if (c < 0x370) return c == 0xd7 || c == 0xf7 ? NONE : LATIN;
	if (c >= 0x1e00 && c <= 0x1eff) return LATIN;
	return isNoLetter(c) ? NONE : OTHER;
}

/** Small letter of Latin, Greek and Cyrillic letters. */
export function lower(c: u32): u32 {
	if (c < 0x80) return c - 0x41 < 26 ? c | 0x20 : c;
	if (c <= 0xde) return c >= 0xc0 && c != 0xd7 ? c + 0x20 : c;
	if ((c >= 0x100 && c <= 0x12f) || (c >= 0x132 && c <= 0x137) || (c >= 0x14a && c <= 0x177)) return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return (c & 1) == 1 ? c + 1 : c;
	if (c >= 0x391 && c <= 0x3a9) return c + 0x20;
	if (c >= 0x410 && c <= 0x42f) return c + 0x20;
	return c >= 0x400 && c <= 0x40f ? c + 0x50 : c;
}

/** Whether the bytes before `end` are this ASCII word, in small letters or capitals. */
export function endsWith(start: usize, end: usize, word: string): bool {
	const length = <usize>word.length;
	if (end - start < length) return false;
	for (let i: usize = 0; i < length; i++) {
		const c = load<u8>(end - length + i);
		if ((isLetter(c) ? c | 0x20 : c) != <u8>word.charCodeAt(<i32>i)) return false;
	}
	return true;
}

/** Whether the bytes from `start` on are this ASCII word, in small letters or capitals. */
export function beginsWith(start: usize, end: usize, word: string): bool {
	return start + <usize>word.length <= end && endsWith(start, start + <usize>word.length, word);
}

/** Whether an ASCII letter, digit or underscore. */
export function isWord(c: u8): bool {
	return isLetter(c) || isDigit(c) || c == 0x5f;
}
