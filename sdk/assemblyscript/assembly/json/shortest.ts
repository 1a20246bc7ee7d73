// The fewest decimal digits that read back as the same f64, and of those the nearest: what JavaScript writes.
import { decimalToF64, expand, expandedCount, expandedDigit, expandedPoint } from './decimal';

/** As many digits tell any two normal numbers apart that as many digits can name. */
const SURE: i32 = 15;
/** As many digits are enough for every number. */
const ENOUGH: i32 = 17;
const POWERS: i32 = 28;
const powersOfFive: usize = memory.data<u64>([
	1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625, 1220703125, 6103515625,
	30517578125, 152587890625, 762939453125, 3814697265625, 19073486328125, 95367431640625, 476837158203125,
	2384185791015625, 11920928955078125, 59604644775390625, 298023223876953125, 1490116119384765625, 7450580596923828125,
]);

/** The digits in ASCII, with room for an exponent behind them. */
export const digits: usize = memory.data(32);
/** How many there are; the last is not 0. */
export let count: i32 = 0;
/** Where the decimal point stands, in digits from the first. */
export let point: i32 = 0;

/** Sets `digits`, `count` and `point` for a number that is positive and finite. */
export function findShortest(value: f64): void {
	const bits = reinterpret<u64>(value);
	const biased = <i32>(bits >> 52);
	const fraction = bits & 0xf_ffff_ffff_ffff;
	const mantissa = biased == 0 ? fraction : fraction | ((<u64>1) << 52);
	const exponent = max(biased, 1) - 1075;
	// Below a power of two the neighbour is nearer than above it, which the quick way does not know.
	if (biased == 0 || fraction == 0 || !findByProduct(mantissa, exponent)) {
		findByReading(value, mantissa, exponent, biased == 0 ? 1 : SURE, fraction == 0);
	}
	while (count > 1 && load<u8>(digits + count - 1) == 0x30) count--;
}

/** What `roundedAt` found. */
let rounded: u64 = 0;
let readsBack: bool = false;

/** `mantissa`·2^`exponent` in units of 10^-`places`, rounded to even. False where 128 bits do not hold what it takes. */
function roundedAt(mantissa: u64, exponent: i32, places: i32): bool {
	const shift = <u64>(-exponent - places);
	if (places < 0 || places >= POWERS || shift > 63) return false;
	const power = load<u64>(powersOfFive + ((<usize>places) << 3));
	const low = mantissa * power;
	const high = upperHalf(mantissa, power);
	if (high >> shift != 0) return false;
	rounded = shift == 0 ? low : (high << (64 - shift)) | (low >> shift);
	const one = (<u64>1) << shift;
	let away = low & (one - 1);
	if (away > one >> 1 || (away == one >> 1 && shift != 0 && (rounded & 1) != 0)) {
		rounded++;
		away = one - away;
	}
	// Half the distance to the next number is half a unit of the mantissa, and a tie goes to the even one.
	readsBack = away << 1 < power || (away << 1 == power && (mantissa & 1) == 0);
	return true;
}

/** The upper 64 of the 128 bits of a product. */
function upperHalf(a: u64, b: u64): u64 {
	const mask: u64 = 0xffff_ffff;
	const low = (a & mask) * (b & mask);
	const middle = (a >> 32) * (b & mask) + (low >> 32);
	const other = (a & mask) * (b >> 32) + (middle & mask);
	return (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
}

/** By exact arithmetic in 128 bits, which do for numbers with a fraction that are neither huge nor tiny. */
function findByProduct(mantissa: u64, exponent: i32): bool {
	if (exponent >= 0 || exponent < -100) return false;
	// The decimal magnitude, or one less.
	let magnitude = (((exponent + 52) * 1233) >> 12) + 1;
	if (!roundedAt(mantissa, exponent, ENOUGH - magnitude)) return false;
	if (rounded >= 100_000_000_000_000_000) magnitude++;
	for (let wanted = max(SURE, magnitude); wanted <= ENOUGH; wanted++) {
		if (!roundedAt(mantissa, exponent, wanted - magnitude)) return false;
		if (!readsBack) continue;
		count = 1;
		for (let rest = rounded; rest >= 10; rest /= 10) count++;
		for (let at = count - 1, rest = rounded; at >= 0; at--, rest /= 10) {
			store<u8>(digits + at, <u8>(0x30 + (rest % 10)));
		}
		point = magnitude + count - wanted;
		return true;
	}
	return false;
}

/** The first digits of the exact number. */
const exact: usize = memory.data(32);

/** By reading back what was rounded from the exact number: slow, and right for every one. */
function findByReading(value: f64, mantissa: u64, exponent: i32, from: i32, uneven: bool): void {
	expand(mantissa, exponent);
	const all = expandedCount();
	const place = expandedPoint();
	for (let i = 0; i <= ENOUGH; i++) store<u8>(exact + i, i < all ? <u8>(0x30 + expandedDigit(i)) : 0x30);
	for (let wanted = from; wanted <= ENOUGH; wanted++) {
		const next = load<u8>(exact + wanted);
		const isTie = next == 0x35 && all == wanted + 1;
		const up = isTie ? (load<u8>(exact + wanted - 1) & 1) != 0 : next >= 0x35;
		if (tryDigits(value, wanted, place, up) || (uneven && tryDigits(value, wanted, place, !up))) return;
	}
}

function tryDigits(value: f64, wanted: i32, place: i32, up: bool): bool {
	memory.copy(digits, exact, wanted);
	count = wanted;
	point = place;
	if (up) {
		let at = wanted - 1;
		while (at >= 0 && load<u8>(digits + at) == 0x39) store<u8>(digits + at--, 0x30);
		if (at >= 0) {
			store<u8>(digits + at, load<u8>(digits + at) + 1);
		} else {
			store<u8>(digits, 0x31);
			point++;
		}
	}
	return decimalToF64(digits, writeExponent(digits + count, point - count)) == value;
}

/** Writes `e` with a sign and the exponent; returns its end. */
export function writeExponent(at: usize, exponent: i32): usize {
	store<u8>(at++, 0x65);
	store<u8>(at++, exponent < 0 ? 0x2d : 0x2b);
	const size = abs(exponent);
	if (size >= 100) store<u8>(at++, <u8>(0x30 + size / 100));
	if (size >= 10) store<u8>(at++, <u8>(0x30 + ((size / 10) % 10)));
	store<u8>(at++, <u8>(0x30 + (size % 10)));
	return at;
}
