// One JSON value taken apart, for comparing and computing.
import { Arena } from './arena';
import { Bytes, compareBytes } from './bytes';
import { parseNumber, writeNumber } from './json/number';
import { BACKSLASH, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json/scan';
import { unescape, writeString } from './json/text';

// The kinds in the order in which values of different kinds are sorted.
export const NULL: i32 = 0;
export const BOOLEAN: i32 = 1;
export const NUMBER: i32 = 2;
export const STRING: i32 = 3;
/** An array or an object, left as JSON text. */
export const NESTED: i32 = 4;

export class Value {
	kind: i32 = NULL;
	/** Of a number its value, of a boolean 0 or 1. */
	number: f64 = 0;
	/** Of a string its UTF-8, of a nested value its JSON text. */
	ptr: usize = 0;
	length: i32 = 0;

	setNull(): void {
		this.kind = NULL;
	}

	setNumber(value: f64): void {
		this.kind = NUMBER;
		this.number = value;
	}

	setBoolean(value: bool): void {
		this.kind = BOOLEAN;
		this.number = value ? 1 : 0;
	}

	setString(ptr: usize, length: i32): void {
		this.kind = STRING;
		this.ptr = ptr;
		this.length = length;
	}

	set(other: Value): void {
		this.kind = other.kind;
		this.number = other.number;
		this.ptr = other.ptr;
		this.length = other.length;
	}

	/** Reads validated JSON text. A string without escapes stays where it is; others are decoded into the arena. */
	read(start: usize, end: usize, arena: Arena): void {
		const c = load<u8>(start);
		if (c == QUOTE) {
			const length = <i32>(end - start - 2);
			if (!hasEscape(start + 1, end - 1)) {
				this.setString(start + 1, length);
			} else {
				const at = arena.take(length);
				this.setString(at, unescape(start + 1, end - 1, at));
			}
		} else if (c == OPEN_OBJECT || c == OPEN_ARRAY) {
			this.kind = NESTED;
			this.ptr = start;
			this.length = <i32>(end - start);
		} else if (c == 0x6e) {
			this.kind = NULL;
		} else if (c == 0x74 || c == 0x66) {
			this.setBoolean(c == 0x74);
		} else {
			this.setNumber(parseNumber(start, end));
		}
	}

	/** Appends it as JSON. */
	write(out: Bytes): void {
		if (this.kind == STRING) writeString(out, this.ptr, this.length);
		else if (this.kind == NUMBER) writeNumber(out, this.number);
		else if (this.kind == NESTED) out.copy(this.ptr, this.length);
		else if (this.kind == BOOLEAN) out.text(this.number == 1 ? 'true' : 'false');
		else out.text('null');
	}

	/** Order of any two values: null, false, true, numbers, strings by code point, arrays and objects by their text. */
	compare(other: Value): i32 {
		if (this.kind != other.kind) return this.kind - other.kind;
		if (this.kind == NULL) return 0;
		if (this.kind == NUMBER || this.kind == BOOLEAN) {
			return this.number < other.number ? -1 : this.number > other.number ? 1 : 0;
		}
		return compareBytes(this.ptr, this.length, other.ptr, other.length);
	}
}

function hasEscape(p: usize, end: usize): bool {
	for (; p < end; p++) if (load<u8>(p) == BACKSLASH) return true;
	return false;
}
