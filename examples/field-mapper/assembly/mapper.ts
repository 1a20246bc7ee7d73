// How one record becomes another: convert, compute, set, then select or drop, then rename.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes, bytesOf, sameBytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { Row } from '../../../sdk/assemblyscript/assembly/row';
import { Value } from '../../../sdk/assemblyscript/assembly/value';
import { Conversion } from './convert';
import { Expression } from './expression';

/** What is known about one name of the input or the output. */
export class Column {
	/** The name as UTF-8. */
	readonly name: Bytes;
	/** `"name":` as the output has it. */
	label: Bytes = new Bytes();
	selected: bool = false;
	dropped: bool = false;
	conversion: Conversion | null = null;
	expression: Expression | null = null;
	/** JSON text. */
	constant: Bytes | null = null;
	/** Number in the row; -1: its value is not needed. */
	index: i32 = -1;
	/** Whether the record under way has it already. */
	written: bool = false;

	constructor(readonly text: string) {
		this.name = bytesOf(text);
		this.rename(text);
	}

	rename(to: string): void {
		this.label.clear();
		writeText(this.label, to);
		this.label.byte(COLON);
	}

	/** Whether the value is not the one of the input. */
	get isMade(): bool {
		return this.expression !== null || this.constant !== null;
	}
}

export class Mapper {
	readonly columns: Column[] = [];
	readonly row: Row = new Row();
	readonly conversions: Conversion[] = [];
	/** In the order in which they are computed; each sees those before it. */
	readonly computed: Column[] = [];
	selects: bool = false;
	private arena: Arena = new Arena();
	private value: Value = new Value();

	column(name: string): Column {
		for (let i = 0; i < this.columns.length; i++) if (this.columns[i].text == name) return this.columns[i];
		const column = new Column(name);
		this.columns.push(column);
		return column;
	}

	private find(fields: Fields, field: i32): Column | null {
		const ptr = fields.name(field);
		const length = fields.nameLength(field);
		for (let i = 0; i < this.columns.length; i++) {
			const column = this.columns[i];
			if (column.name.length == length && sameBytes(column.name.ptr, length, ptr, length)) return column;
		}
		return null;
	}

	/** Appends the record that another one becomes. */
	map(fields: Fields, out: Bytes): void {
		this.arena.reset();
		this.row.open(fields);
		for (let i = 0; i < this.conversions.length; i++) {
			const conversion = this.conversions[i];
			conversion.apply(this.row.value(conversion.column, this.arena), this.arena);
		}
		for (let i = 0; i < this.computed.length; i++) {
			const column = this.computed[i];
			column.expression!.evaluate(this.row, this.arena, this.value);
			this.row.set(column.index, this.value);
		}
		for (let i = 0; i < this.columns.length; i++) this.columns[i].written = false;
		const start = out.length;
		out.byte(OPEN_OBJECT);
		for (let i = 0; i < fields.count; i++) this.copyField(fields, i, out);
		for (let i = 0; i < this.columns.length; i++) {
			const column = this.columns[i];
			if (column.isMade && !column.written) this.writeMade(column, out);
		}
		if (out.length == start + 1) out.byte(CLOSE_OBJECT);
		else store<u8>(out.ptr + out.length - 1, CLOSE_OBJECT);
	}

	/** Every member ends with a comma; the last one is overwritten. */
	private copyField(fields: Fields, field: i32, out: Bytes): void {
		const column = this.find(fields, field);
		if (column === null) {
			if (this.selects) return;
			out.span(fields.keyStart(field), fields.keyEnd(field));
			out.byte(COLON);
			out.span(fields.valueStart(field), fields.valueEnd(field));
			out.byte(COMMA);
			return;
		}
		if (column.isMade) {
			if (!column.written) this.writeMade(column, out);
			return;
		}
		if (column.dropped || (this.selects && !column.selected)) return;
		if (column.conversion !== null) {
			if (column.written) return;
			column.written = true;
			out.append(column.label);
			this.row.value(column.index, this.arena).write(out);
		} else {
			out.append(column.label);
			out.span(fields.valueStart(field), fields.valueEnd(field));
		}
		out.byte(COMMA);
	}

	private writeMade(column: Column, out: Bytes): void {
		column.written = true;
		if (column.dropped) return;
		out.append(column.label);
		const constant = column.constant;
		if (constant !== null) out.append(constant);
		else this.row.value(column.index, this.arena).write(out);
		out.byte(COMMA);
	}
}
