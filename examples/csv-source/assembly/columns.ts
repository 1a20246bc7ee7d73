// The names and types of the columns, and how a field becomes a JSON value.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { BACKSLASH, COLON, isDigit, MINUS } from '../../../sdk/assemblyscript/assembly/json/scan';
import { unescape, writeString, writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { firstInvalid, isAscii } from '../../../sdk/assemblyscript/assembly/utf8';
import { CODE, FRACTION, kindOf, WHOLE } from './numbers';
import { DOUBLED, ESCAPED, QUOTED, RowReader } from './row-reader';
import { writeLatin1, writeRepaired } from './utf8';

/** Those that a person may ask for. */
export const typeNames: string[] = ['auto', 'string', 'number', 'boolean'];
/** All of them. */
export const types: string[] = ['auto', 'string', 'number', 'boolean', 'codes', 'exact'];
export const AUTO: i32 = 0;
export const STRING: i32 = 1;
export const NUMBER: i32 = 2;
export const BOOLEAN: i32 = 3;
/** As `auto`, but whole numbers are text, since one of the column has to be. Nobody asks for it. */
export const CODES: i32 = 4;
/** As `auto`, but unquoted numbers are numbers however long they are. `infer` says it of all columns. */
export const EXACT: i32 = 5;

const POINT: u8 = 0x2e;

export class Column {
	/** `"name":` with the brace or comma before it. */
	readonly label: Bytes = new Bytes();
	type: i32 = AUTO;

	constructor(
		readonly name: string,
		first: bool,
	) {
		this.label.byte(first ? 0x7b : 0x2c);
		writeText(this.label, name);
		this.label.byte(COLON);
	}
}

export class FieldWriter {
	latin1: bool = false;
	/** Whether quoted fields may be numbers, too. */
	inferQuoted: bool = false;
	/** The decimal sign of numbers: point or comma. */
	decimal: u8 = POINT;
	/** Fields with bytes that are no UTF-8. */
	repaired: i64 = 0;
	/** Whether the field that was written last is a code. */
	wroteCode: bool = false;
	private text: Bytes = new Bytes();
	private clean: Bytes = new Bytes();

	constructor(private quote: u8) {}

	/** Appends a field as a JSON value of a type. */
	write(out: Bytes, row: RowReader, index: i32, type: i32): void {
		let start = row.start(index);
		let end = row.end(index);
		const flags = row.flags(index);
		this.wroteCode = false;
		if (start == end && ((flags & QUOTED) == 0 || type == NUMBER || type == BOOLEAN)) {
			out.text('null');
			return;
		}
		if ((flags & (DOUBLED | ESCAPED)) != 0) {
			this.unquote(start, end, (flags & ESCAPED) != 0);
			start = this.text.ptr;
			end = start + this.text.length;
		}
		if (type == NUMBER) {
			this.writeAsNumber(out, start, end);
		} else if (type == BOOLEAN) {
			this.writeAsBoolean(out, start, end);
		} else if (
			type == STRING ||
			((flags & QUOTED) != 0 && !this.inferQuoted) ||
			start == end ||
			!this.writeInferred(out, start, end, type)
		) {
			this.writeAsText(out, start, end);
		}
	}

	/** Whether an unquoted field, or a quoted one where those count, is a code. */
	holdsCode(row: RowReader, index: i32): bool {
		const start = row.start(index);
		const end = row.end(index);
		const flags = row.flags(index);
		if (start == end || (flags != 0 && (flags != QUOTED || !this.inferQuoted))) return false;
		return startsNumber(load<u8>(start)) && kindOf(start, end) == CODE;
	}

	/** Makes one of doubled quotes, and takes the backslashes away that stand before quotes and backslashes. */
	private unquote(start: usize, end: usize, escapes: bool): void {
		const text = this.text;
		text.clear();
		let at = text.reserve(<i32>(end - start));
		const first = at;
		const quote = this.quote;
		let p = start;
		while (p < end) {
			let c = load<u8>(p++);
			if (c == quote) {
				// Its twin.
				p++;
			} else if (escapes && c == BACKSLASH && p < end && (load<u8>(p) == BACKSLASH || load<u8>(p) == quote)) {
				c = load<u8>(p++);
			}
			store<u8>(at++, c);
		}
		text.length = <i32>(at - first);
	}

	private writeAsText(out: Bytes, start: usize, end: usize): void {
		const clean = this.clean;
		if (!isAscii(start, end)) {
			if (this.latin1) {
				clean.clear();
				writeLatin1(clean, start, end);
				start = clean.ptr;
				end = start + clean.length;
			} else if (firstInvalid(start, end) != 0) {
				this.repaired++;
				clean.clear();
				writeRepaired(clean, start, end);
				start = clean.ptr;
				end = start + clean.length;
			}
		}
		writeString(out, start, <i32>(end - start));
	}

	/** A number of every digit that was written, or the text as it stands where it is none. */
	private writeAsNumber(out: Bytes, start: usize, end: usize): void {
		let from = start;
		let to = end;
		while (from < to && load<u8>(from) == 0x20) from++;
		while (to > from && load<u8>(to - 1) == 0x20) to--;
		// +5, 007, 5. and .5 are numbers to people, though not to JSON.
		const negative = from < to && load<u8>(from) == MINUS;
		if (negative || (from < to && load<u8>(from) == 0x2b)) from++;
		while (from + 1 < to && load<u8>(from) == 0x30 && isDigit(load<u8>(from + 1))) from++;
		const clean = this.clean;
		clean.clear();
		if (negative) clean.byte(MINUS);
		if (from + 1 < to && load<u8>(from) == this.decimal && isDigit(load<u8>(from + 1))) clean.byte(0x30);
		if (from + 1 < to && load<u8>(to - 1) == this.decimal && isDigit(load<u8>(to - 2))) to--;
		const good = from < to && load<u8>(from) != MINUS && this.copyNumber(from, to);
		if (good && isNumber(clean.ptr, clean.ptr + clean.length)) out.append(clean);
		else this.writeAsText(out, start, end);
	}

	/** Appends to `clean`, a point for the decimal sign; false where a point stands that is none. */
	private copyNumber(from: usize, to: usize): bool {
		const at = this.clean.length;
		this.clean.span(from, to);
		if (this.decimal == POINT) return true;
		const end = this.clean.ptr + this.clean.length;
		for (let p = this.clean.ptr + at; p < end; p++) {
			if (load<u8>(p) == POINT) return false;
			if (load<u8>(p) == this.decimal) store<u8>(p, POINT);
		}
		return true;
	}

	/** A number that JSON can say and that no reader rounds, or true or false, as it stands; else nothing. */
	private writeInferred(out: Bytes, start: usize, end: usize, type: i32): bool {
		const c = load<u8>(start);
		if (startsNumber(c) || c == this.decimal) {
			if (this.decimal != POINT) {
				this.clean.clear();
				if (!this.copyNumber(start, end)) return false;
				start = this.clean.ptr;
				end = start + this.clean.length;
			}
			const point = start + usize(c == MINUS);
			if (point + 1 < end && load<u8>(point) == POINT) return writeFraction(out, start, point, end);
			if (c == this.decimal) return false;
			if (type == EXACT) {
				if (!isNumber(start, end)) return false;
			} else {
				const kind = kindOf(start, end);
				this.wroteCode = kind == CODE;
				if (kind != FRACTION && (kind != WHOLE || type == CODES)) return false;
			}
			out.span(start, end);
			return true;
		}
		return ((c | 0x20) == 0x74 || (c | 0x20) == 0x66) && writeWord(out, start, end);
	}

	private writeAsBoolean(out: Bytes, start: usize, end: usize): void {
		const length = end - start;
		const digit = load<u8>(start);
		const letter = digit | 0x20;
		if (writeWord(out, start, end)) return;
		if (length == 1 && (digit == 0x31 || letter == 0x74 || letter == 0x79)) out.text('true');
		else if (length == 1 && (digit == 0x30 || letter == 0x66 || letter == 0x6e)) out.text('false');
		else this.writeAsText(out, start, end);
	}
}

/** true and false in lower, upper or title case. */
function writeWord(out: Bytes, start: usize, end: usize): bool {
	const length = end - start;
	if (length == 4 && (load<u32>(start) | 0x20202020) == 0x65757274) {
		if (!isOneCase(start, end)) return false;
		out.text('true');
		return true;
	}
	if (length == 5 && (load<u8>(start) | 0x20) == 0x66 && (load<u32>(start + 1) | 0x20202020) == 0x65736c61) {
		if (!isOneCase(start, end)) return false;
		out.text('false');
		return true;
	}
	return false;
}

function isOneCase(start: usize, end: usize): bool {
	const second = load<u8>(start + 1) & 0x20;
	for (let p = start + 2; p < end; p++) if ((load<u8>(p) & 0x20) != second) return false;
	return second == 0 ? (load<u8>(start) & 0x20) == 0 : true;
}

function startsNumber(c: u8): bool {
	return isDigit(c) || c == MINUS;
}

/** `.5` and `-.5`, which programs write and JSON does not know, with the 0 that they lack. */
function writeFraction(out: Bytes, start: usize, point: usize, end: usize): bool {
	for (let p = point + 1; p < end; p++) if (!isDigit(load<u8>(p))) return false;
	if (point > start) out.byte(0x2d);
	out.byte(0x30);
	out.span(point, end);
	return true;
}

/** The text of a JSON string. */
export function plainText(json: Bytes): string {
	const decoded = new Bytes();
	const at = decoded.reserve(json.length);
	decoded.length = unescape(json.ptr + 1, json.ptr + json.length - 1, at);
	const text = decoded.toString();
	decoded.release();
	return text;
}
