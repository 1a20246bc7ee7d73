import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { BOOLEAN, NULL, NUMBER, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { blankAt, blankBefore } from './blank';
import { readNumber } from './read-number';

function isPlain(c: u8): bool {
	return c > 0x20 && c < 0x80;
}

/** Takes white space off both ends of a text value. */
export function trim(value: Value): void {
	const end = value.ptr + value.length;
	let start = value.ptr;
	// Most texts have none.
	if (value.length > 0 && isPlain(load<u8>(start)) && isPlain(load<u8>(end - 1))) return;
	for (let width = blankAt(start, end); width > 0; width = blankAt(start, end)) start += width;
	value.ptr = start;
	let last = end;
	for (let width = blankBefore(start, last); width > 0; width = blankBefore(start, last)) last -= width;
	value.length = <i32>(last - start);
}

/** Turns a value into a number where it is one or reads like one; whether it did. */
export function numberOf(value: Value, arena: Arena): bool {
	if (value.kind == NUMBER) return true;
	if (value.kind == BOOLEAN) {
		value.setNumber(value.number);
		return true;
	}
	if (value.kind != STRING) return false;
	trim(value);
	return readNumber(value, arena);
}

/** Appends a value as people write it: text without quotes, null as nothing. */
export function writePlain(out: Bytes, value: Value): void {
	if (value.kind == STRING) out.copy(value.ptr, value.length);
	else if (value.kind != NULL) value.write(out);
}

function lower(c: u8): u8 {
	return <u8>(c - 0x41) < 26 ? c | 0x20 : c;
}

function isWord(value: Value, word: string): bool {
	if (value.length != word.length) return false;
	for (let i = 0; i < word.length; i++) {
		if (lower(load<u8>(value.ptr + i)) != <u8>word.charCodeAt(i)) return false;
	}
	return true;
}

/** 1 or 0 for words and numbers that mean true or false; -1 for others. */
export function truthOf(value: Value, arena: Arena): i32 {
	if (value.kind == BOOLEAN || value.kind == NUMBER) return isTrue(value);
	if (value.kind != STRING) return -1;
	trim(value);
	if (isWord(value, 'true') || isWord(value, 'yes') || isWord(value, 'on') || isWord(value, 'y') || isWord(value, 't'))
		return 1;
	if (isWord(value, 'false') || isWord(value, 'no') || isWord(value, 'off') || isWord(value, 'n') || isWord(value, 'f'))
		return 0;
	return readNumber(value, arena) ? isTrue(value) : -1;
}

/** A long number is not 0, though its nearest f64 may be. */
function isTrue(value: Value): i32 {
	return (value.kind == NUMBER && value.length > 0 && !value.isShort) || value.number != 0 ? 1 : 0;
}
