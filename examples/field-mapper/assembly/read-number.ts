// Numbers as people and programs write them: `007`, `+5`, `.5`, `5.`, `-007.50`, `1E+3`.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { isNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { isDigit, MINUS } from '../../../sdk/assemblyscript/assembly/json/scan';
import { Value } from '../../../sdk/assemblyscript/assembly/value';

function skipDigits(p: usize, end: usize): usize {
	while (p < end && isDigit(load<u8>(p))) p++;
	return p;
}

/** Makes a number of a text; false, with the value as it was, where it is none or is beyond the range of numbers. */
export function readNumber(value: Value, arena: Arena): bool {
	const start = value.ptr;
	const length = value.length;
	const end = start + length;
	if (isNumber(start, end)) value.setWritten(start, end);
	else if (!rewrite(value, start, end, arena)) return false;
	if (!value.isShort && isBeyond(value.number)) {
		value.setString(start, length);
		return false;
	}
	value.simplify();
	return true;
}

/** No f64 is near it: 0 itself is always short. */
function isBeyond(nearest: f64): bool {
	return nearest == 0 || !isFinite(nearest);
}

/** Puts a text into the grammar of JSON, every digit kept. */
function rewrite(value: Value, start: usize, end: usize, arena: Arena): bool {
	let p = start;
	const sign = p < end ? load<u8>(p) : 0;
	if (sign == 0x2b || sign == MINUS) p++;
	const whole = p;
	const wholeEnd = skipDigits(p, end);
	p = wholeEnd;
	let fraction: usize = p;
	let fractionEnd: usize = p;
	if (p < end && load<u8>(p) == 0x2e) {
		fraction = p + 1;
		fractionEnd = skipDigits(fraction, end);
		p = fractionEnd;
	}
	if (wholeEnd == whole && fractionEnd == fraction) return false;
	const exponent = p;
	if (p < end && (load<u8>(p) | 0x20) == 0x65) {
		p++;
		if (p < end && (load<u8>(p) == 0x2b || load<u8>(p) == MINUS)) p++;
		const digits = p;
		p = skipDigits(p, end);
		if (p == digits) return false;
	}
	if (p != end) return false;
	let first = whole;
	while (first + 1 < wholeEnd && load<u8>(first) == 0x30) first++;
	// A sign, a zero and a point at most are added to what there is.
	const at = arena.take(<i32>(end - start) + 2);
	let to = at;
	if (sign == MINUS) store<u8>(to++, MINUS);
	if (first == wholeEnd) store<u8>(to++, 0x30);
	to = put(to, first, wholeEnd);
	if (fractionEnd > fraction) {
		store<u8>(to++, 0x2e);
		to = put(to, fraction, fractionEnd);
	}
	to = put(to, exponent, end);
	value.setWritten(at, to);
	return true;
}

function put(to: usize, from: usize, end: usize): usize {
	memory.copy(to, from, end - from);
	return to + (end - from);
}
