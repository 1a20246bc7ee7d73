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
	skipMemberValue,
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

/** What was a key in the same place before: itself with quotes and colon, a mask of its bytes, their number; 0: not known. */
const KNOWN_MASK: usize = 32;
const KNOWN_LENGTH: usize = 64;
const KNOWN: i32 = 80;
/** Longer keys are not remembered. bytes */
const MOST_KNOWN: usize = 32;
/** Ones for a mask, and zeros behind them. */
const ones: usize = memory.data<u64>([-1, -1, -1, -1, 0, 0, 0, 0]);

/** Of all records that were read. */
let shapes: i64 = 0;

/** Whether the key of `length` bytes that is remembered at `known` stands at `p`, where 32 bytes can be read. */
function isKnown(p: usize, known: usize, length: usize): bool {
	const first = v128.xor(v128.and(v128.load(p), v128.load(known, KNOWN_MASK)), v128.load(known));
	if (length <= 16) return !v128.any_true(first);
	const second = v128.xor(v128.and(v128.load(p, 16), v128.load(known, KNOWN_MASK + 16)), v128.load(known, 16));
	return !v128.any_true(v128.or(first, second));
}

function remember(known: usize, key: usize, length: usize): void {
	memory.fill(known, 0, MOST_KNOWN);
	memory.copy(known, key, length);
	memory.copy(known + KNOWN_MASK, ones + MOST_KNOWN - length, MOST_KNOWN);
	store<u32>(known, <u32>length, KNOWN_LENGTH);
}

export class Fields {
	count: i32 = 0;
	/** The same number for records one after the other with the same keys in the same order, and never for others. */
	shape: i64 = 0;
	/** Whether the record is an object; other values have no fields. */
	isObject: bool = false;
	/** The value that `find` found. */
	start: usize = 0;
	end: usize = 0;
	private table: usize = 0;
	private capacity: i32 = 0;
	/** By the place of a member: the key that stood there last. */
	private known: usize = 0;
	/** Whether a key of the record under way is another than the one that was remembered. */
	private differs: bool = false;
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
		const before = this.count;
		this.count = 0;
		this.differs = false;
		this.names.reset();
		p = skipSpace(p, end);
		this.isObject = p < end && load<u8>(p) == OPEN_OBJECT;
		const after = this.isObject ? this.members(p + 1, end) : skipValue(p, end);
		if (this.differs || this.count != before) this.shape = ++shapes;
		return after;
	}

	/** `p` follows the brace. */
	private members(p: usize, end: usize): usize {
		p = skipSpace(p, end);
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
		if (this.count == this.capacity) this.grow();
		const entry = this.entry(this.count);
		const known = this.known + <usize>(this.count * KNOWN);
		const length = <usize>load<u32>(known, KNOWN_LENGTH);
		let value = p + length;
		if (length != 0 && p + MOST_KNOWN <= end && isKnown(p, known, length)) {
			store<u32>(entry, <u32>p, KEY_START);
			store<u32>(entry, <u32>(value - 1), KEY_END);
			store<u32>(entry, <u32>(p + 1), NAME);
			store<i32>(entry, <i32>length - 3, NAME_LENGTH);
		} else {
			value = this.key(p, end, entry, known);
			if (value == 0) return 0;
		}
		value = skipSpace(value, end);
		p = skipMemberValue(value, end);
		if (p == 0) return 0;
		store<u32>(entry, <u32>value, VALUE_START);
		store<u32>(entry, <u32>p, VALUE_END);
		this.count++;
		return p;
	}

	/** Reads a key and its colon, and remembers it. */
	private key(p: usize, end: usize, entry: usize, known: usize): usize {
		this.differs = true;
		store<u32>(known, 0, KNOWN_LENGTH);
		p = skipSpace(p, end);
		if (p >= end || load<u8>(p) != QUOTE) return wrong(p);
		const key = p;
		p = skipString(p + 1, end);
		if (p == 0) return 0;
		const keyEnd = p;
		const keyEscaped = escaped;
		p = skipSpace(p, end);
		if (p >= end || load<u8>(p) != COLON) return wrong(p);
		let name = key + 1;
		let length = <i32>(keyEnd - key - 2);
		if (keyEscaped) {
			const decoded = this.names.take(length);
			length = unescape(name, keyEnd - 1, decoded);
			name = decoded;
		} else if (p == keyEnd && p + 1 - key <= MOST_KNOWN) {
			remember(known, key, p + 1 - key);
		}
		store<u32>(entry, <u32>key, KEY_START);
		store<u32>(entry, <u32>keyEnd, KEY_END);
		store<u32>(entry, <u32>name, NAME);
		store<i32>(entry, length, NAME_LENGTH);
		return p + 1;
	}

	private grow(): void {
		const before = this.capacity;
		this.capacity = before * 2 + 32;
		const bytes = <usize>(this.capacity * ENTRY);
		this.table = this.table == 0 ? heap.alloc(bytes) : heap.realloc(this.table, bytes);
		const keys = <usize>(this.capacity * KNOWN);
		this.known = this.known == 0 ? heap.alloc(keys) : heap.realloc(this.known, keys);
		memory.fill(this.known + <usize>(before * KNOWN), 0, <usize>((this.capacity - before) * KNOWN));
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
		if (path.shape != this.shape) {
			path.shape = this.shape;
			path.index = this.indexOf(path.name.ptr, path.name.length);
		}
		const index = path.index;
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
