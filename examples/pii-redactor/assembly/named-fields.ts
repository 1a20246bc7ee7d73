// The fields that a configuration names: `note`, `contact.note`, and in lists `contacts.note` (of every item) or
// `contacts.0.note` (of one). A name that stands twice in an object means both.
import { Bytes, bytesOf, sameBytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import {
	CLOSE_ARRAY,
	CLOSE_OBJECT,
	COMMA,
	escaped,
	isDigit,
	OPEN_ARRAY,
	OPEN_OBJECT,
	skipSpace,
	skipString,
	skipValue,
} from '../../../sdk/assemblyscript/assembly/json/scan';
import { unescape } from '../../../sdk/assemblyscript/assembly/json/text';
import { Redactor } from './redact';
import { beginRecord, endRecord, redactValue } from './walk';

/** Lists in lists that are followed; what lies deeper counts as named. */
const MOST_DEPTH: i32 = 200;

export class NamedField {
	readonly text: string;
	/** The whole name, and its parts between dots. */
	readonly name: Bytes;
	readonly steps: Bytes[] = [];
	/** Whether any record had it. */
	seen: bool = false;

	constructor(text: string) {
		this.text = text;
		this.name = bytesOf(text);
		const parts = text.split('.');
		for (let i = 0; i < parts.length; i++) this.steps.push(bytesOf(parts[i]));
	}
}

/** Start and end of each value that was named in the record at hand, 4 bytes each, in the order of the record. */
let spans: usize = 0;
let capacity: i32 = 0;
let count: i32 = 0;
const decoded = new Bytes();

function spanStart(index: i32): usize {
	return load<u32>(spans + (index << 3));
}

function spanEnd(index: i32): usize {
	return load<u32>(spans + (index << 3), 4);
}

/** Notes a value. Those of one path come in order, those of several seldom do. */
function note(start: usize, end: usize): void {
	if (count == capacity) {
		capacity = capacity * 2 + 16;
		const bytes = (<usize>capacity) << 3;
		spans = spans == 0 ? heap.alloc(bytes) : heap.realloc(spans, bytes);
	}
	let at = count++;
	while (at > 0 && spanStart(at - 1) > start) at--;
	memory.copy(spans + ((at + 1) << 3), spans + (at << 3), (count - 1 - at) << 3);
	store<u32>(spans + (at << 3), <u32>start);
	store<u32>(spans + (at << 3), <u32>end, 4);
}

/** Redacts the fields that are named and copies the others. */
export function redactFields(
	redactor: Redactor,
	fields: Fields,
	named: NamedField[],
	start: usize,
	end: usize,
	out: Bytes,
): void {
	count = 0;
	for (let i = 0; i < named.length; i++) {
		const before = count;
		if (fields.isObject) findTop(fields, named[i]);
		else if (start < end && load<u8>(start) == OPEN_ARRAY) follow(named[i].steps, 0, start, end);
		if (count > before) named[i].seen = true;
	}
	let done = start;
	beginRecord(start);
	for (let i = 0; i < count; i++) {
		// Named twice, or within what is named.
		if (spanStart(i) < done) continue;
		redactValue(redactor, spanStart(i), spanEnd(i), out);
		done = spanEnd(i);
	}
	endRecord(end, out);
}

function findTop(fields: Fields, field: NamedField): void {
	const name = field.name;
	const steps = field.steps;
	const first = steps[0];
	const isPath = steps.length > 1;
	for (let i = 0; i < fields.count; i++) {
		const length = fields.nameLength(i);
		if (length == name.length && memory.compare(fields.name(i), name.ptr, length) == 0) {
			note(fields.valueStart(i), fields.valueEnd(i));
		} else if (isPath && length == first.length && memory.compare(fields.name(i), first.ptr, length) == 0) {
			follow(steps, 1, fields.valueStart(i), fields.valueEnd(i));
		}
	}
}

/** Follows the steps from one on into a validated value and notes what they lead to. */
function follow(steps: Bytes[], step: i32, start: usize, end: usize, depth: i32 = 0): void {
	if (step == steps.length || depth == MOST_DEPTH) {
		note(start, end);
		return;
	}
	const c = load<u8>(start);
	if (c == OPEN_OBJECT) followMembers(steps, step, start, end, depth);
	else if (c == OPEN_ARRAY) followItems(steps, step, start, end, depth);
}

function followMembers(steps: Bytes[], step: i32, start: usize, end: usize, depth: i32): void {
	const wanted = steps[step];
	let p = skipSpace(start + 1, end);
	while (load<u8>(p) != CLOSE_OBJECT) {
		const key = p + 1;
		p = skipString(key, end);
		const matches = isKey(key, p - 1, escaped, wanted);
		const value = skipSpace(skipSpace(p, end) + 1, end);
		p = skipValue(value, end);
		if (matches) follow(steps, step + 1, value, p, depth + 1);
		p = skipSpace(p, end);
		if (load<u8>(p) == COMMA) p = skipSpace(p + 1, end);
	}
}

function isKey(start: usize, end: usize, isEscaped: bool, wanted: Bytes): bool {
	if (!isEscaped) return sameBytes(start, <i32>(end - start), wanted.ptr, wanted.length);
	decoded.clear();
	const at = decoded.reserve(<i32>(end - start));
	return sameBytes(at, unescape(start, end, at), wanted.ptr, wanted.length);
}

/** A step into a list goes into each item, or into one where it is a number. */
function followItems(steps: Bytes[], step: i32, start: usize, end: usize, depth: i32): void {
	const index = indexOf(steps[step]);
	let p = skipSpace(start + 1, end);
	for (let i = 0; load<u8>(p) != CLOSE_ARRAY; i++) {
		const item = p;
		p = skipValue(item, end);
		if (index < 0 || i == index) follow(steps, index < 0 ? step : step + 1, item, p, depth + 1);
		p = skipSpace(p, end);
		if (load<u8>(p) == COMMA) p = skipSpace(p + 1, end);
	}
}

/** The number that a step is; -1: a name. */
function indexOf(step: Bytes): i32 {
	if (step.length == 0 || step.length > 7) return -1;
	let value = 0;
	for (let i = 0; i < step.length; i++) {
		const c = load<u8>(step.ptr + i);
		if (!isDigit(c)) return -1;
		value = value * 10 + <i32>c - 0x30;
	}
	return value;
}
