import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { MINUS } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeLower, writeUpper } from '../../../sdk/assemblyscript/assembly/letter-case';
import { NULL, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { numberOf, trim, writePlain } from './coerce';
import { DOWN, NEAREST, roundTo, UP } from './rounding';

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
		extreme(name, values, arena, out);
	} else if (name == LENGTH || name == LOWER || name == TRIM || name > TRIM) {
		if (first.kind == NULL) out.setNull();
		else onText(name, first, arena, out);
	} else if (!numberOf(first, arena)) {
		out.setNull();
	} else if (name == ABS) {
		absolute(first, out);
	} else if (name == CEIL) {
		roundTo(first, 0, UP, arena, out);
	} else if (name == FLOOR) {
		roundTo(first, 0, DOWN, arena, out);
	} else {
		round(values, arena, out);
	}
}

/** A long number keeps its digits. */
function absolute(value: Value, out: Value): void {
	if (value.isShort || value.length == 0) out.setNumber(abs(value.number));
	else if (load<u8>(value.ptr) == MINUS) out.setWritten(value.ptr + 1, value.ptr + value.length);
	else out.set(value);
}

function coalesce(values: Value[], out: Value): void {
	out.setNull();
	for (let i = 0; i < values.length && out.kind == NULL; i++) out.set(values[i]);
}

/** Of the values that are numbers, compared to the last digit. */
function extreme(name: i32, values: Value[], arena: Arena, out: Value): void {
	out.setNull();
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (!numberOf(value, arena)) continue;
		const better = out.kind == NULL || (name == MIN ? value.compare(out) < 0 : value.compare(out) > 0);
		if (better) out.set(value);
	}
}

function round(values: Value[], arena: Arena, out: Value): void {
	let places: f64 = 0;
	if (values.length > 1) {
		if (!numberOf(values[1], arena)) {
			out.setNull();
			return;
		}
		places = min(max(trunc(values[1].number), -20), 20);
	}
	roundTo(values[0], <i32>places, NEAREST, arena, out);
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
	scratch.clear();
	if (name == LOWER) writeLower(scratch, value.ptr, value.length);
	else writeUpper(scratch, value.ptr, value.length);
	out.setString(arena.keep(scratch.ptr, scratch.length), scratch.length);
}

function countCharacters(value: Value): i32 {
	let count = 0;
	for (let i = 0; i < value.length; i++) if ((load<u8>(value.ptr + i) & 0xc0) != 0x80) count++;
	return count;
}
