// Sums and means, exact: numbers are added as they are written. What fits is kept in 64 bits, as units of a power of ten;
// the rest goes to a `DecimalSum`, which a group gets when it needs one.
// A slot: units, count, address of the `DecimalSum` or 0, scale (the units are of 10^scale).
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { parseNumber, writeDigits, writeInteger, writeNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { Written } from '../../../sdk/assemblyscript/assembly/json/written';
import { Packed, packI32, packI64 } from '../../../sdk/assemblyscript/assembly/packed';
import { Value } from '../../../sdk/assemblyscript/assembly/value';
import { DecimalSum, newDecimalSum } from './decimal-sum';

const COUNT: usize = 8;
const LARGE: usize = 16;
const SCALE: usize = 20;
/** Two of these make no overflow. */
const MOST_UNITS: i64 = 0x3fff_ffff_ffff_ffff;
/** Digits that a sum with decimals has at most; beyond them it is the nearest f64. */
const MOST_DIGITS: i32 = 34;
/** Digits that a quotient has more than what was divided: a count has at most 20. */
const MOST_QUOTIENT: i32 = 40;
const LARGEST: f64 = 1.7976931348623157e308;
const powers: usize = memory.data<i64>([
	1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
	1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
]);
const MOST_POWER: i32 = 15;

const written = new Written();
const scratch = new Bytes();
const text = new Bytes();

/** The number that `total` took apart is beyond the range of f64. */
function isTooLarge(): bool {
	return abs(parseNumber(text.ptr, text.ptr + text.length)) > LARGEST;
}

/** Takes a number in. `value` must be within the range of f64. */
export function addToSum(slot: usize, value: Value): void {
	store<u64>(slot, load<u64>(slot, COUNT) + 1, COUNT);
	if (value.isShort) {
		const scale = load<i32>(slot, SCALE);
		if (value.scale == scale && addUnits(slot, value.units)) return;
		if (rescale(slot, value, scale)) return;
		flush(slot);
	}
	value.takeWritten(written, scratch);
	largeOf(slot).add(written);
}

function addUnits(slot: usize, units: i64): bool {
	const sum = load<i64>(slot) + units;
	if (sum > MOST_UNITS || sum < -MOST_UNITS) return false;
	store<i64>(slot, sum);
	return true;
}

/** Adds a number of another scale, with units of the smaller of both; false, with nothing changed, where they do not fit. */
function rescale(slot: usize, value: Value, scale: i32): bool {
	const more = value.scale - scale;
	if (more >= 0) {
		const units = more > MOST_POWER ? 0 : times(value.units, more);
		return (units != 0 || value.units == 0) && addUnits(slot, units);
	}
	const before = load<i64>(slot);
	if (more < -MOST_POWER && before != 0) return false;
	const units = before == 0 ? 0 : times(before, -more);
	if (units == 0 && before != 0) return false;
	store<i64>(slot, units);
	store<i32>(slot, value.scale, SCALE);
	if (addUnits(slot, value.units)) return true;
	store<i64>(slot, before);
	store<i32>(slot, scale, SCALE);
	return false;
}

/** Units of a smaller power of ten; 0 where they do not fit. */
function times(units: i64, power: i32): i64 {
	const factor = load<i64>(powers + ((<usize>power) << 3));
	return abs(units) <= MOST_UNITS / factor ? units * factor : 0;
}

function largeOf(slot: usize): DecimalSum {
	if (load<usize>(slot, LARGE) == 0) store<usize>(slot, changetype<usize>(newDecimalSum()), LARGE);
	return changetype<DecimalSum>(load<usize>(slot, LARGE));
}

/** Moves the units to the `DecimalSum`. */
function flush(slot: usize): void {
	text.clear();
	writeUnits(slot);
	written.read(text.ptr, text.ptr + text.length);
	largeOf(slot).add(written);
	store<i64>(slot, 0);
	store<i32>(slot, 0, SCALE);
}

function writeUnits(slot: usize): void {
	writeInteger(text, load<i64>(slot));
	const scale = load<i32>(slot, SCALE);
	if (scale != 0) text.text(`e${scale}`);
}

/** Puts the sum into `text` and takes it apart. */
function total(slot: usize): void {
	if (load<usize>(slot, LARGE) != 0) flush(slot);
	text.clear();
	if (load<usize>(slot, LARGE) == 0) writeUnits(slot);
	else largeOf(slot).write(text);
	written.read(text.ptr, text.ptr + text.length);
}

/** Appends the sum; false, after null, where it is beyond the range of numbers. */
export function writeSum(out: Bytes, slot: usize): bool {
	total(slot);
	if (isTooLarge()) {
		out.text('null');
		return false;
	}
	if (written.count == 0) {
		out.byte(0x30);
	} else if (written.count > MOST_DIGITS && !written.isWhole) {
		writeNumber(out, parseNumber(text.ptr, text.ptr + text.length));
	} else {
		scratch.clear();
		written.writeDigits(scratch);
		writeDigits(out, scratch.ptr, written.count, <i32>written.point, written.negative);
	}
	return true;
}

/** Appends the mean, the nearest f64 to the exact one. Null where there are no values. */
export function writeMean(out: Bytes, slot: usize): void {
	const count = load<u64>(slot, COUNT);
	if (count == 0) {
		out.text('null');
		return;
	}
	total(slot);
	if (written.count <= 15 && written.isWhole && written.point <= 15) {
		writeNumber(out, parseNumber(text.ptr, text.ptr + text.length) / <f64>count);
		return;
	}
	divide(count);
	writeNumber(out, max(min(parseNumber(scratch.ptr, scratch.ptr + scratch.length), LARGEST), -LARGEST));
}

/** Puts `written` divided by a count into `scratch`, with more digits than decide about the nearest f64. */
function divide(count: u64): void {
	scratch.clear();
	if (written.negative) scratch.byte(0x2d);
	scratch.text('0.');
	const from = scratch.length;
	written.writeDigits(scratch);
	for (let i = 0; i < MOST_QUOTIENT; i++) scratch.byte(0x30);
	const end = scratch.ptr + scratch.length;
	let rest: u64 = 0;
	for (let p = scratch.ptr + from; p < end; p++) {
		rest = rest * 10 + <u64>(load<u8>(p) - 0x30);
		store<u8>(p, <u8>(0x30 + rest / count));
		rest %= count;
	}
	// What is left over decides where the digits alone would be half-way.
	if (rest != 0) scratch.byte(0x31);
	scratch.text(`e${written.point}`);
}

export function packSum(out: Bytes, slot: usize): void {
	packI64(out, load<i64>(slot));
	packI64(out, load<i64>(slot, COUNT));
	packI32(out, load<i32>(slot, SCALE));
	const hasLarge = load<usize>(slot, LARGE) != 0;
	packI32(out, i32(hasLarge));
	if (hasLarge) largeOf(slot).pack(out);
}

export function unpackSum(from: Packed, slot: usize): void {
	store<i64>(slot, from.i64());
	store<i64>(slot, from.i64(), COUNT);
	store<i32>(slot, from.i32(), SCALE);
	if (from.i32() != 0) largeOf(slot).unpack(from);
}

export function freeSum(slot: usize): void {
	const large = load<usize>(slot, LARGE);
	if (large != 0) changetype<DecimalSum>(large).free();
}
