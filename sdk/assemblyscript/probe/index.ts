// Lets the tests reach into the SDK: each export is one of its functions in the shape of the ABI.
import { Bytes, copyBytes } from '../assembly/bytes';
import { fail } from '../assembly/host';
import { compact } from '../assembly/json/compact';
import { FieldPath } from '../assembly/json/field-path';
import { Fields } from '../assembly/json/fields';
import { isNumber, parseNumber, writeNumber } from '../assembly/json/number';
import { skipSpace, skipValue } from '../assembly/json/scan';
import { unescape, writeString } from '../assembly/json/text';
import { parseTree } from '../assembly/json/tree';
import { collect } from '../assembly/memory';

export { alloc, dealloc } from '../assembly/memory';

/** JSON number to 8 bytes of f64. */
export function read_number(ptr: usize, length: i32): i32 {
	if (!isNumber(ptr, ptr + length)) return fail('not a number');
	const out = new Bytes();
	store<f64>(out.reserve(8), parseNumber(ptr, ptr + length));
	out.length = 8;
	return collect(out.toResult());
}

/** 8 bytes of f64 to JSON. */
export function write_number(ptr: usize, length: i32): i32 {
	const out = new Bytes();
	writeNumber(out, load<f64>(ptr));
	return collect(out.toResult());
}

/** A JSON string decoded and encoded again. */
export function rewrite_string(ptr: usize, length: i32): i32 {
	const text = new Bytes();
	const at = text.reserve(length);
	text.length = unescape(ptr + 1, ptr + length - 1, at);
	const out = new Bytes();
	writeString(out, text.ptr, text.length);
	text.release();
	return collect(out.toResult());
}

/** The places to copy to and from and a length, a byte each, then the bytes; to those bytes after the copy. */
export function copy_within(ptr: usize, length: i32): i32 {
	const bytes = ptr + 3;
	copyBytes(bytes + load<u8>(ptr), bytes + load<u8>(ptr, 1), load<u8>(ptr, 2));
	const out = new Bytes();
	out.copy(bytes, length - 3);
	return collect(out.toResult());
}

/** One JSON value without white space; fails where it is not exactly one. */
export function compact_value(ptr: usize, length: i32): i32 {
	const end = ptr + length;
	const after = skipValue(ptr, end);
	if (after == 0 || skipSpace(after, end) != end) return fail('not JSON');
	const out = new Bytes();
	compact(out, ptr, after);
	return collect(out.toResult());
}

/** A JSON object to `[[key, value], …]`. */
export function list_members(ptr: usize, length: i32): i32 {
	const fields = new Fields();
	const after = fields.parse(ptr, ptr + length);
	if (after == 0) return fail('not JSON');
	const out = new Bytes();
	out.byte(0x5b);
	for (let i = 0; i < fields.count; i++) {
		out.text(i == 0 ? '[' : ',[');
		writeString(out, fields.name(i), fields.nameLength(i));
		out.byte(0x2c);
		out.span(fields.valueStart(i), fields.valueEnd(i));
		out.byte(0x5d);
	}
	out.byte(0x5d);
	return collect(out.toResult());
}

/** `[path, object]` to the value at the path, nothing where there is none. */
export function find_field(ptr: usize, length: i32): i32 {
	const input = parseTree(ptr, length);
	if (input === null) return fail('not JSON');
	const source = new Bytes();
	source.text(input.items[1].source);
	const fields = new Fields();
	fields.parse(source.ptr, source.ptr + source.length);
	const out = new Bytes();
	if (fields.find(new FieldPath(input.items[0].text))) out.span(fields.start, fields.end);
	return collect(out.toResult());
}
