// Numbers to and from JSON text.
import { Bytes } from '../bytes';
import { decimalToF64 } from './decimal';
import { isDigit, MINUS, skipNumber } from './scan';
import * as shortest from './shortest';
import { digits, findShortest, writeExponent } from './shortest';

const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
/** Where an exponent is written. */
const exponent: usize = memory.data(16);

/** Powers of ten that f64 holds exactly. */
const powers: usize = memory.data<f64>([
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
	1e21, 1e22,
]);
const MAX_EXACT: u64 = 9_007_199_254_740_992;

/** What `takeApart` found: the digits as one whole number, and the power of ten that it is multiplied with. */
export let units: u64 = 0;
export let scale: i32 = 0;

/** Takes a number without its sign apart; false where it has more digits than an f64 is sure to hold. */
export function takeApart(p: usize, end: usize): bool {
	let mantissa: u64 = 0;
	let power = 0;
	let seenPoint = false;
	for (; p < end; p++) {
		const c = load<u8>(p);
		if (isDigit(c)) {
			mantissa = mantissa * 10 + <u64>(c - 0x30);
			if (mantissa > MAX_EXACT) return false;
			if (seenPoint) power--;
		} else if (c == POINT) {
			seenPoint = true;
		} else {
			power += parseExponent(p + 1, end);
			break;
		}
	}
	units = mantissa;
	scale = power;
	return true;
}

/** Whether `ofUnits` can tell the number that `takeApart` found. */
export function isWithinPowers(): bool {
	return units == 0 || (scale <= 22 && scale >= -22);
}

/** The f64 nearest to the number that `takeApart` found, where it is within the powers of ten that f64 holds exactly. */
export function ofUnits(): f64 {
	if (units == 0) return 0;
	const value = <f64>units;
	return scale < 0
		? value / load<f64>(powers + ((<usize>-scale) << 3))
		: value * load<f64>(powers + ((<usize>scale) << 3));
}

/** The f64 nearest to a number by the grammar of JSON (which the caller has checked). */
export function parseNumber(start: usize, end: usize): f64 {
	const negative = load<u8>(start) == MINUS;
	const first = negative ? start + 1 : start;
	const size = takeApart(first, end) && isWithinPowers() ? ofUnits() : decimalToF64(first, end);
	return signed(size, negative);
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
	findShortest(abs(value));
	writeDigits(out, digits, shortest.count, shortest.point, value < 0);
}

/**
 * Appends a number of which the digits (ASCII, the last one not 0) and the place of the point are known, in the layout
 * of JavaScript: with an exponent from 10²¹ on and below 10⁻⁶.
 */
export function writeDigits(out: Bytes, first: usize, count: i32, point: i32, negative: bool): void {
	if (negative) out.byte(MINUS);
	const end = first + count;
	if (point > 21 || point <= -6) {
		out.span(first, first + 1);
		if (count > 1) {
			out.byte(POINT);
			out.span(first + 1, end);
		}
		out.span(exponent, writeExponent(exponent, point - 1));
	} else if (point <= 0) {
		out.text('0.');
		for (let i = point; i < 0; i++) out.byte(ZERO);
		out.span(first, end);
	} else if (count > point) {
		out.span(first, first + point);
		out.byte(POINT);
		out.span(first + point, end);
	} else {
		out.span(first, end);
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
