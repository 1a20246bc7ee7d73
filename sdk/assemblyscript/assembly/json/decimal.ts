// Decimal text to the nearest f64 for the numbers that the fast way in `number.ts` cannot decide: a decimal number of
// up to 800 digits is shifted by powers of two until its integer part is the mantissa. And back: every digit that an f64
// has. Slow, small and exact.
import { isDigit, MINUS } from './scan';

const CAPACITY: i32 = 800;
const digits: usize = memory.data(800);
/** Extra bits that a shift by n decimal places is sure to bring. */
const steps: usize = memory.data<u8>([1, 3, 6, 9, 13, 16, 19, 23, 26]);

let count: i32 = 0;
let point: i32 = 0;
let truncated: bool = false;

function digitAt(index: i32): u64 {
	return <u64>load<u8>(digits + index);
}

function trim(): void {
	while (count > 0 && load<u8>(digits + count - 1) == 0) count--;
	if (count == 0) point = 0;
}

function push(index: i32, digit: u64): i32 {
	if (index < CAPACITY) {
		store<u8>(digits + index, <u8>digit);
		return index + 1;
	}
	if (digit != 0) truncated = true;
	return index;
}

function shiftRight(bits: u64): void {
	let read = 0;
	let n: u64 = 0;
	while (n >> bits == 0) {
		if (read >= count) {
			if (n == 0) {
				count = 0;
				return;
			}
			while (n >> bits == 0) {
				n *= 10;
				read++;
			}
			break;
		}
		n = n * 10 + digitAt(read);
		read++;
	}
	point -= read - 1;
	const mask: u64 = ((<u64>1) << bits) - 1;
	let write = 0;
	for (; read < count; read++) {
		const digit = n >> bits;
		n = (n & mask) * 10 + digitAt(read);
		write = push(write, digit);
	}
	while (n > 0) {
		write = push(write, n >> bits);
		n = (n & mask) * 10;
	}
	count = write;
	trim();
}

/** Digits that the multiplication puts in front, most significant last. */
const carried: usize = memory.data(24);

function shiftLeft(bits: u64): void {
	let n: u64 = 0;
	for (let i = count - 1; i >= 0; i--) {
		n += digitAt(i) << bits;
		store<u8>(digits + i, <u8>(n % 10));
		n /= 10;
	}
	let added = 0;
	while (n > 0) {
		store<u8>(carried + added++, <u8>(n % 10));
		n /= 10;
	}
	const dropped = max(0, count + added - CAPACITY);
	for (let i = count - dropped; i < count; i++) if (load<u8>(digits + i) != 0) truncated = true;
	count -= dropped;
	memory.copy(digits + added, digits, count);
	for (let i = 0; i < added; i++) store<u8>(digits + i, load<u8>(carried + added - 1 - i));
	count += added;
	point += added;
	trim();
}

function shift(bits: i32): void {
	if (count == 0) return;
	while (bits > 56) {
		shiftLeft(56);
		bits -= 56;
	}
	while (bits < -56) {
		shiftRight(56);
		bits += 56;
	}
	if (bits > 0) shiftLeft(<u64>bits);
	else if (bits < 0) shiftRight(<u64>-bits);
}

function roundedInteger(): u64 {
	let n: u64 = 0;
	let i = 0;
	for (; i < point && i < count; i++) n = n * 10 + digitAt(i);
	for (; i < point; i++) n *= 10;
	return roundsUp() ? n + 1 : n;
}

function roundsUp(): bool {
	if (point < 0 || point >= count) return false;
	const next = load<u8>(digits + point);
	if (next != 5 || point + 1 != count) return next >= 5;
	return truncated || (point > 0 && (load<u8>(digits + point - 1) & 1) != 0);
}

function readDecimal(p: usize, end: usize): void {
	count = 0;
	point = 0;
	truncated = false;
	let seenPoint = false;
	for (; p < end; p++) {
		const c = load<u8>(p);
		if (c == 0x2e) {
			seenPoint = true;
		} else if (isDigit(c)) {
			if (c == 0x30 && count == 0) {
				if (seenPoint) point--;
				continue;
			}
			count = push(count, <u64>(c - 0x30));
			if (!seenPoint) point++;
		} else {
			break;
		}
	}
	if (p >= end) return;
	p++;
	const negative = load<u8>(p) == MINUS;
	if (!isDigit(load<u8>(p))) p++;
	let exponent = 0;
	for (; p < end; p++) exponent = min(exponent * 10 + <i32>(load<u8>(p) - 0x30), 100_000);
	point += negative ? -exponent : exponent;
}

/** Makes the decimal number `mantissa`·2^`exponent`, all of it: no f64 has more than 767 digits. */
export function expand(mantissa: u64, exponent: i32): void {
	truncated = false;
	count = 1;
	for (let rest = mantissa; rest >= 10; rest /= 10) count++;
	for (let at = count - 1, rest = mantissa; at >= 0; at--, rest /= 10) store<u8>(digits + at, <u8>(rest % 10));
	point = count;
	trim();
	shift(exponent);
}

export function expandedCount(): i32 {
	return count;
}

/** Where its decimal point stands, in digits from the first. */
export function expandedPoint(): i32 {
	return point;
}

export function expandedDigit(index: i32): i32 {
	return <i32>digitAt(index);
}

/** `p` up to `end` is a number by the grammar of JSON, without its sign. */
export function decimalToF64(p: usize, end: usize): f64 {
	readDecimal(p, end);
	trim();
	if (count == 0 || point < -330) return 0;
	if (point > 310) return Infinity;
	let exponent = 0;
	while (point > 0) {
		const bits = point >= 9 ? 27 : <i32>load<u8>(steps + point);
		shift(-bits);
		exponent += bits;
	}
	while (point < 0 || (point == 0 && load<u8>(digits) < 5)) {
		const bits = -point >= 9 ? 27 : <i32>load<u8>(steps + -point);
		shift(bits);
		exponent -= bits;
	}
	exponent--;
	if (exponent < -1022) {
		const bits = -1022 - exponent;
		shift(-bits);
		exponent += bits;
	}
	if (exponent > 1023) return Infinity;
	shift(53);
	let mantissa = roundedInteger();
	if (mantissa == (<u64>1) << 53) {
		mantissa >>= 1;
		exponent++;
		if (exponent > 1023) return Infinity;
	}
	const hidden: u64 = (<u64>1) << 52;
	const biased: u64 = (mantissa & hidden) == 0 ? 0 : <u64>(exponent + 1023);
	return reinterpret<f64>((mantissa & (hidden - 1)) | (biased << 52));
}
