// Numbers to and from JSON text.
import { Bytes } from '../bytes';
import { decimalToF64 } from './decimal';
import { isDigit, MINUS, skipNumber } from './scan';
import * as shortest from './shortest';
import { digits, findShortest, writeExponent } from './shortest';

const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;

/** Powers of ten that f64 holds exactly. */
const powers: usize = memory.data<f64>([
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
	1e21, 1e22,
]);
const MAX_EXACT: u64 = 9_007_199_254_740_992;

/** The f64 nearest to a number by the grammar of JSON (which the caller has checked). */
export function parseNumber(start: usize, end: usize): f64 {
	let p = start;
	const negative = load<u8>(p) == MINUS;
	if (negative) p++;
	const first = p;
	let mantissa: u64 = 0;
	let scale = 0;
	let seenPoint = false;
	for (; p < end; p++) {
		const c = load<u8>(p);
		if (isDigit(c)) {
			mantissa = mantissa * 10 + <u64>(c - 0x30);
			if (mantissa > MAX_EXACT) return signed(decimalToF64(first, end), negative);
			if (seenPoint) scale--;
		} else if (c == 0x2e) {
			seenPoint = true;
		} else {
			scale += parseExponent(p + 1, end);
			break;
		}
	}
	if (mantissa == 0) return signed(0, negative);
	if (scale > 22 || scale < -22) return signed(decimalToF64(first, end), negative);
	const value = <f64>mantissa;
	return signed(
		scale < 0 ? value / load<f64>(powers + ((<usize>-scale) << 3)) : value * load<f64>(powers + ((<usize>scale) << 3)),
		negative,
	);
}

function signed(value: f64, negative: bool): f64 {
	return negative ? -value : value;
}

function parseExponent(p: usize, end: usize): i32 {
	const negative = load<u8>(p) == MINUS;
	if (!isDigit(load<u8>(p))) p++;
	let value = 0;
	for (; p < end; p++) value = min(value * 10 + <i32>(load<u8>(p) - 0x30), 100_000);
	return negative ? -value : value;
}

/** Whether some text is exactly one JSON number. */
export function isNumber(start: usize, end: usize): bool {
	if (start >= end) return false;
	const c = load<u8>(start);
	return (isDigit(c) || c == MINUS) && skipNumber(start, end) == end;
}

/** Appends a number as JavaScript writes it: the fewest digits that read back as the same. What JSON cannot hold becomes null. */
export function writeNumber(out: Bytes, value: f64): void {
	if (!isFinite(value)) {
		out.text('null');
		return;
	}
	if (abs(value) < 9007199254740992.0 && trunc(value) == value) {
		writeInteger(out, <i64>value);
		return;
	}
	if (value < 0) out.byte(MINUS);
	findShortest(abs(value));
	const point = shortest.point;
	const count = shortest.count;
	const end = digits + count;
	if (point > 21 || point <= -6) {
		out.span(digits, digits + 1);
		if (count > 1) {
			out.byte(POINT);
			out.span(digits + 1, end);
		}
		out.span(end, writeExponent(end, point - 1));
	} else if (point <= 0) {
		out.text('0.');
		for (let i = point; i < 0; i++) out.byte(ZERO);
		out.span(digits, end);
	} else if (count > point) {
		out.span(digits, digits + point);
		out.byte(POINT);
		out.span(digits + point, end);
	} else {
		out.span(digits, end);
		for (let i = count; i < point; i++) out.byte(ZERO);
	}
}

export function writeInteger(out: Bytes, value: i64): void {
	const at = out.reserve(20);
	let rest: u64 = value < 0 ? <u64>-value : <u64>value;
	let length = 1;
	for (let n = rest; n >= 10; n /= 10) length++;
	if (value < 0) length++;
	let p = at + length;
	do {
		store<u8>(--p, <u8>(0x30 + (rest % 10)));
		rest /= 10;
	} while (rest > 0);
	if (value < 0) store<u8>(--p, MINUS);
	out.length += length;
}
