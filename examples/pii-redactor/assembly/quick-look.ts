// A quick look at a text: whether it could hold anything. Most do not.
import { isFoldedDigit, mayFold } from './characters';
import { findAt, mayOpenAt } from './written-at';

/** Digits that a number has at least. */
export const LEAST_DIGITS: i32 = 8;

/** What a byte may begin: a digit; what stands for an @; a number by its sign; something that is not ASCII. */
export const DIGIT: u8 = 1;
export const AT: u8 = 2;
export const SIGN: u8 = 3;
export const BRACKET: u8 = 4;
export const FOLDED: u8 = 5;
/** Only before a text is decoded. */
export const ESCAPE: u8 = 6;
export const marks: usize = memory.data(256);
for (let c = 0; c < 256; c++) if (mayFold(<u8>c)) store<u8>(marks + c, FOLDED);
for (let c = 0x30; c < 0x3a; c++) store<u8>(marks + c, DIGIT);
store<u8>(marks + 0x40, AT);
store<u8>(marks + 0x25, AT);
store<u8>(marks + 0x2b, SIGN);
store<u8>(marks + 0x5c, ESCAPE);
store<u8>(marks + 0x28, BRACKET);
store<u8>(marks + 0x3c, BRACKET);
store<u8>(marks + 0x5b, BRACKET);
store<u8>(marks + 0x7b, BRACKET);

/**
 * What of sixteen bytes is marked, by their halves of four bits: a byte is where the two tables share a bit. The highest
 * bit is that of the digits, `FOLDED_BITS` those of what may begin a digit that is not ASCII.
 */
const LOW_HALF: v128 = i8x16(-60, -128, -128, -128, -128, -127, -128, -128, -127, -96, 0, 57, 10, 0, 0, 64);
const HIGH_HALF: v128 = i8x16(0, 0, 1, -126, 4, 8, 0, 16, 0, 0, 0, 0, 0, 32, 64, 0);
const FOLDED_BITS: i8 = 0x60;
const BLOCK: usize = 16;

/** The last place at which a block, and the two bytes behind it, lie within the memory. */
function lastBlock(): usize {
	return ((<usize>memory.size()) << 16) - BLOCK - 2;
}

function marksAt(p: usize): v128 {
	const bytes = v128.load(p);
	return v128.and(
		i8x16.swizzle(LOW_HALF, v128.and(bytes, i8x16.splat(15))),
		i8x16.swizzle(HIGH_HALF, i8x16.shr_u(bytes, 4)),
	);
}

/** The bytes that are marked, as bits, but for those that begin letters of Arabic, Hindi and the like, or punctuation. */
function bitsOf(p: usize, found: v128, signs: bool): i32 {
	const bits = i8x16.bitmask(i8x16.ne(found, i8x16.splat(0)));
	const folded = i8x16.ne(v128.and(found, i8x16.splat(FOLDED_BITS)), i8x16.splat(0));
	if (!v128.any_true(folded)) return bits;
	return bits & ~i8x16.bitmask(v128.andnot(folded, mayFoldAt(p, signs)));
}

/** Where digits that are not ASCII begin, or a full-width @; `signs`: or a full-width plus or opening bracket. */
function mayFoldAt(p: usize, signs: bool): v128 {
	const first = v128.load(p);
	const second = v128.load(p, 1);
	const third = v128.load(p, 2);
	const arabic = v128.and(isByte(first, 0xd9), isWithin(second, 0xa0, 10));
	const persian = v128.and(isByte(first, 0xdb), isWithin(second, 0xb0, 10));
	const hindi = v128.and(v128.and(isByte(first, 0xe0), isByte(second, 0xa5)), isWithin(third, 0xa6, 10));
	const wide = v128.and(v128.and(isByte(first, 0xef), isByte(second, 0xbc)), isWide(third, signs));
	return v128.or(v128.or(arabic, persian), v128.or(hindi, wide));
}

function isWide(last: v128, signs: bool): v128 {
	const found = v128.or(isByte(last, 0xa0), isWithin(last, 0x90, 10));
	return signs ? v128.or(found, v128.or(isByte(last, 0x88), isByte(last, 0x8b))) : found;
}

function isByte(bytes: v128, value: u8): v128 {
	return i8x16.eq(bytes, i8x16.splat(value));
}

function isWithin(bytes: v128, from: u8, count: u8): v128 {
	return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(from)), i8x16.splat(count));
}

/** The first place from `p` on where something marked may stand; `p` itself where it would have to be looked at singly. */
export function nextMark(p: usize, end: usize): usize {
	for (const last = lastBlock(); p < end && p <= last; p += BLOCK) {
		const found = marksAt(p);
		if (!v128.any_true(found)) continue;
		const bits = bitsOf(p, found, true);
		if (bits != 0) return min(end, p + <usize>ctz(bits));
	}
	return min(p, end);
}

/** Whether a text could hold anything, or escapes what it holds. */
export function mayHold(ptr: usize, length: i32): bool {
	const end = ptr + length;
	let digits = 0;
	let p = ptr;
	for (const last = lastBlock(); p < end && p <= last; p += BLOCK) {
		const found = marksAt(p);
		if (!v128.any_true(found)) continue;
		const within = end - p < BLOCK ? (1 << (<i32>(end - p))) - 1 : -1;
		const ascii = i8x16.bitmask(found) & within;
		digits += popcnt(ascii);
		if (digits >= LEAST_DIGITS) return true;
		for (let others = bitsOf(p, found, false) & within & ~ascii; others != 0; others &= others - 1) {
			const hit = holdsAt(p + <usize>ctz(others), end);
			if (hit == CERTAIN) return true;
			digits += hit;
			if (digits >= LEAST_DIGITS) return true;
		}
	}
	return mayHoldSingly(p, end, digits);
}

/** The same byte by byte, where so many digits were seen before: at the end of the memory. */
export function mayHoldSingly(p: usize, end: usize, digits: i32): bool {
	for (; p < end; p++) {
		const hit = holdsAt(p, end);
		if (hit == CERTAIN) return true;
		digits += hit;
		if (digits >= LEAST_DIGITS) return true;
	}
	return false;
}

const CERTAIN: i32 = 100;

/** What one byte begins: 1: a digit; `CERTAIN`: what may be an address, or an escape. */
function holdsAt(p: usize, end: usize): i32 {
	const mark = load<u8>(marks + load<u8>(p));
	if (mark == 0 || mark == SIGN) return 0;
	if (mark == DIGIT) return 1;
	if (mark == FOLDED) {
		if (isFoldedDigit(p, end)) return 1;
		return findAt(p, p, end) != 0 ? CERTAIN : 0;
	}
	return mark == AT || mark == ESCAPE || mayOpenAt(p, end) ? CERTAIN : 0;
}
