// Records as CSV (RFC 4180): fields are quoted where they must be, and where a reader would take text for something else.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes, bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { isNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { NULL, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';

const QUOTE: u8 = 0x22;

export class CsvFormat {
	delimiter: u8 = 0x2c;
	crlf: bool = false;
	/** Puts an apostrophe before text that a spreadsheet would run as a formula. */
	guardFormulas: bool = false;
	readonly columns: FieldPath[] = [];
	/** Records with fields that no column has. */
	surplus: i64 = 0;
	private arena: Arena = new Arena();
	private value: Value = new Value();
	private cell: Bytes = new Bytes();

	/** Takes the columns from a record where the configuration names none. */
	learnColumns(fields: Fields): void {
		if (this.columns.length > 0) return;
		for (let i = 0; i < fields.count; i++) {
			const name = String.UTF8.decodeUnsafe(fields.name(i), fields.nameLength(i));
			let known = false;
			for (let k = 0; k < this.columns.length; k++) if (this.columns[k].text == name) known = true;
			if (!known) this.columns.push(new FieldPath(name));
		}
	}

	writeHeader(out: Bytes): void {
		for (let i = 0; i < this.columns.length; i++) {
			if (i > 0) out.byte(this.delimiter);
			const name = bytesOf(this.columns[i].text);
			this.writeText(out, name.ptr, name.length);
			name.release();
		}
		this.endLine(out);
	}

	writeRecord(out: Bytes, fields: Fields): void {
		const first = out.length;
		let found = 0;
		this.arena.reset();
		for (let i = 0; i < this.columns.length; i++) {
			if (i > 0) out.byte(this.delimiter);
			if (!fields.find(this.columns[i])) continue;
			found++;
			this.value.read(fields.start, fields.end, this.arena);
			this.writeValue(out, fields.start, fields.end);
		}
		// A row of nothing would be taken for a blank line.
		if (out.length == first) out.text('""');
		this.endLine(out);
		if (found < fields.count && ++this.surplus == 1) {
			logWarn('a record has fields for which there is no column; name all of them in config.columns');
		}
	}

	private writeValue(out: Bytes, start: usize, end: usize): void {
		const value = this.value;
		if (value.kind == NULL) return;
		if (value.kind != STRING && (load<u8>(start) == 0x5b || load<u8>(start) == 0x7b)) {
			this.writeQuoted(out, start, <i32>(end - start));
		} else if (value.kind != STRING) {
			out.span(start, end);
		} else if (this.guardFormulas && isFormula(value)) {
			this.cell.clear();
			this.cell.byte(0x27);
			this.cell.copy(value.ptr, value.length);
			this.writeQuoted(out, this.cell.ptr, this.cell.length);
		} else {
			this.writeText(out, value.ptr, value.length);
		}
	}

	private writeText(out: Bytes, ptr: usize, length: i32): void {
		if (this.needsQuotes(ptr, length)) this.writeQuoted(out, ptr, length);
		else out.copy(ptr, length);
	}

	private needsQuotes(ptr: usize, length: i32): bool {
		if (length == 0) return true;
		const end = ptr + length;
		const first = load<u8>(ptr);
		if (first <= 0x20 || load<u8>(end - 1) <= 0x20 || isWord(ptr, length)) return true;
		if (isNumber(ptr, end) || first == 0x2e || (first == 0x2d && length > 1 && load<u8>(ptr + 1) == 0x2e)) return true;
		for (let p = ptr; p < end; p++) {
			const c = load<u8>(p);
			if (c == this.delimiter || c == QUOTE || c == 0x0a || c == 0x0d) return true;
		}
		return first == 0xef;
	}

	private writeQuoted(out: Bytes, ptr: usize, length: i32): void {
		let at = out.reserve(length * 2 + 2);
		const from = out.ptr;
		store<u8>(at++, QUOTE);
		for (let p = ptr, end = ptr + length; p < end; p++) {
			const c = load<u8>(p);
			if (c == QUOTE) store<u8>(at++, QUOTE);
			store<u8>(at++, c);
		}
		store<u8>(at++, QUOTE);
		out.length = <i32>(at - from);
	}

	private endLine(out: Bytes): void {
		if (this.crlf) out.byte(0x0d);
		out.byte(0x0a);
	}
}

/** true or false, in any case. */
function isWord(ptr: usize, length: i32): bool {
	if (length == 4) return (load<u32>(ptr) | 0x20202020) == 0x65757274;
	return length == 5 && (load<u8>(ptr) | 0x20) == 0x66 && (load<u32>(ptr + 1) | 0x20202020) == 0x65736c61;
}

/** Text that begins as formulas do: = + - @, tab, carriage return. */
function isFormula(value: Value): bool {
	if (value.length == 0) return false;
	const c = load<u8>(value.ptr);
	return c == 0x3d || c == 0x2b || c == 0x2d || c == 0x40 || c == 0x09 || c == 0x0d;
}
