// How one record becomes another: convert, compute, set, then select or drop, then rename.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes, bytesOf, sameBytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
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
	/** Number of the last record that has it, of the mapper's counting. */
	written: i64 = 0;

	/** The name in the output. */
	target: string = '';
	isRenamed: bool = false;
	/** A column that is renamed to the name of this one, which gives way in records that have both. */
	rival: Column | null = null;
	/** Records in which it gave way. */
	replaced: i64 = 0;

	constructor(readonly text: string) {
		this.name = bytesOf(text);
		this.rename(text);
	}

	rename(to: string): void {
		this.target = to;
		this.isRenamed = to != this.text;
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
	/** Those that are set or computed, in the order in which the configuration names them. */
	private made: Column[] = [];
	selects: bool = false;
	private record: i64 = 0;
	/** The record under way has a renamed field twice. */
	private isDoubled: bool = false;
	/** It is written anew, with an eye on such fields. */
	private isCareful: bool = false;
	/** Length and address of every column's name, `count` of them. */
	private names: usize = 0;
	private count: i32 = 0;
	/** A bit for each length of a name that is known: most fields are none of them. */
	private lengths: u64 = 0;
	private arena: Arena = new Arena();
	private value: Value = new Value();

	column(name: string): Column {
		for (let i = 0; i < this.columns.length; i++) if (this.columns[i].text == name) return this.columns[i];
		const column = new Column(name);
		this.columns.push(column);
		this.lengths |= (<u64>1) << (<u64>(column.name.length & 63));
		return column;
	}

	private find(fields: Fields, field: i32): Column | null {
		const length = fields.nameLength(field);
		if (((this.lengths >> <u64>(length & 63)) & 1) == 0) return null;
		const ptr = fields.name(field);
		for (let i = 0; i < this.count; i++) {
			const at = this.names + ((<usize>i) << 3);
			if (load<i32>(at) != length) continue;
			const name = <usize>load<u32>(at, 4);
			if (length > 0 && load<u8>(name) != load<u8>(ptr)) continue;
			if (sameBytes(name, length, ptr, length)) return unchecked(this.columns[i]);
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
		const start = out.length;
		this.isCareful = false;
		this.isDoubled = false;
		this.copyFields(fields, out);
		if (this.isDoubled) {
			out.length = start;
			this.isCareful = true;
			this.copyFields(fields, out);
		}
		for (let i = 0; i < this.made.length; i++) {
			const column = this.made[i];
			if (column.written != this.record) this.writeMade(column, out);
		}
		if (out.length == start + 1) out.byte(CLOSE_OBJECT);
		else store<u8>(out.ptr + out.length - 1, CLOSE_OBJECT);
	}

	private copyFields(fields: Fields, out: Bytes): void {
		this.record++;
		out.byte(OPEN_OBJECT);
		for (let i = 0; i < fields.count; i++) this.copyField(fields, i, out);
	}

	/** Every member ends with a comma; the last one is overwritten. */
	private copyField(fields: Fields, field: i32, out: Bytes): void {
		const column = this.find(fields, field);
		if (column !== null) {
			this.copyKnown(column, fields, field, out);
		} else if (!this.selects) {
			out.span(fields.keyStart(field), fields.keyEnd(field));
			out.byte(COLON);
			out.span(fields.valueStart(field), fields.valueEnd(field));
			out.byte(COMMA);
		}
	}

	private copyKnown(column: Column, fields: Fields, field: i32, out: Bytes): void {
		if (column.isMade) {
			if (column.written != this.record) this.writeMade(column, out);
			return;
		}
		if (column.dropped || (this.selects && !column.selected)) return;
		if (column.rival !== null && this.givesWay(column, fields)) return;
		if (column.conversion !== null) {
			if (column.written == this.record) return;
			column.written = this.record;
			out.append(column.label);
			this.row.value(column.index, this.arena).write(out);
		} else {
			if (column.isRenamed) {
				// Of a name that stands twice the last counts, and the others must not be renamed to the same again.
				if (column.written == this.record) this.isDoubled = true;
				column.written = this.record;
				if (this.isCareful && fields.indexOf(column.name.ptr, column.name.length) != field) return;
			}
			out.append(column.label);
			out.span(fields.valueStart(field), fields.valueEnd(field));
		}
		out.byte(COMMA);
	}

	private givesWay(column: Column, fields: Fields): bool {
		const rival = column.rival!;
		if (!rival.isMade && fields.indexOf(rival.name.ptr, rival.name.length) < 0) return false;
		if (column.written != this.record && !this.isCareful) column.replaced++;
		column.written = this.record;
		return true;
	}

	private writeMade(column: Column, out: Bytes): void {
		column.written = this.record;
		if (column.dropped) return;
		out.append(column.label);
		const constant = column.constant;
		if (constant !== null) out.append(constant);
		else this.row.value(column.index, this.arena).write(out);
		out.byte(COMMA);
	}

	/** Whether a column is in the output of records that have it. */
	private isShown(column: Column): bool {
		return !column.dropped && (column.isMade || !this.selects || column.selected);
	}

	/**
	 * To be called when all is known. Sees to it that no two fields of the output have one name. Returns what is wrong where the configuration itself says
	 * so; a field that it does not name gives way to the renamed one.
	 */
	settle(): string {
		const count = this.columns.length;
		for (let i = 0; i < count; i++) if (this.columns[i].isMade) this.made.push(this.columns[i]);
		for (let i = 0; i < count; i++) {
			const column = this.columns[i];
			if (!column.isRenamed || !this.isShown(column)) continue;
			for (let k = 0; k < count; k++) {
				const other = this.columns[k];
				if (other === column || other.target != column.target || !this.isShown(other)) continue;
				return other.isRenamed
					? `config.rename: "${column.text}" and "${other.text}" would both be named "${column.target}"`
					: `config.rename.${column.text}: there would be two fields "${column.target}"; drop or rename the other one`;
			}
		}
		for (let i = 0; i < count; i++) {
			const column = this.columns[i];
			if (!column.isRenamed || !this.isShown(column)) continue;
			const other = this.column(column.target);
			if (!other.isRenamed) other.rival = column;
		}
		this.listNames();
		return '';
	}

	private listNames(): void {
		this.count = this.columns.length;
		this.names = heap.alloc(((<usize>this.count) << 3) + 8);
		for (let i = 0; i < this.count; i++) {
			const at = this.names + ((<usize>i) << 3);
			store<i32>(at, this.columns[i].name.length);
			store<u32>(at, <u32>this.columns[i].name.ptr, 4);
		}
	}

	/** Says what was left out. */
	complain(): void {
		for (let i = 0; i < this.columns.length; i++) {
			const column = this.columns[i];
			const rival = column.rival;
			if (rival === null || column.replaced == 0) continue;
			logWarn(`"${column.text}" of ${column.replaced} records gave way to "${rival.text}", which was renamed to it`);
		}
	}
}
