// JSON strings to bytes and back. Inside the plugin, text is UTF-8; a lone surrogate (which JSON can escape and UTF-8
// cannot hold) is kept as its three generalised bytes and escaped again when it is written.
import { Bytes } from '../bytes';
import { BACKSLASH, hexValue, QUOTE, specialBits } from './scan';

function hex4(p: usize): u32 {
	return (
		((<u32>hexValue(load<u8>(p))) << 12) |
		((<u32>hexValue(load<u8>(p + 1))) << 8) |
		((<u32>hexValue(load<u8>(p + 2))) << 4) |
		<u32>hexValue(load<u8>(p + 3))
	);
}

/** Writes one code point as UTF-8 and returns the position behind it. */
export function putCodePoint(at: usize, code: u32): usize {
	if (code < 0x80) {
		store<u8>(at, <u8>code);
		return at + 1;
	}
	if (code < 0x800) {
		store<u8>(at, <u8>(0xc0 | (code >> 6)));
		store<u8>(at + 1, <u8>(0x80 | (code & 0x3f)));
		return at + 2;
	}
	if (code < 0x10000) {
		store<u8>(at, <u8>(0xe0 | (code >> 12)));
		store<u8>(at + 1, <u8>(0x80 | ((code >> 6) & 0x3f)));
		store<u8>(at + 2, <u8>(0x80 | (code & 0x3f)));
		return at + 3;
	}
	store<u8>(at, <u8>(0xf0 | (code >> 18)));
	store<u8>(at + 1, <u8>(0x80 | ((code >> 12) & 0x3f)));
	store<u8>(at + 2, <u8>(0x80 | ((code >> 6) & 0x3f)));
	store<u8>(at + 3, <u8>(0x80 | (code & 0x3f)));
	return at + 4;
}

function simpleEscape(c: u8): u8 {
	if (c == 0x62) return 0x08;
	if (c == 0x66) return 0x0c;
	if (c == 0x6e) return 0x0a;
	if (c == 0x72) return 0x0d;
	if (c == 0x74) return 0x09;
	return c;
}

/**
 * Decodes the inside of a validated JSON string, from `start` up to its closing quote at `end`, to `at`, where
 * `end - start` bytes are room enough. Returns the length.
 */
export function unescape(start: usize, end: usize, at: usize): i32 {
	const first = at;
	let p = start;
	while (p < end) {
		// As many bytes are written as were read, or fewer: sixteen more still have room.
		while (p + 16 <= end) {
			const bytes = v128.load(p);
			const bits = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(BACKSLASH)));
			v128.store(at, bytes);
			const plain: usize = bits == 0 ? 16 : <usize>ctz(bits);
			at += plain;
			p += plain;
			if (bits != 0) break;
		}
		if (p == end) break;
		const c = load<u8>(p);
		if (c != BACKSLASH) {
			store<u8>(at++, c);
			p++;
			continue;
		}
		const kind = load<u8>(p + 1);
		if (kind != 0x75) {
			store<u8>(at++, simpleEscape(kind));
			p += 2;
			continue;
		}
		let code = hex4(p + 2);
		p += 6;
		if ((code & 0xfc00) == 0xd800 && p + 6 <= end && load<u8>(p) == BACKSLASH && load<u8>(p + 1) == 0x75) {
			const low = hex4(p + 2);
			if ((low & 0xfc00) == 0xdc00) {
				code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
				p += 6;
			}
		}
		at = putCodePoint(at, code);
	}
	return <i32>(at - first);
}

function hexDigit(value: u32): u8 {
	return <u8>(value < 10 ? 0x30 + value : 0x57 + value);
}

function putUnicodeEscape(at: usize, code: u32): usize {
	store<u16>(at, 0x755c);
	store<u8>(at + 2, hexDigit((code >> 12) & 15));
	store<u8>(at + 3, hexDigit((code >> 8) & 15));
	store<u8>(at + 4, hexDigit((code >> 4) & 15));
	store<u8>(at + 5, hexDigit(code & 15));
	return at + 6;
}

/** With this byte the bytes of a lone surrogate begin, and those of many Korean syllables. */
const SURROGATE: u8 = 0xed;

function shortEscape(c: u8): u8 {
	if (c == QUOTE || c == BACKSLASH) return c;
	if (c == 0x0a) return 0x6e;
	if (c == 0x0d) return 0x72;
	if (c == 0x09) return 0x74;
	if (c == 0x08) return 0x62;
	if (c == 0x0c) return 0x66;
	return 0;
}

/** Appends text as a JSON string without its quotes. */
export function writeEscaped(out: Bytes, ptr: usize, length: i32): void {
	const end = ptr + length;
	// Six bytes for each are enough for the worst text; small ones take it at once, large ones as they need it.
	let at = out.reserve(length <= 4096 ? length * 6 + 8 : length);
	let room = out.ptr + out.capacity;
	let p = ptr;
	while (p < end) {
		if (at + 6 + <usize>(end - p) > room) {
			out.length = <i32>(at - out.ptr);
			at = out.reserve(<i32>(end - p) + 4096);
			room = out.ptr + out.capacity;
		}
		while (p + 16 <= end) {
			const bytes = v128.load(p);
			const bits = specialBits(p) | i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(SURROGATE)));
			// There is room for all of them; what is behind the first special one is written again.
			v128.store(at, bytes);
			const plain: usize = bits == 0 ? 16 : <usize>ctz(bits);
			at += plain;
			p += plain;
			if (bits != 0) break;
		}
		if (p == end) break;
		const c = load<u8>(p);
		if (c >= 0x20 && c != QUOTE && c != BACKSLASH && c != SURROGATE) {
			store<u8>(at++, c);
			p++;
			continue;
		}
		if (c == SURROGATE) {
			const next = p + 2 < end ? load<u8>(p + 1) : 0;
			if (next >= 0xa0) {
				at = putUnicodeEscape(at, 0xd000 | ((<u32>next & 0x3f) << 6) | (<u32>load<u8>(p + 2) & 0x3f));
				p += 3;
			} else {
				store<u8>(at++, c);
				p++;
			}
			continue;
		}
		const short = shortEscape(c);
		if (short != 0) {
			store<u8>(at, BACKSLASH);
			store<u8>(at + 1, short);
			at += 2;
		} else {
			at = putUnicodeEscape(at, c);
		}
		p++;
	}
	out.length = <i32>(at - out.ptr);
}

/** Appends text as a JSON string. */
export function writeString(out: Bytes, ptr: usize, length: i32): void {
	out.byte(QUOTE);
	writeEscaped(out, ptr, length);
	out.byte(QUOTE);
}

/** Appends a string as a JSON string. */
export function writeText(out: Bytes, value: string): void {
	const bytes = new Bytes();
	bytes.text(value);
	writeString(out, bytes.ptr, bytes.length);
	bytes.release();
}
