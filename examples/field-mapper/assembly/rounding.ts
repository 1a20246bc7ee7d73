// Rounding of numbers as they are written: 1.005 to two decimals is 1.01, though its nearest f64 is a little less.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { writeDigits } from '../../../sdk/assemblyscript/assembly/json/number';
import { Written } from '../../../sdk/assemblyscript/assembly/json/written';
import { Value } from '../../../sdk/assemblyscript/assembly/value';

/** To the nearest, halves away from zero. */
export const NEAREST: i32 = 0;
export const DOWN: i32 = 1;
export const UP: i32 = 2;

const written = new Written();
const scratch = new Bytes();
const digits = new Bytes();
const text = new Bytes();

/** Rounds a number to `places` decimals, -20 to 20; `out` may be the number itself. */
export function roundTo(value: Value, places: i32, mode: i32, arena: Arena, out: Value): void {
	if (value.isShort || value.length == 0) {
		if (mode == DOWN) return out.setNumber(floor(value.number));
		if (mode == UP) return out.setNumber(ceil(value.number));
		if (roundFast(value.number, places, out)) return;
	}
	value.takeWritten(written, scratch);
	const keep = written.point + <i64>places;
	// What has no decimals left to lose stays as it is.
	if (keep >= <i64>written.count) return out.set(value);
	roundDigits(keep < 0 ? -1 : <i32>keep, places, mode);
	if (text.length == 0) return out.setNumber(0);
	const at = arena.keep(text.ptr, text.length);
	out.setWritten(at, at + text.length);
	out.simplify();
}

/** By f64, where its error cannot decide. */
function roundFast(value: f64, places: i32, out: Value): bool {
	let power: f64 = 1;
	for (let i = abs(places); i > 0; i--) power *= 10;
	const size = places < 0 ? abs(value) / power : abs(value) * power;
	if (!(size < 1e11) || abs(size - floor(size) - 0.5) < 1e-3) return false;
	const rounded = floor(size + 0.5);
	out.setNumber(copysign(places < 0 ? rounded * power : rounded / power, value));
	return true;
}

/** Puts what is left of `written` into `text`, nothing for 0. `keep`: digits that are kept; -1: the first is not even next. */
function roundDigits(keep: i32, places: i32, mode: i32): void {
	digits.clear();
	// Room for a digit in front.
	digits.byte(0x30);
	written.writeDigits(digits);
	let up = mode != NEAREST && (mode == UP) != written.negative;
	if (mode == NEAREST && keep >= 0) up = load<u8>(digits.ptr + 1 + keep) >= 0x35;
	let count = max(keep, 0);
	let point = keep < 0 ? -places : <i32>written.point;
	let first = digits.ptr + 1;
	if (up) {
		let at = digits.ptr + count;
		while (load<u8>(at) == 0x39) store<u8>(at--, 0x30);
		store<u8>(at, load<u8>(at) + 1);
		if (at == digits.ptr) {
			first = at;
			count++;
			point++;
		}
	}
	while (count > 0 && load<u8>(first + count - 1) == 0x30) count--;
	text.clear();
	if (count > 0) writeDigits(text, first, count, point, written.negative);
}
