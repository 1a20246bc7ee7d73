// A validating tokenizer for JSON (RFC 8259) over UTF-8 bytes. It finds where values end and builds nothing, so what a
// plugin leaves alone is copied through as it stands. Functions return the position after what they read, or 0 after
// setting `errorAt`.

export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const MINUS: u8 = 0x2d;
export const COLON: u8 = 0x3a;
export const OPEN_ARRAY: u8 = 0x5b;
export const BACKSLASH: u8 = 0x5c;
export const CLOSE_ARRAY: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;

/** Containers inside containers that are followed. */
export const MAX_DEPTH: i32 = 10_000;
const closers: usize = memory.data(10_000);

/** The first byte that did not fit. */
export let errorAt: usize = 0;
/** Set when white space between tokens held a line feed. Reset it before a scan. */
export let sawLineFeed: bool = false;
/** Whether the string that was read last holds a backslash. */
export let escaped: bool = false;

export function resetLineFeed(): void {
	sawLineFeed = false;
}

/** Notes the first byte that did not fit. */
export function wrong(p: usize): usize {
	errorAt = p;
	return 0;
}

export function skipSpace(p: usize, end: usize): usize {
	while (p < end) {
		const c = load<u8>(p);
		if (c > 0x20) break;
		if (c == 0x0a) sawLineFeed = true;
		else if (c != 0x20 && c != 0x0d && c != 0x09) break;
		p++;
	}
	return p;
}

