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

/** Whether one of eight bytes begins a digit that is not ASCII, or a full-width @. */
function mayHoldFolded(w: u64): bool {
	const ones: u64 = 0x0101010101010101;
	const a = w ^ 0xefefefefefefefef;
	const b = w ^ 0xd9d9d9d9d9d9d9d9;
	const c = w ^ 0xdbdbdbdbdbdbdbdb;
	const d = w ^ 0xe0e0e0e0e0e0e0e0;
	const zeros = ((a - ones) & ~a) | ((b - ones) & ~b) | ((c - ones) & ~c) | ((d - ones) & ~d);
	return (zeros & 0x8080808080808080) != 0;
}

/** Whether none of eight bytes is a digit, a sign, a bracket or a backslash. */
function isPlainWord(w: u64): bool {
	const ones: u64 = 0x0101010101010101;
	const at = w ^ 0x4040404040404040;
	const bracket = (w | 0x2020202020202020) ^ 0x7b7b7b7b7b7b7b7b;
	// From 0x30 to 0x3f; from 0x20 to 0x2f but for the space, which is 0x20, and the marks behind 0x2b.
	const numbers = (w >> 4) & (w >> 5) & ~(w >> 6) & ~(w >> 7) & ones;
	const signs = (w >> 5) & ~(w >> 4) & ~(w >> 6) & ~(w >> 7) & ((w >> 3) | (w >> 2)) & ~((w >> 2) & (w >> 3)) & ones;
	const escape = w ^ 0x5c5c5c5c5c5c5c5c;
	const zeros = ((at - ones) & ~at) | ((bracket - ones) & ~bracket) | ((escape - ones) & ~escape);
	if (((zeros & ~w & 0x8080808080808080) | numbers | signs) != 0) return false;
	return (w & 0x8080808080808080) == 0 || !mayHoldFolded(w);
}

/** Whether a text could hold anything, or escapes what it holds. */
export function mayHold(ptr: usize, length: i32): bool {
	let digits = 0;
	const end = ptr + length;
	let p = ptr;
	while (p < end) {
		if (length >= 8) {
			// The last one may begin before `p`: what was counted twice is nothing.
			if (isPlainWord(load<u64>(min(p, end - 8)))) {
				p += 8;
				continue;
			}
		}
		for (const stop = min(p + 8, end); p < stop; p++) {
			const mark = load<u8>(marks + load<u8>(p));
			if (mark == 0 || mark == SIGN) continue;
			if (mark == DIGIT) {
				if (++digits == LEAST_DIGITS) return true;
			} else if (mark == FOLDED) {
				// Full-width punctuation stands in every Chinese sentence.
				if (load<u8>(p) == 0xef && p + 1 < end && load<u8>(p + 1) != 0xbc) continue;
				if (isFoldedDigit(p, end) && ++digits == LEAST_DIGITS) return true;
				if (findAt(p, p, end) != 0) return true;
			} else if (mark == AT || mark == ESCAPE || mayOpenAt(p, end)) {
				return true;
			}
		}
	}
	return false;
}
