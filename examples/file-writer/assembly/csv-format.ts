// Records as CSV (RFC 4180): fields are quoted where they must be, and where a reader would take text for something else.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes, bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { NULL, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { Columns } from './columns';
import { isKnown, mayDelimit } from './delimiters';
import { mayHoldFormula, writeGuarded } from './formula';

const QUOTE: u8 = 0x22;
/** Rows by which readers find out the delimiter, the header among them. */
const TELLING_ROWS: i32 = 20;
/** With this byte half a surrogate pair may begin. */
const SURROGATE: u8 = 0xed;
/** Digits of a whole number that every reader keeps. */
const SAFE_DIGITS: usize = 15;

export class CsvFormat {
	delimiter: u8 = 0x2c;
	crlf: bool = false;
	/** Puts an apostrophe before text that a spreadsheet would run as a formula. */
	guardFormulas: bool = false;
	readonly columns: Columns = new Columns();
	/** Rows of several columns in which other delimiters still have to stand in quotes; one column tells none in any row. */
	telling: i32 = TELLING_ROWS;
	/** Whether all that may delimit counts for these, and not only what readers look for. */
	telltale: bool = false;
	private warnedOfDigits: bool = false;
	private arena: Arena = new Arena();
	private value: Value = new Value();
	private cell: Bytes = new Bytes();

	writeHeader(out: Bytes): void {
		for (let i = 0; i < this.columns.count; i++) {
			if (i > 0) out.byte(this.delimiter);
			const name = bytesOf(this.columns.list[i].text);
			this.writeText(out, name.ptr, name.length);
			name.release();
		}
		this.endLine(out);
	}

	/** A name as the header shows it. */
	nameInHeader(name: string): string {
		if (!this.guardFormulas) return name;
		const bytes = bytesOf(name);
		this.cell.clear();
		writeGuarded(this.cell, bytes.ptr, bytes.length);
		bytes.release();
		return this.cell.toString();
	}

	/**
	 * Comes after `columns.unknown` has looked at the record, or `columns.inOrder` is false. Returns how many columns have a
	 * value. A row of nothing is a blank line where there is one column, which `csv-source` reads as null.
	 */
	writeRecord(out: Bytes, fields: Fields): i32 {
		let found = 0;
		this.arena.reset();
		for (let i = 0; i < this.columns.count; i++) {
			if (i > 0) out.byte(this.delimiter);
			let start: usize;
			let end: usize;
			if (this.columns.inOrder && i < fields.count) {
				start = fields.valueStart(i);
				end = fields.valueEnd(i);
			} else {
				if (!fields.find(this.columns.list[i])) continue;
				start = fields.start;
				end = fields.end;
			}
			found++;
			this.value.read(start, end, this.arena);
			this.writeValue(out, start, end, i);
		}
		this.endLine(out);
		return found;
	}

	private writeValue(out: Bytes, start: usize, end: usize, column: i32): void {
		const value = this.value;
		if (value.kind == NULL) return;
		if (value.kind == STRING) {
			this.writeText(out, value.ptr, value.length);
			return;
		}
		const c = load<u8>(start);
		if (c == 0x5b || c == 0x7b) {
			if (this.guardFormulas) this.writeGuardedText(out, start, <i32>(end - start));
			else this.writeQuoted(out, start, <i32>(end - start));
		} else if (c == 0x74 || c == 0x66) {
			out.span(start, end);
		} else {
			this.writeNumber(out, start, end, column);
		}
	}

	/** As it stands; only an exponent gets its sign, without which `12E5` is a code to readers. */
	private writeNumber(out: Bytes, start: usize, end: usize, column: i32): void {
		let p = start;
		let whole = true;
		for (; p < end; p++) {
			const c = load<u8>(p);
			if ((c | 0x20) == 0x65) break;
			if (c == 0x2e) whole = false;
		}
		if (p < end) {
			out.span(start, p + 1);
			if (isDigit(load<u8>(p + 1))) out.byte(0x2b);
			out.span(p + 1, end);
			return;
		}
		out.span(start, end);
		if (!whole || this.warnedOfDigits || end - start - usize(load<u8>(start) == 0x2d) <= SAFE_DIGITS) return;
		this.warnedOfDigits = true;
		const name = this.columns.list[column].text;
		logWarn(
			`"${name}" holds whole numbers of more than ${SAFE_DIGITS} digits: all are written, but most programs that read CSV take them for text or round them; in csv-source, infer "exact", or types, says that they are numbers`,
		);
	}

