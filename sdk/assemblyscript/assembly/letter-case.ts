// Upper and lower case of UTF-8 text as Unicode has them, without regard to a language: ß becomes SS, Σ at the end of a
// word ς.
import { Bytes } from './bytes';
import { longUpper, longUpperCount, lowerCount, lowerRuns, upperCount, upperRuns } from './case-tables';
import { putCodePoint } from './json/text';

const CAPITAL_SIGMA: u32 = 0x3a3;
const SMALL_SIGMA: u32 = 0x3c3;
const FINAL_SIGMA: u32 = 0x3c2;
const DOTTED_I: u32 = 0x130;

/** The character that was decoded last, and how many bytes it has. */
let code: u32 = 0;
let width: i32 = 0;

function decode(p: usize, end: usize): void {
	const c = <u32>load<u8>(p);
	width = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	code = c;
	if (width == 1) return;
	width = min(width, <i32>(end - p));
	code = c & (0x7f >> width);
	for (let i = 1; i < width; i++) code = (code << 6) | (<u32>load<u8>(p + i) & 0x3f);
}

/** The character that a character becomes by a table; itself where it is not in it. */
function look(table: usize, count: i32, c: u32): u32 {
	let low = 0;
	let high = count - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const at = table + ((<usize>middle) << 3);
		const run = load<u32>(at);
		const start = run >> 8;
		if (c < start) {
			high = middle - 1;
			continue;
		}
		const step = (run & 1) + 1;
		const away = c - start;
		if (away <= (((run >> 1) & 0x7f) - 1) * step) return away % step == 0 ? c + load<u32>(at, 4) : c;
		low = middle + 1;
	}
	return c;
}

function put(out: Bytes, c: u32): void {
	const at = out.reserve(4);
	out.length += <i32>(putCodePoint(at, c) - at);
}

/** Where `longUpper` has a character; 0: nowhere. */
function longAt(c: u32): usize {
	let low = 0;
	let high = longUpperCount - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const at = longUpper + ((<usize>middle) << 3);
		const key = <u32>load<u16>(at);
		if (key == c) return at;
		if (key < c) low = middle + 1;
		else high = middle - 1;
	}
	return 0;
}

function putUpper(out: Bytes, c: u32): void {
	const single = look(upperRuns, upperCount, c);
	const long = single == c ? longAt(c) : 0;
	if (long == 0) return put(out, single);
	put(out, load<u16>(long, 2));
	put(out, load<u16>(long, 4));
	if (load<u16>(long, 6) != 0) put(out, load<u16>(long, 6));
}

/** Appends the characters below 0x80 that come next, with the 26 letters from `first` on in the other case; how many. */
function asciiRun(out: Bytes, p: usize, end: usize, first: u8): i32 {
	const at = out.reserve(<i32>(end - p));
	let count = 0;
	for (; p < end; p++) {
		const c = load<u8>(p);
		if (c >= 0x80) break;
		store<u8>(at + count, <u8>(c - first) < 26 ? c ^ 0x20 : c);
		count++;
	}
	out.length += count;
	return count;
}

/** Appends text in upper case. */
export function writeUpper(out: Bytes, ptr: usize, length: i32): void {
	const end = ptr + length;
	for (let p = ptr; p < end; p += width) {
		if (load<u8>(p) < 0x80) {
			width = asciiRun(out, p, end, 0x61);
			continue;
		}
		decode(p, end);
		putUpper(out, code);
	}
}

/** Appends text in lower case. */
export function writeLower(out: Bytes, ptr: usize, length: i32): void {
	const end = ptr + length;
	for (let p = ptr; p < end; ) {
		if (load<u8>(p) < 0x80) {
			p += asciiRun(out, p, end, 0x41);
			continue;
		}
		decode(p, end);
		const next = p + width;
		if (code == CAPITAL_SIGMA) {
			put(out, isCasedBefore(ptr, p) && !isCasedAfter(next, end) ? FINAL_SIGMA : SMALL_SIGMA);
		} else if (code == DOTTED_I) {
			put(out, 0x69);
			put(out, 0x307);
		} else {
			put(out, look(lowerRuns, lowerCount, code));
		}
		p = next;
	}
}

/** Appends text in a form in which texts are equal that differ in case alone: `Straße` and `STRASSE`. */
export function writeFolded(out: Bytes, ptr: usize, length: i32): void {
	const end = ptr + length;
	for (let p = ptr; p < end; p += width) {
		if (load<u8>(p) < 0x80) {
			width = asciiRun(out, p, end, 0x41);
			continue;
		}
		decode(p, end);
		const own = width;
		const from = out.length;
		putUpper(out, code);
		lowerInPlace(out, from);
		width = own;
	}
}

/** Room for what one character becomes. */
const few: usize = memory.data(12);

/** What one character became in upper case is short; in lower case none of it needs more room. */
function lowerInPlace(out: Bytes, from: i32): void {
	let count = 0;
	const end = out.ptr + out.length;
	for (let p = out.ptr + from; p < end; p += width) {
		decode(p, end);
		store<u32>(few + ((<usize>count) << 2), look(lowerRuns, lowerCount, code));
		count++;
	}
	out.length = from;
	for (let i = 0; i < count; i++) {
		const c = load<u32>(few + ((<usize>i) << 2));
		put(out, c - 0x41 < 26 ? c ^ 0x20 : c);
	}
}

function isCased(c: u32): bool {
	if (c < 0x80) return (c | 0x20) - 0x61 < 26;
	return c != look(lowerRuns, lowerCount, c) || c != look(upperRuns, upperCount, c) || longAt(c) != 0;
}

/** Marks that belong to the letter before them, and signs that stand inside words. */
function isPassedOver(c: u32): bool {
	return (c >= 0x300 && c < 0x370) || c == 0x27 || c == 0x2e || c == 0x3a || c == 0xad || c == 0xb7 || c == 0x2019;
}

function isCasedBefore(start: usize, p: usize): bool {
	while (p > start) {
		const end = p--;
		while (p > start && (load<u8>(p) & 0xc0) == 0x80) p--;
		decode(p, end);
		if (!isPassedOver(code)) return isCased(code);
	}
	return false;
}

function isCasedAfter(p: usize, end: usize): bool {
	for (; p < end; p += width) {
		decode(p, end);
		if (!isPassedOver(code)) return isCased(code);
	}
	return false;
}
