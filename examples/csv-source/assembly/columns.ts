// The names and types of the columns, and how a field becomes a JSON value.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isNumber, parseNumber, writeNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { COLON, isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeString, writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { QUOTED, RowReader, UNCLEAN } from './row-reader';
import { firstInvalid, isAscii, writeLatin1, writeRepaired } from './utf8';

export const typeNames: string[] = ['auto', 'string', 'number', 'boolean'];
export const AUTO: i32 = 0;
export const STRING: i32 = 1;
export const NUMBER: i32 = 2;
export const BOOLEAN: i32 = 3;

/** Digits that every reader of JSON numbers keeps. */
const SAFE_DIGITS: i32 = 15;

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
	/** Fields with bytes that are no UTF-8. */
	repaired: i64 = 0;
	private text: Bytes = new Bytes();
	private clean: Bytes = new Bytes();

	constructor(private quote: u8) {}

	/** Appends a field as a JSON value of a type. */
	write(out: Bytes, row: RowReader, index: i32, type: i32): void {
		let start = row.start(index);
		let end = row.end(index);
		const flags = row.flags(index);
		if (start == end && ((flags & QUOTED) == 0 || type == NUMBER || type == BOOLEAN)) {
			out.text('null');
			return;
		}
		if ((flags & UNCLEAN) != 0) {
			this.unquote(start, end);
			start = this.text.ptr;
			end = start + this.text.length;
		}
		if (type == NUMBER) {
			this.writeAsNumber(out, start, end);
		} else if (type == BOOLEAN) {
			this.writeAsBoolean(out, start, end);
		} else if (type == STRING || ((flags & QUOTED) != 0 && !this.inferQuoted) || !writeInferred(out, start, end)) {
			this.writeAsText(out, start, end);
		}
	}

	/** Halves doubled quotes up to the closing one; what follows it is taken as it is. */
	private unquote(start: usize, end: usize): void {
		const text = this.text;
		text.clear();
		let at = text.reserve(<i32>(end - start));
		const first = at;
		let p = start;
		let inside = true;
		while (p < end) {
			const c = load<u8>(p++);
			if (inside && c == this.quote) {
				if (p < end && load<u8>(p) == this.quote) {
					p++;
				} else {
					inside = false;
					continue;
				}
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

	/** What is no number stays text, so that nothing is lost. */
	private writeAsNumber(out: Bytes, start: usize, end: usize): void {
		let from = start;
		let to = end;
		while (from < to && load<u8>(from) == 0x20) from++;
		while (to > from && load<u8>(to - 1) == 0x20) to--;
		if (isNumber(from, to)) {
			out.span(from, to);
			return;
		}
		// +5, 007 and .5 are numbers to people, though not to JSON.
		let digits = from;
		if (digits < to && (load<u8>(digits) == 0x2b || load<u8>(digits) == 0x2d)) digits++;
		while (digits + 1 < to && load<u8>(digits) == 0x30 && isDigit(load<u8>(digits + 1))) digits++;
		this.clean.clear();
		if (digits < to && load<u8>(digits) == 0x2e) this.clean.byte(0x30);
		this.clean.span(digits, to);
		const ptr = this.clean.ptr;
		if (digits < to && load<u8>(digits) != 0x2d && isNumber(ptr, ptr + this.clean.length)) {
			const value = parseNumber(ptr, ptr + this.clean.length);
			writeNumber(out, load<u8>(from) == 0x2d ? -value : value);
		} else {
			this.writeAsText(out, start, end);
		}
	}

	private writeAsBoolean(out: Bytes, start: usize, end: usize): void {
		const length = end - start;
		const c = load<u8>(start) | 0x20;
		if (writeWord(out, start, end)) return;
		if (length == 1 && (c == 0x31 || c == 0x74 || c == 0x79)) out.text('true');
		else if (length == 1 && (c == 0x30 || c == 0x66 || c == 0x6e)) out.text('false');
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

/** A number that JSON can say and that no reader rounds, or true or false, as it stands; else nothing. */
function writeInferred(out: Bytes, start: usize, end: usize): bool {
	const c = load<u8>(start);
	if (isDigit(c) || c == 0x2d || c == 0x2e) {
		const point = start + usize(c == 0x2d);
		if (point + 1 < end && load<u8>(point) == 0x2e) return writeFraction(out, start, point, end);
		if (!isNumber(start, end) || significantDigits(start, end) > SAFE_DIGITS) return false;
		out.span(start, end);
		return true;
	}
	return ((c | 0x20) == 0x74 || (c | 0x20) == 0x66) && writeWord(out, start, end);
}

/** `.5` and `-.5`, which programs write and JSON does not know, with the 0 that they lack. */
function writeFraction(out: Bytes, start: usize, point: usize, end: usize): bool {
	for (let p = point + 1; p < end; p++) if (!isDigit(load<u8>(p))) return false;
	if (point > start) out.byte(0x2d);
	out.byte(0x30);
	out.span(point, end);
	return true;
}

/** Of a whole number; a fraction may have as many as it likes. */
function significantDigits(start: usize, end: usize): i32 {
	let digits = 0;
	for (let p = start; p < end; p++) {
		const c = load<u8>(p);
		if (isDigit(c)) digits++;
		else if (c != 0x2d) return 0;
	}
	return digits;
}
