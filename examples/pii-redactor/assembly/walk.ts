// Copies a record with the strings in it redacted, and the numbers that are cards. Keys, and whatever has nothing to
// hide, pass as they are.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import {
	BACKSLASH,
	COLON,
	isDigit,
	MINUS,
	OPEN_ARRAY,
	OPEN_OBJECT,
	QUOTE,
	skipSpace,
	skipString,
} from '../../../sdk/assemblyscript/assembly/json/scan';
import { unescape, writeString } from '../../../sdk/assemblyscript/assembly/json/text';
import { isCardNumber } from './find-card';
import { mayHold } from './quick-look';
import { CARD, OFF, Redactor } from './redact';

const decoded = new Bytes();
const redacted = new Bytes();
const whole = new Bytes();

/** Shorter numbers, an exponent included, are no card. */
const LEAST_NUMBER: usize = 14;
const MOST_DIGITS: i32 = 19;

/** Where what was not yet copied of a record begins. */
let plain: usize = 0;

/** A whole record, whose members were found already. */
export function redactRecord(redactor: Redactor, fields: Fields, start: usize, end: usize, out: Bytes): void {
	beginRecord(start);
	if (!fields.isObject) redactValue(redactor, start, end, out);
	else for (let i = 0; i < fields.count; i++) redactValue(redactor, fields.valueStart(i), fields.valueEnd(i), out);
	endRecord(end, out);
}

export function beginRecord(start: usize): void {
	plain = start;
}

/** Copies what is left of the record. */
export function endRecord(end: usize, out: Bytes): void {
	out.span(plain, end);
}

/** One validated value of the record that was begun. Values are given in the order of the record. */
export function redactValue(redactor: Redactor, start: usize, end: usize, out: Bytes): void {
	const c = load<u8>(start);
	if (c == QUOTE) redactString(redactor, start, end, out);
	else if (c == OPEN_OBJECT || c == OPEN_ARRAY) redactNested(redactor, start, end, out);
	else if (isDigit(c)) redactNumber(redactor, start, end, out);
}

function redactNested(redactor: Redactor, start: usize, end: usize, out: Bytes): void {
	let p = start;
	while (p < end) {
		const c = load<u8>(p);
		if (c == QUOTE) {
			const text = p;
			p = skipString(p + 1, end);
			const next = skipSpace(p, end);
			if (next < end && load<u8>(next) == COLON) p = next + 1;
			else redactString(redactor, text, p, out);
		} else if (isDigit(c)) {
			const number = p;
			while (++p < end && isInNumber(load<u8>(p))) {}
			if (number == start || load<u8>(number - 1) != MINUS) redactNumber(redactor, number, p, out);
		} else {
			p++;
		}
	}
}

/** Whether a byte behind the first of a number goes on with it: no comma, bracket or white space. */
function isInNumber(c: u8): bool {
	return c > 0x20 && c != 0x2c && c != 0x5d && c != 0x7d;
}

/**
 * Whether a number is that of a card, in whatever way it is written: `4111111111111111.0`, `4.111111111111111e15`.
 * Programs that read tables make numbers of the cards in them. Sets `whole` to its digits.
 */
function isCard(start: usize, end: usize): bool {
	whole.clear();
	let point = -1;
	let p = start;
	for (; p < end && (load<u8>(p) | 0x20) != 0x65; p++) {
		if (load<u8>(p) == 0x2e) point = whole.length;
		else whole.byte(load<u8>(p));
	}
	if (point < 0) point = whole.length;
	exponent = 0;
	if (p < end && !readExponent(p + 1, end)) return false;
	point += exponent;
	if (point < <i32>LEAST_NUMBER || point > MOST_DIGITS) return false;
	for (let i = point; i < whole.length; i++) if (load<u8>(whole.ptr + i) != 0x30) return false;
	while (whole.length < point) whole.byte(0x30);
	whole.length = point;
	return isCardNumber(whole.ptr, point);
}

let exponent: i32 = 0;

/** Reads an exponent of at most two digits. */
function readExponent(p: usize, end: usize): bool {
	if (p < end && load<u8>(p) == 0x2b) p++;
	if (p == end || end - p > 2) return false;
	for (; p < end; p++) {
		if (!isDigit(load<u8>(p))) return false;
		exponent = exponent * 10 + <i32>load<u8>(p) - 0x30;
	}
	return true;
}

/** One number. */
function redactNumber(redactor: Redactor, start: usize, end: usize, out: Bytes): void {
	if (end - start < LEAST_NUMBER || redactor.modes[CARD] == OFF || !isCard(start, end)) return;
	out.span(plain, start);
	out.byte(QUOTE);
	redactor.cardNumber(whole.ptr, whole.length, out);
	out.byte(QUOTE);
	plain = end;
}

/** One string with its quotes. */
function redactString(redactor: Redactor, start: usize, end: usize, out: Bytes): void {
	const length = <i32>(end - start - 2);
	if (length < 5 || !mayHold(start + 1, length)) return;
	if (!isEscaped(start + 1, end - 1)) {
		const rest = redactor.redact(plain, start + 1, end - 1, out, true);
		if (rest != 0) plain = rest;
		return;
	}
	// An escape can stand for a digit or an @, so a text with escapes is looked at when it is decoded.
	decoded.clear();
	const text = decoded.reserve(length);
	const textEnd = text + <usize>unescape(start + 1, end - 1, text);
	redacted.clear();
	const rest = redactor.redact(text, text, textEnd, redacted, false);
	if (rest == 0) return;
	redacted.span(rest, textEnd);
	out.span(plain, start);
	writeString(out, redacted.ptr, redacted.length);
	plain = end;
}

function isEscaped(p: usize, end: usize): bool {
	for (; p + 16 <= end; p += 16) {
		if (v128.any_true(i8x16.eq(v128.load(p), i8x16.splat(BACKSLASH)))) return true;
	}
	while (p + 8 <= end) {
		const w = load<u64>(p) ^ 0x5c5c5c5c5c5c5c5c;
		if (((w - 0x0101010101010101) & ~w & 0x8080808080808080) != 0) return true;
		p += 8;
	}
	for (; p < end; p++) if (load<u8>(p) == BACKSLASH) return true;
	return false;
}
