import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isNumber, parseNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { BOOLEAN, NULL, NUMBER, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';

export function isBlank(c: u8): bool {
	return c == 0x20 || (c >= 0x09 && c <= 0x0d);
}

/** Takes white space off both ends of a text value. */
export function trim(value: Value): void {
	while (value.length > 0 && isBlank(load<u8>(value.ptr))) {
		value.ptr++;
		value.length--;
	}
	while (value.length > 0 && isBlank(load<u8>(value.ptr + value.length - 1))) value.length--;
}

/** Turns a value into a number where it is one or reads like one; whether it did. */
export function numberOf(value: Value): bool {
	if (value.kind == NUMBER) return true;
	if (value.kind == BOOLEAN) {
		value.setNumber(value.number);
		return true;
	}
	if (value.kind != STRING) return false;
	trim(value);
	// `+5` is a number to people, though not to JSON.
	let start = value.ptr;
	const end = value.ptr + value.length;
	if (value.length > 1 && load<u8>(start) == 0x2b) start++;
	if (!isNumber(start, end)) return false;
	value.setNumber(parseNumber(start, end));
	return true;
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
export function truthOf(value: Value): i32 {
	if (value.kind == BOOLEAN || value.kind == NUMBER) return value.number != 0 ? 1 : 0;
	if (value.kind != STRING) return -1;
	trim(value);
	if (isWord(value, 'true') || isWord(value, 'yes') || isWord(value, 'on') || isWord(value, 'y') || isWord(value, 't'))
		return 1;
	if (isWord(value, 'false') || isWord(value, 'no') || isWord(value, 'off') || isWord(value, 'n') || isWord(value, 'f'))
		return 0;
	if (!numberOf(value)) return -1;
	return value.number != 0 ? 1 : 0;
}
