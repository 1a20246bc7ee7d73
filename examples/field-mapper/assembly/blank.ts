// White space as Unicode has it, in UTF-8: what JavaScript's trim takes off.

/** Bytes of the blank character at `p`; 0: it is another. */
export function blankAt(p: usize, end: usize): i32 {
	if (p >= end) return 0;
	const c = load<u8>(p);
	if (c < 0x80) return c == 0x20 || (c >= 0x09 && c <= 0x0d) ? 1 : 0;
	if (c == 0xc2) return p + 2 <= end && load<u8>(p + 1) == 0xa0 ? 2 : 0;
	if (p + 3 > end) return 0;
	return isWideBlank(c, load<u8>(p + 1), load<u8>(p + 2)) ? 3 : 0;
}

/** Bytes of the blank character that ends at `end`. */
export function blankBefore(start: usize, end: usize): i32 {
	if (start >= end) return 0;
	const c = load<u8>(end - 1);
	if (c < 0x80) return c == 0x20 || (c >= 0x09 && c <= 0x0d) ? 1 : 0;
	if (end - 2 >= start && c == 0xa0 && load<u8>(end - 2) == 0xc2) return 2;
	if (end - 3 < start) return 0;
	return isWideBlank(load<u8>(end - 3), load<u8>(end - 2), c) ? 3 : 0;
}

/** U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF. */
function isWideBlank(a: u8, b: u8, c: u8): bool {
	if (a == 0xe2) {
		if (b == 0x81) return c == 0x9f;
		return b == 0x80 && ((c >= 0x80 && c <= 0x8a) || c == 0xa8 || c == 0xa9 || c == 0xaf);
	}
	if (a == 0xe3) return b == 0x80 && c == 0x80;
	return (a == 0xe1 && b == 0x9a && c == 0x80) || (a == 0xef && b == 0xbb && c == 0xbf);
}