	private writeText(out: Bytes, ptr: usize, length: i32): void {
		if (this.guardFormulas && mayHoldFormula(ptr, length)) this.writeGuardedText(out, ptr, length);
		else if (this.needsQuotes(ptr, length)) this.writeQuoted(out, ptr, length);
		else out.copy(ptr, length);
	}

	private writeGuardedText(out: Bytes, ptr: usize, length: i32): void {
		this.cell.clear();
		writeGuarded(this.cell, ptr, length);
		const changed = this.cell.length != length;
		if (changed || this.needsQuotes(ptr, length)) this.writeQuoted(out, this.cell.ptr, this.cell.length);
		else out.copy(ptr, length);
	}

	private needsQuotes(ptr: usize, length: i32): bool {
		if (length == 0) return true;
		const end = ptr + length;
		const first = load<u8>(ptr);
		if (first <= 0x20 || load<u8>(end - 1) <= 0x20 || isWord(ptr, length) || looksLikeNumber(ptr, end)) return true;
		const delimiter = this.delimiter;
		if (this.telling > 0) {
			for (let p = ptr; p < end; p++) {
				const c = load<u8>(p);
				if (this.telltale ? mayDelimit(c) : isKnown(c)) return true;
			}
		}
		let p = ptr;
		for (; p + 16 <= end; p += 16) if (mayNeedQuotes(v128.load(p), delimiter)) break;
		for (; p < end; p++) {
			const c = load<u8>(p);
			if (c == delimiter || (c <= QUOTE && (c == QUOTE || c == 0x0a || c == 0x0d))) return true;
			if (c == SURROGATE && p + 1 < end && load<u8>(p + 1) >= 0xa0) return true;
		}
		return first == 0xef;
	}

	private writeQuoted(out: Bytes, ptr: usize, length: i32): void {
		let at = out.reserve(length * 2 + 2);
		const from = out.ptr;
		store<u8>(at++, QUOTE);
		for (let p = ptr, end = ptr + length; p < end; p++) {
			const c = load<u8>(p);
			if (c == SURROGATE && p + 2 < end && load<u8>(p + 1) >= 0xa0) {
				// Half a surrogate pair, which no UTF-8 holds: U+FFFD.
				store<u8>(at, 0xef);
				store<u8>(at + 1, 0xbf);
				store<u8>(at + 2, 0xbd);
				at += 3;
				p += 2;
				continue;
			}
			if (c == QUOTE) store<u8>(at++, QUOTE);
			store<u8>(at++, c);
		}
		store<u8>(at++, QUOTE);
		out.length = <i32>(at - from);
	}

	private endLine(out: Bytes): void {
		if (this.crlf) out.byte(0x0d);
		out.byte(0x0a);
		if (this.columns.count > 1) this.telling--;
	}
}

/** Whether one of sixteen bytes could be a reason for quotes. */
function mayNeedQuotes(bytes: v128, delimiter: u8): bool {
	const delimiters = i8x16.eq(bytes, i8x16.splat(delimiter));
	const quotes = i8x16.eq(bytes, i8x16.splat(QUOTE));
	const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
	const surrogates = i8x16.eq(bytes, i8x16.splat(SURROGATE));
	return v128.any_true(v128.or(v128.or(delimiters, quotes), v128.or(controls, surrogates)));
}

/** true or false, in any case. */
function isWord(ptr: usize, length: i32): bool {
	if (length == 4) return (load<u32>(ptr) | 0x20202020) == 0x65757274;
	return length == 5 && (load<u8>(ptr) | 0x20) == 0x66 && (load<u32>(ptr + 1) | 0x20202020) == 0x65736c61;
}

/** Digits with at most a sign, a decimal sign and an exponent: numbers, and codes that somebody could take for numbers. */
function looksLikeNumber(ptr: usize, end: usize): bool {
	let p = ptr;
	if (load<u8>(p) == 0x2d || load<u8>(p) == 0x2b) p++;
	const first = p;
	while (p < end && isDigit(load<u8>(p))) p++;
	if (p < end && (load<u8>(p) == 0x2e || load<u8>(p) == 0x2c)) {
		p++;
		while (p < end && isDigit(load<u8>(p))) p++;
	}
	if (p > first && p < end && (load<u8>(p) | 0x20) == 0x65) {
		p++;
		if (p < end && (load<u8>(p) == 0x2d || load<u8>(p) == 0x2b)) p++;
		while (p < end && isDigit(load<u8>(p))) p++;
	}
	return p == end && p > first;
}
