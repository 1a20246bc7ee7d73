// Text that a spreadsheet would run. The same rules as those of the history's export (OWASP, "CSV Injection").
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';

const APOSTROPHE: u8 = 0x27;

/** 1 for each byte by which a sign can begin. */
const marks: usize = memory.data(256);
store<u8>(marks + 0x3d, 1);
store<u8>(marks + 0x2b, 1);
store<u8>(marks + 0x2d, 1);
store<u8>(marks + 0x40, 1);
store<u8>(marks + 0xef, 1);

/**
 * Appends text with an apostrophe before every sign by which a formula could begin: with the cell, behind white space and
 * quotes as well, or behind what another program or another locale takes for the end of a cell. Behind plain white space
 * a sign counts that has something of its own behind it: "a - b" is no formula. A number with a sign is none either.
 */
export function writeGuarded(out: Bytes, ptr: usize, length: i32): void {
	const end = ptr + length;
	// A cell that begins with white space of its own could lose it and become another.
	if (length > 0 && isLineSpace(load<u8>(ptr))) out.byte(APOSTROPHE);
	let isStart = true;
	let afterSpace = false;
	let plain = ptr;
	let p = ptr;
	while (p < end) {
		const sign = signLength(p, end);
		if (sign > 0) {
			const runs = isStart ? !isNumberUpToEnd(p, end, p == ptr) : afterSpace && !endsWord(p + sign, end);
			if (runs) {
				out.span(plain, p);
				out.byte(APOSTROPHE);
				plain = p;
			}
			isStart = false;
			afterSpace = false;
			p += sign;
			continue;
		}
		const space = spaceLength(p, end);
		const c = load<u8>(p);
		if (space > 0) {
			if (isLineSpace(c)) isStart = true;
			afterSpace = true;
			p += space;
		} else {
			if (isSeparator(c)) isStart = true;
			else isStart = false;
			afterSpace = false;
			p++;
		}
	}
	out.span(plain, end);
}

/** Whether a guard would change the text: most text has none of the signs. */
export function mayHoldFormula(ptr: usize, length: i32): bool {
	if (length > 0 && isLineSpace(load<u8>(ptr))) return true;
	for (let p = ptr, end = ptr + length; p < end; p++) {
		if (load<u8>(marks + load<u8>(p)) != 0 && signLength(p, end) > 0) return true;
	}
	return false;
}

/** `=`, `+`, `-`, `@`, and the full-width ones that some programs take for them; 0: none of them. */
function signLength(p: usize, end: usize): usize {
	const c = load<u8>(p);
	if (c == 0x3d || c == 0x2b || c == 0x2d || c == 0x40) return 1;
	if (c != 0xef || p + 3 > end || load<u8>(p + 1) != 0xbc) return 0;
	const last = load<u8>(p + 2);
	return last == 0x9d || last == 0x8b || last == 0x8d || last == 0xa0 ? 3 : 0;
}

/** Ends cells for somebody: `;` `,` `|` and quotes. Line ends and tabs are `isLineSpace`. */
function isSeparator(c: u8): bool {
	return c == 0x3b || c == 0x2c || c == 0x7c || c == 0x22 || c == APOSTROPHE;
}

function isLineSpace(c: u8): bool {
	return c == 0x09 || c == 0x0a || c == 0x0d;
}

/** The bytes of a white space character; 0: it is none. */
function spaceLength(p: usize, end: usize): usize {
	const c = load<u8>(p);
	if (c == 0x20 || (c >= 0x09 && c <= 0x0d)) return 1;
	if (c == 0xc2) return p + 2 <= end && load<u8>(p + 1) == 0xa0 ? 2 : 0;
	if (p + 3 > end) return 0;
	const rest = ((<u32>load<u8>(p + 1)) << 8) | <u32>load<u8>(p + 2);
	if (c == 0xe2) {
		const isSpace = rest >= 0x8080 && rest <= 0x808a;
		return isSpace || rest == 0x80a8 || rest == 0x80a9 || rest == 0x80af || rest == 0x819f ? 3 : 0;
	}
	return (c == 0xe3 && rest == 0x8080) || (c == 0xef && rest == 0xbbbf) || (c == 0xe1 && rest == 0x9a80) ? 3 : 0;
}

/** Whether nothing of its own stands behind a sign. */
function endsWord(p: usize, end: usize): bool {
	return p >= end || spaceLength(p, end) > 0;
}

/** Whether a sign belongs to a number, behind which the cell ends: the whole one (`wholly`), or one that another program sees. */
function isNumberUpToEnd(p: usize, end: usize, wholly: bool): bool {
	const sign = load<u8>(p);
	if (sign != 0x2b && sign != 0x2d) return false;
	p++;
	const first = p;
	while (
		p < end &&
		(isDigit(load<u8>(p)) || ((load<u8>(p) == 0x2e || load<u8>(p) == 0x2c) && p + 1 < end && isDigit(load<u8>(p + 1))))
	) {
		p++;
	}
	if (p == first) return false;
	if (p + 1 < end && (load<u8>(p) | 0x20) == 0x65) {
		let power = p + 1;
		if (power + 1 < end && (load<u8>(power) == 0x2b || load<u8>(power) == 0x2d)) power++;
		if (isDigit(load<u8>(power))) {
			p = power;
			while (p < end && isDigit(load<u8>(p))) p++;
		}
	}
	if (p < end && load<u8>(p) == 0x25) p++;
	if (p >= end) return true;
	if (wholly) return false;
	const c = load<u8>(p);
	return isSeparator(c) || isLineSpace(c) || c == 0x5d || c == 0x7d;
}