export function isDigit(c: u8): bool {
	return <u8>(c - 0x30) < 10;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(c: u8): i32 {
	if (<u8>(c - 0x30) < 10) return <i32>c - 0x30;
	const lower: u8 = c | 0x20;
	if (<u8>(lower - 0x61) < 6) return <i32>lower - 0x61 + 10;
	return -1;
}

/** A bit for each of the sixteen bytes at `p` that does not stand for itself in a string: quotes, backslashes, control characters. */
export function specialBits(p: usize): i32 {
	const bytes = v128.load(p);
	const quotes = i8x16.eq(bytes, i8x16.splat(QUOTE));
	const backslashes = i8x16.eq(bytes, i8x16.splat(BACKSLASH));
	return i8x16.bitmask(v128.or(v128.or(quotes, backslashes), i8x16.lt_u(bytes, i8x16.splat(0x20))));
}

/**
 * Moves over bytes that stand for themselves in a string, sixteen or eight at a time. Stops at a quote, a backslash or a
 * control character, or less than eight bytes before the end.
 */
function skipPlain(p: usize, end: usize): usize {
	while (p + 16 <= end) {
		const bits = specialBits(p);
		if (bits != 0) return p + <usize>ctz(bits);
		p += 16;
	}
	while (p + 8 <= end) {
		const w = load<u64>(p);
		const q = w ^ 0x2222222222222222;
		const b = w ^ 0x5c5c5c5c5c5c5c5c;
		// The lowest marked byte is one of the three for certain; those above it may be marked in error.
		const marks =
			(((q - 0x0101010101010101) & ~q) | ((b - 0x0101010101010101) & ~b) | ((w - 0x2020202020202020) & ~w)) &
			0x8080808080808080;
		if (marks != 0) return p + <usize>(ctz(marks) >> 3);
		p += 8;
	}
	return p;
}

/** `p` follows the opening quote. */
export function skipString(p: usize, end: usize): usize {
	escaped = false;
	while (true) {
		p = skipPlain(p, end);
		if (p >= end) return wrong(end);
		const c = load<u8>(p);
		if (c == QUOTE) return p + 1;
		if (c == BACKSLASH) {
			escaped = true;
			p = skipEscape(p + 1, end);
			if (p == 0) return 0;
		} else if (c < 0x20) {
			return wrong(p);
		} else {
			p++;
		}
	}
}

function skipEscape(p: usize, end: usize): usize {
	if (p >= end) return wrong(end);
	const c = load<u8>(p);
	if (c == 0x75) {
		for (let i: usize = 1; i <= 4; i++) {
			if (p + i >= end) return wrong(end);
			if (hexValue(load<u8>(p + i)) < 0) return wrong(p + i);
		}
		return p + 5;
	}
	if (c == QUOTE || c == BACKSLASH || c == 0x2f || c == 0x62 || c == 0x66 || c == 0x6e || c == 0x72 || c == 0x74) {
		return p + 1;
	}
	return wrong(p);
}

function skipDigits(p: usize, end: usize): usize {
	const start = p;
	while (p < end && isDigit(load<u8>(p))) p++;
	return p == start ? wrong(p) : p;
}

/** A number by the grammar of JSON. */
export function skipNumber(p: usize, end: usize): usize {
	if (p < end && load<u8>(p) == MINUS) p++;
	if (p < end && load<u8>(p) == 0x30) {
		p++;
	} else {
		p = skipDigits(p, end);
		if (p == 0) return 0;
	}
	if (p < end && load<u8>(p) == 0x2e) {
		p = skipDigits(p + 1, end);
		if (p == 0) return 0;
	}
	if (p < end && (load<u8>(p) | 0x20) == 0x65) {
		p++;
		if (p < end && (load<u8>(p) == 0x2b || load<u8>(p) == MINUS)) p++;
		return skipDigits(p, end);
	}
	return p;
}

function skipScalar(p: usize, end: usize): usize {
	const c = load<u8>(p);
	if (c == 0x74) return p + 4 <= end && load<u32>(p) == 0x65757274 ? p + 4 : wrong(p);
	if (c == 0x6e) return p + 4 <= end && load<u32>(p) == 0x6c6c756e ? p + 4 : wrong(p);
	if (c == 0x66) return p + 5 <= end && load<u32>(p + 1) == 0x65736c61 ? p + 5 : wrong(p);
	return skipNumber(p, end);
}

/** As `skipValue`, where no white space stands in front: short texts and whole numbers, which most values are, at once. */
export function skipMemberValue(p: usize, end: usize): usize {
	if (p + 17 <= end) {
		const c = load<u8>(p);
		if (c == QUOTE) {
			const after = p + 1 + <usize>ctz(specialBits(p + 1) | 0x10000);
			if (after < end && load<u8>(after) == QUOTE) return after + 1;
			return skipString(p + 1, end);
		}
		if (<u8>(c - 0x31) < 9) {
			const digits = i8x16.lt_u(i8x16.sub(v128.load(p), i8x16.splat(0x30)), i8x16.splat(10));
			const after = p + <usize>ctz(~i8x16.bitmask(digits));
			const next = after < end ? load<u8>(after) : 0;
			if (next == COMMA || next == CLOSE_OBJECT) return after;
		}
	}
	return skipValue(p, end);
}

/** From white space before a key to behind its colon. */
function skipKey(p: usize, end: usize): usize {
	p = skipSpace(p, end);
	if (p >= end || load<u8>(p) != QUOTE) return wrong(p);
	p = skipString(p + 1, end);
	if (p == 0) return 0;
	p = skipSpace(p, end);
	if (p >= end || load<u8>(p) != COLON) return wrong(p);
	return p + 1;
}

/** One value with white space before it. */
export function skipValue(p: usize, end: usize): usize {
	let depth = 0;
	while (true) {
		p = skipSpace(p, end);
		if (p >= end) return wrong(end);
		const c = load<u8>(p);
		if (c == QUOTE) {
			p = skipString(p + 1, end);
		} else if (c == OPEN_OBJECT || c == OPEN_ARRAY) {
			const closer: u8 = c + 2;
			p = skipSpace(p + 1, end);
			if (p < end && load<u8>(p) == closer) {
				p++;
			} else {
				if (depth == MAX_DEPTH) return wrong(p);
				store<u8>(closers + depth++, closer);
				if (c == OPEN_OBJECT) p = skipKey(p, end);
				if (p == 0) return 0;
				continue;
			}
		} else {
			p = skipScalar(p, end);
		}
		if (p == 0) return 0;
		while (true) {
			if (depth == 0) return p;
			p = skipSpace(p, end);
			if (p >= end) return wrong(end);
			const next = load<u8>(p);
			const closer = load<u8>(closers + depth - 1);
			if (next == closer) {
				depth--;
				p++;
			} else if (next == COMMA) {
				p++;
				if (closer == CLOSE_OBJECT) p = skipKey(p, end);
				if (p == 0) return 0;
				break;
			} else {
				return wrong(p);
			}
		}
	}
}
