import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { NULL, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { numberOf, trim, writePlain } from './coerce';

export const functionNames: string[] = [
	'abs',
	'ceil',
	'coalesce',
	'floor',
	'length',
	'lower',
	'max',
	'min',
	'round',
	'trim',
	'upper',
];
const least: StaticArray<i32> = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const most: StaticArray<i32> = [1, 1, 100, 1, 1, 1, 100, 100, 2, 1, 1];

const ABS: i32 = 0;
const CEIL: i32 = 1;
const COALESCE: i32 = 2;
const FLOOR: i32 = 3;
const LENGTH: i32 = 4;
const LOWER: i32 = 5;
const MAX: i32 = 6;
const MIN: i32 = 7;
const ROUND: i32 = 8;
const TRIM: i32 = 9;

/** Whether a function takes so many values. */
export function takes(name: i32, count: i32): bool {
	return count >= least[name] && count <= most[name];
}

const scratch = new Bytes();

/** `values` are the caller's and may be changed. */
export function callFunction(name: i32, values: Value[], arena: Arena, out: Value): void {
	const first = values[0];
	if (name == COALESCE) {
		coalesce(values, out);
	} else if (name == MIN || name == MAX) {
		extreme(name, values, out);
	} else if (name == LENGTH || name == LOWER || name == TRIM || name > TRIM) {
		if (first.kind == NULL) out.setNull();
		else onText(name, first, arena, out);
	} else if (!numberOf(first)) {
		out.setNull();
	} else if (name == ABS) {
		out.setNumber(abs(first.number));
	} else if (name == CEIL) {
		out.setNumber(ceil(first.number));
	} else if (name == FLOOR) {
		out.setNumber(floor(first.number));
	} else {
		round(first.number, values, out);
	}
}

function coalesce(values: Value[], out: Value): void {
	out.setNull();
	for (let i = 0; i < values.length && out.kind == NULL; i++) out.set(values[i]);
}

/** Of the values that are numbers. */
function extreme(name: i32, values: Value[], out: Value): void {
	out.setNull();
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (!numberOf(value)) continue;
		const better = out.kind == NULL || (name == MIN ? value.number < out.number : value.number > out.number);
		if (better) out.setNumber(value.number);
	}
}

/** To a number of decimals; halves away from zero. */
function round(value: f64, values: Value[], out: Value): void {
	let digits: f64 = 0;
	if (values.length > 1) {
		if (!numberOf(values[1])) {
			out.setNull();
			return;
		}
		digits = min(max(trunc(values[1].number), -20), 20);
	}
	const scale = 10.0 ** abs(digits);
	const scaled = digits < 0 ? abs(value) / scale : abs(value) * scale;
	// What has no decimals left to lose stays as it is.
	if (!isFinite(scaled) || scaled >= 4503599627370496.0) {
		out.setNumber(value);
		return;
	}
	const rounded = floor(scaled + 0.5);
	out.setNumber(copysign(digits < 0 ? rounded * scale : rounded / scale, value));
}

function onText(name: i32, value: Value, arena: Arena, out: Value): void {
	if (value.kind != STRING) {
		scratch.clear();
		writePlain(scratch, value);
		value.setString(arena.keep(scratch.ptr, scratch.length), scratch.length);
	}
	if (name == LENGTH) {
		out.setNumber(<f64>countCharacters(value));
		return;
	}
	out.set(value);
	if (name == TRIM) {
		trim(out);
		return;
	}
	const from: u8 = name == LOWER ? 0x41 : 0x61;
	out.ptr = arena.keep(value.ptr, value.length);
	for (let i = 0; i < out.length; i++) {
		const c = load<u8>(out.ptr + i);
		if (<u8>(c - from) < 26) store<u8>(out.ptr + i, c ^ 0x20);
	}
}

function countCharacters(value: Value): i32 {
	let count = 0;
	for (let i = 0; i < value.length; i++) if ((load<u8>(value.ptr + i) & 0xc0) != 0x80) count++;
	return count;
}
