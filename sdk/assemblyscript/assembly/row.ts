import { Arena } from './arena';
import { FieldPath } from './json/field-path';
import { Fields } from './json/fields';
import { Value } from './value';

/**
 * The values of one record by name, read when they are first asked for. A column may be overwritten by a conversion or
 * a computation; what comes later sees the new value.
 */
export class Row {
	private paths: FieldPath[] = [];
	private values: Value[] = [];
	private known: StaticArray<bool> = new StaticArray<bool>(0);
	private fields: Fields | null = null;

	/** The number of a column, made on first mention. */
	column(name: string): i32 {
		for (let i = 0; i < this.paths.length; i++) if (this.paths[i].text == name) return i;
		this.paths.push(new FieldPath(name));
		this.values.push(new Value());
		return this.paths.length - 1;
	}

	open(fields: Fields): void {
		this.fields = fields;
		if (this.known.length != this.paths.length) this.known = new StaticArray<bool>(this.paths.length);
		for (let i = 0; i < this.known.length; i++) this.known[i] = false;
	}

	value(column: i32, arena: Arena): Value {
		const value = this.values[column];
		if (this.known[column]) return value;
		this.known[column] = true;
		const fields = this.fields!;
		if (fields.find(this.paths[column])) value.read(fields.start, fields.end, arena);
		else value.setNull();
		return value;
	}

	set(column: i32, value: Value): void {
		this.known[column] = true;
		this.values[column].set(value);
	}
}
