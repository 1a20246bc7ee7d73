// The members of one record, found in one pass and left where they are.
import { Arena } from '../arena';
import { sameBytes } from '../bytes';
import { FieldPath } from './field-path';
import {
	CLOSE_OBJECT,
	COLON,
	COMMA,
	escaped,
	OPEN_OBJECT,
	QUOTE,
	skipSpace,
	skipString,
	skipValue,
	wrong,
} from './scan';
import { unescape } from './text';

/** One entry of the table: key with its quotes, key as UTF-8, value. Six words of 4 bytes. */
const KEY_START: usize = 0;
const KEY_END: usize = 4;
const NAME: usize = 8;
const NAME_LENGTH: usize = 12;
const VALUE_START: usize = 16;
const VALUE_END: usize = 20;
const ENTRY: i32 = 24;

export class Fields {
	count: i32 = 0;
	/** Whether the record is an object; other values have no fields. */
	isObject: bool = false;
	/** The value that `find` found. */
	start: usize = 0;
	end: usize = 0;
	private table: usize = 0;
	private capacity: i32 = 0;
	private names: Arena = new Arena();

	private entry(index: i32): usize {
		return this.table + <usize>(index * ENTRY);
	}

	/** Position of the key, its quotes included. */
	keyStart(index: i32): usize {
		return load<u32>(this.entry(index), KEY_START);
	}

	keyEnd(index: i32): usize {
		return load<u32>(this.entry(index), KEY_END);
	}

	/** The key as UTF-8, escapes resolved. */
	name(index: i32): usize {
		return load<u32>(this.entry(index), NAME);
	}

	nameLength(index: i32): i32 {
		return load<i32>(this.entry(index), NAME_LENGTH);
	}

	valueStart(index: i32): usize {
		return load<u32>(this.entry(index), VALUE_START);
	}

	valueEnd(index: i32): usize {
		return load<u32>(this.entry(index), VALUE_END);
	}

	/** Reads one value with its members. Returns the position behind it, or 0 where it is not JSON. */
	parse(p: usize, end: usize): usize {
		this.count = 0;
		this.names.reset();
		p = skipSpace(p, end);
		this.isObject = p < end && load<u8>(p) == OPEN_OBJECT;
		if (!this.isObject) return skipValue(p, end);
		p = skipSpace(p + 1, end);
		if (p < end && load<u8>(p) == CLOSE_OBJECT) return p + 1;
		while (true) {
			p = this.member(p, end);
			if (p == 0) return 0;
			p = skipSpace(p, end);
			if (p >= end) return wrong(p);
			const c = load<u8>(p);
			if (c == CLOSE_OBJECT) return p + 1;
			if (c != COMMA) return wrong(p);
			p++;
		}
	}

	private member(p: usize, end: usize): usize {
		p = skipSpace(p, end);
		if (p >= end || load<u8>(p) != QUOTE) return wrong(p);
		const key = p;
		p = skipString(p + 1, end);
		if (p == 0) return 0;
		const keyEnd = p;
		const keyEscaped = escaped;
		p = skipSpace(p, end);
		if (p >= end || load<u8>(p) != COLON) return wrong(p);
		const value = skipSpace(p + 1, end);
		p = value < end && load<u8>(value) == QUOTE ? skipString(value + 1, end) : skipValue(value, end);
		if (p == 0) return 0;
		if (this.count == this.capacity) this.grow();
		const entry = this.entry(this.count++);
		let name = key + 1;
		let length = <i32>(keyEnd - key - 2);
		if (keyEscaped) {
			const decoded = this.names.take(length);
			length = unescape(name, keyEnd - 1, decoded);
			name = decoded;
		}
		store<u32>(entry, <u32>key, KEY_START);
		store<u32>(entry, <u32>keyEnd, KEY_END);
		store<u32>(entry, <u32>name, NAME);
		store<i32>(entry, length, NAME_LENGTH);
		store<u32>(entry, <u32>value, VALUE_START);
		store<u32>(entry, <u32>p, VALUE_END);
		return p;
	}

	private grow(): void {
		this.capacity = this.capacity * 2 + 32;
		const bytes = <usize>(this.capacity * ENTRY);
		this.table = this.table == 0 ? heap.alloc(bytes) : heap.realloc(this.table, bytes);
	}

	/** Index of a key, or -1. Where a key occurs twice the last one counts, as in JavaScript. */
	indexOf(name: usize, length: i32): i32 {
		for (let i = this.count - 1; i >= 0; i--) {
			if (this.nameLength(i) == length && sameBytes(this.name(i), length, name, length)) return i;
		}
		return -1;
	}

	/** Looks a field up by its whole name, else by its dotted path, and sets `start` and `end`. */
	find(path: FieldPath): bool {
		const index = this.indexOf(path.name.ptr, path.name.length);
		if (index >= 0) {
			this.start = this.valueStart(index);
			this.end = this.valueEnd(index);
			return true;
		}
		if (path.steps.length == 0) return false;
		const first = path.steps[0];
		const root = this.indexOf(first.ptr, first.length);
		if (root < 0) return false;
		if (!path.findBelow(this.valueStart(root), this.valueEnd(root), 1)) return false;
		this.start = path.start;
		this.end = path.end;
		return true;
	}
}
