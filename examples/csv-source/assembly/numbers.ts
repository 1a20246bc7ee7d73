// Which text is a number, and which one only looks like it.
import { parseNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { isDigit, MINUS } from '../../../sdk/assemblyscript/assembly/json/scan';

/** Digits that every reader of JSON numbers keeps. */
const SAFE_DIGITS: i32 = 15;

/** Text, or a number that a reader would change. */
export const TEXT: i32 = 0;
/** A whole number. */
export const WHOLE: i32 = 1;
/** A number with a fraction or an exponent. */
export const FRACTION: i32 = 2;
/** What identifies something: digits that begin with 0 or are more than readers keep, or `12E5`. */
export const CODE: i32 = 3;

/** What a text is that begins with a digit or a minus, by the grammar of JSON. */
export function kindOf(start: usize, end: usize): i32 {
	const first = start + usize(load<u8>(start) == MINUS);
	let p = skipDigits(first, end);
	const digits = <i32>(p - first);
	if (digits == 0) return TEXT;
	const padded = digits > 1 && load<u8>(first) == 0x30;
	if (p == end) return padded || digits > SAFE_DIGITS ? CODE : WHOLE;
	const whole = p;
	if (load<u8>(p) == 0x2e) {
		p = skipDigits(p + 1, end);
		if (p == whole + 1) return TEXT;
	}
	if (p < end) {
		if ((load<u8>(p) | 0x20) != 0x65) return TEXT;
		let power = p + 1;
		if (power < end && (load<u8>(power) == 0x2b || load<u8>(power) == MINUS)) power++;
		const last = skipDigits(power, end);
		if (last == power || last != end) return TEXT;
		// Programs write a sign or a point into such a number; `12E5` is somebody's name for something.
		if (p == whole && power == p + 1) return CODE;
		if (padded || !staysNumber(start, end, p)) return TEXT;
	}
	return padded || digits > SAFE_DIGITS ? TEXT : FRACTION;
}

function skipDigits(p: usize, end: usize): usize {
	while (p < end && isDigit(load<u8>(p))) p++;
	return p;
}

/** Whether a number with an exponent, which begins at `power`, is neither too large for readers nor too small. */
function staysNumber(start: usize, end: usize, power: usize): bool {
	const value = parseNumber(start, end);
	if (!isFinite(value)) return false;
	if (value != 0) return true;
	for (let p = start; p < power; p++) if (isDigit(load<u8>(p)) && load<u8>(p) != 0x30) return false;
	return true;
}
