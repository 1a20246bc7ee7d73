// What stands for an @: itself, full-width, as in a link (`%40`), and in brackets (`jane (at) example (dot) com`).
import { beginsWith } from './characters';

/** Where what stands for an @ begins and ends, white space around it included. Set by `findAt`. */
export let atStart: usize = 0;
export let atEnd: usize = 0;
export const PLAIN_AT: i32 = 1;
/** The address is written as in a link: `jane%2Bx%40example.com`. */
export const LINK_AT: i32 = 2;
/** In words, dots too. */
export const WORD_AT: i32 = 3;

function closerOf(c: u8): u8 {
	return c == 0x28 ? 0x29 : c == 0x3c ? 0x3e : c == 0x5b ? 0x5d : c == 0x7b ? 0x7d : 0;
}

function isSpace(c: u8): bool {
	return c == 0x20 || c == 0x09;
}

/** The end of a word in brackets that begins at `p`; 0: there is none. */
function bracketed(p: usize, end: usize, word: string): usize {
	const closer = p < end ? closerOf(load<u8>(p)) : 0;
	if (closer == 0) return 0;
	p++;
	while (p < end && isSpace(load<u8>(p))) p++;
	if (!beginsWith(p, end, word)) return 0;
	p += word.length;
	while (p < end && isSpace(load<u8>(p))) p++;
	return p < end && load<u8>(p) == closer ? p + 1 : 0;
}

/** Whether a bracket may open such a word: a quick look. */
export function mayOpenAt(p: usize, end: usize): bool {
	if (p + 3 >= end) return false;
	const c = load<u8>(p + 1);
	return (c | 0x20) == 0x61 || c == 0x40 || isSpace(c);
}

/** What stands for an @ at `p`; 0: nothing does. */
export function findAt(p: usize, start: usize, end: usize): i32 {
	const c = load<u8>(p);
	atStart = p;
	if (c == 0x40) {
		atEnd = p + 1;
		return PLAIN_AT;
	}
	if (c == 0x25) {
		atEnd = p + 3;
		return beginsWith(p, end, '%40') ? LINK_AT : 0;
	}
	if (c == 0xef) {
		atEnd = p + 3;
		return atEnd <= end && load<u8>(p + 1) == 0xbc && load<u8>(p + 2) == 0xa0 ? PLAIN_AT : 0;
	}
	const stop = load<u8>(p + 1) == 0x40 ? bracketed(p, end, '@') : bracketed(p, end, 'at');
	if (stop == 0) return 0;
	while (atStart > start && isSpace(load<u8>(atStart - 1))) atStart--;
	atEnd = skipSpaces(stop, end);
	return WORD_AT;
}

function skipSpaces(p: usize, end: usize): usize {
	while (p < end && isSpace(load<u8>(p))) p++;
	return p;
}

/** The end of what stands for a dot at `p`, in brackets or ` dot `; 0: nothing does. */
export function dotEnd(p: usize, end: usize): usize {
	const inside = skipSpaces(p, end);
	const stop = bracketed(inside, end, 'dot');
	if (stop != 0) return skipSpaces(stop, end);
	if (inside == p || !beginsWith(inside, end, 'dot')) return 0;
	const behind = skipSpaces(inside + 3, end);
	return behind > inside + 3 ? behind : 0;
}

/** Where a local part that ends at `p` goes on behind a dot in words: `jane [dot] doe`; 0: it does not. */
export function dotBefore(start: usize, p: usize): usize {
	while (p > start && isSpace(load<u8>(p - 1))) p--;
	if (p < start + 6 || bracketed(p - 5, p, 'dot') != p) return 0;
	p -= 5;
	while (p > start && isSpace(load<u8>(p - 1))) p--;
	return p;
}
