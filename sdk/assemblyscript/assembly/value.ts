// One JSON value taken apart, for comparing and computing.
import { Arena } from './arena';
import { Bytes, compareBytes } from './bytes';
import { isWithinPowers, ofUnits, parseNumber, scale, takeApart, units, writeNumber } from './json/number';
import { BACKSLASH, isDigit, MINUS, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json/scan';
import { unescape, writeString } from './json/text';
import { Written } from './json/written';

// The kinds in the order in which values of different kinds are sorted.
export const NULL: i32 = 0;
export const BOOLEAN: i32 = 1;
export const NUMBER: i32 = 2;
export const STRING: i32 = 3;
/** An array or an object, left as JSON text. */
export const NESTED: i32 = 4;

const left = new Written();
const right = new Written();
const leftText = new Bytes();
const rightText = new Bytes();

export class Value {
	kind: i32 = NULL;
	/** Of a string its UTF-8, of a nested value its JSON text, of a number how it is written; a computed one has length 0. */
	ptr: usize = 0;
	length: i32 = 0;
	/** Of a number: whether its f64 alone tells it from all others of which this is true (`Written.isShort`). */
	isShort: bool = false;
	/** A short number that was read is `units` · 10^`scale`. */
	units: i64 = 0;
	scale: i32 = 0;
	/** Whether `float` is known; the f64 of a long number is looked for when it is first asked for. */
	private isRead: bool = false;
	private float: f64 = 0;

	/** Of a number the nearest f64 (an infinity beyond 1.8e308), of a boolean 0 or 1. */
	get number(): f64 {
		if (!this.isRead) {
			this.float = parseNumber(this.ptr, this.ptr + this.length);
			this.isRead = true;
		}
		return this.float;
	}

	setNull(): void {
		this.kind = NULL;
	}

	/** A number that was computed. */
	setNumber(value: f64): void {
		this.kind = NUMBER;
		this.length = 0;
		this.isShort = false;
		this.isRead = true;
		this.float = value;
	}

	/** A number by the grammar of JSON (which the caller has checked), kept as it is written. */
	setWritten(start: usize, end: usize): void {
		this.kind = NUMBER;
		this.ptr = start;
		this.length = <i32>(end - start);
		const negative = load<u8>(start) == MINUS;
		const first = negative ? start + 1 : start;
		if (end - first <= 15 && this.setSmall(first, end, negative)) return;
		if (takeApart(first, end) && isWithinPowers()) {
			const size = ofUnits();
			const few = units < 1_000_000_000_000_000 && (units == 0 || (size < 1e15 && size >= 1e-7));
			if (few || scale == 0) {
				this.isShort = true;
				this.isRead = true;
				this.float = negative ? -size : size;
				this.units = negative ? -(<i64>units) : <i64>units;
				this.scale = scale;
				return;
			}
		}
		this.setLong(start, end);
	}

	/** A whole number of at most 15 digits, which most are; false where it is another. */
	private setSmall(p: usize, end: usize, negative: bool): bool {
		let size: i64 = 0;
		for (; p < end; p++) {
			const c = load<u8>(p);
			if (!isDigit(c)) return false;
			size = size * 10 + <i64>(c - 0x30);
		}
		this.isShort = true;
		this.isRead = true;
		this.units = negative ? -size : size;
		this.scale = 0;
		this.float = negative ? -(<f64>size) : <f64>size;
		return true;
	}

	/** A short number is written anew, in the fewest digits; -0 and a long one stay as they are written. */
	simplify(): void {
		if (!this.isShort || (this.units == 0 && load<u8>(this.ptr) == MINUS)) return;
		this.float = this.number;
		this.length = 0;
	}

	private setLong(start: usize, end: usize): void {
		left.read(start, end);
		this.isRead = false;
		this.isShort = left.isShort;
		if (!this.isShort) return;
		const size = <i64>left.units;
		this.units = left.negative ? -size : size;
		this.scale = left.count == 0 ? 0 : <i32>left.point - left.count;
	}

	setBoolean(value: bool): void {
		this.kind = BOOLEAN;
		this.isRead = true;
		this.float = value ? 1 : 0;
	}

	setString(ptr: usize, length: i32): void {
		this.kind = STRING;
		this.ptr = ptr;
		this.length = length;
	}

	set(other: Value): void {
		this.kind = other.kind;
		this.ptr = other.ptr;
		this.length = other.length;
		this.isShort = other.isShort;
		this.units = other.units;
		this.scale = other.scale;
		this.isRead = other.isRead;
		this.float = other.float;
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
			this.setWritten(start, end);
		}
	}

	/** Appends it as JSON; a number that was read as it was written. */
	write(out: Bytes): void {
		if (this.kind == STRING) writeString(out, this.ptr, this.length);
		else if (this.kind == NESTED || (this.kind == NUMBER && this.length > 0)) out.copy(this.ptr, this.length);
		else if (this.kind == NUMBER) writeNumber(out, this.number);
		else if (this.kind == BOOLEAN) out.text(this.float == 1 ? 'true' : 'false');
		else out.text('null');
	}

	/** Takes a number apart, digit for digit. `scratch` holds the text of one that was computed. */
	takeWritten(into: Written, scratch: Bytes): void {
		if (this.length > 0) {
			into.read(this.ptr, this.ptr + this.length);
			return;
		}
		scratch.clear();
		writeNumber(scratch, this.number);
		into.read(scratch.ptr, scratch.ptr + scratch.length);
	}

	/**
	 * Order of any two values: null, false, true, numbers, strings by code point, arrays and objects by their text. Numbers
	 * are compared as they are written, to the last digit.
	 */
	compare(other: Value): i32 {
		if (this.kind != other.kind) return this.kind - other.kind;
		if (this.kind == NULL) return 0;
		if (this.kind == BOOLEAN || (this.kind == NUMBER && this.isShort && other.isShort)) {
			const a = this.number;
			const b = other.number;
			return a < b ? -1 : a > b ? 1 : 0;
		}
		if (this.kind == NUMBER) return this.compareLong(other);
		return compareBytes(this.ptr, this.length, other.ptr, other.length);
	}

	private compareLong(other: Value): i32 {
		// The nearest f64 never changes the order of two numbers; it can but make one of them.
		if (this.isRead && other.isRead && this.float != other.float) return this.float < other.float ? -1 : 1;
		this.takeWritten(left, leftText);
		other.takeWritten(right, rightText);
		return left.compare(right);
	}
}

function hasEscape(p: usize, end: usize): bool {
	for (; p + 16 <= end; p += 16) {
		if (v128.any_true(i8x16.eq(v128.load(p), i8x16.splat(BACKSLASH)))) return true;
	}
	for (; p < end; p++) if (load<u8>(p) == BACKSLASH) return true;
	return false;
}
