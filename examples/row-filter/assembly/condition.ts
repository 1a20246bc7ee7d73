import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes, bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { NULL, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { matchGlob } from './glob';
import { contains, endsWith, foldCase, startsWith } from './text-search';

/** One test of a record: a comparison, or `and`, `or`, `not` over others. */
export abstract class Condition {
	abstract holds(fields: Fields, arena: Arena): bool;
}

export class All extends Condition {
	constructor(private parts: Condition[]) {
		super();
	}

	holds(fields: Fields, arena: Arena): bool {
		for (let i = 0; i < this.parts.length; i++) if (!this.parts[i].holds(fields, arena)) return false;
		return true;
	}
}

export class Any extends Condition {
	constructor(private parts: Condition[]) {
		super();
	}

	holds(fields: Fields, arena: Arena): bool {
		for (let i = 0; i < this.parts.length; i++) if (this.parts[i].holds(fields, arena)) return true;
		return false;
	}
}

export class Not extends Condition {
	constructor(private part: Condition) {
		super();
	}

	holds(fields: Fields, arena: Arena): bool {
		return !this.part.holds(fields, arena);
	}
}

export const EQ: i32 = 0;
export const NE: i32 = 1;
export const LT: i32 = 2;
export const LE: i32 = 3;
export const GT: i32 = 4;
export const GE: i32 = 5;
export const CONTAINS: i32 = 6;
export const STARTS_WITH: i32 = 7;
export const ENDS_WITH: i32 = 8;
export const MATCHES: i32 = 9;
export const IN: i32 = 10;
export const IS_NULL: i32 = 11;
export const NOT_NULL: i32 = 12;

export class Comparison extends Condition {
	private found: Value = new Value();

	/** `wanted` has the values of `in`, else one value, else none. */
	constructor(
		private path: FieldPath,
		private op: i32,
		private wanted: Value[],
		private ignoreCase: bool,
	) {
		super();
	}

	holds(fields: Fields, arena: Arena): bool {
		const found = this.found;
		if (fields.find(this.path)) found.read(fields.start, fields.end, arena);
		else found.setNull();
		if (this.op == IS_NULL) return found.kind == NULL;
		if (this.op == NOT_NULL) return found.kind != NULL;
		if (this.ignoreCase && found.kind == STRING) foldCase(found, arena);
		if (this.op == IN) return this.isAmong(found);
		return this.compares(found, this.wanted[0]);
	}

	private isAmong(found: Value): bool {
		for (let i = 0; i < this.wanted.length; i++) if (found.compare(this.wanted[i]) == 0) return true;
		return false;
	}

	private compares(found: Value, wanted: Value): bool {
		const op = this.op;
		if (op == EQ) return found.compare(wanted) == 0;
		if (op == NE) return found.compare(wanted) != 0;
		// Values of different kinds have no order, and a text does not contain a number.
		if (found.kind != wanted.kind || found.kind == NULL) return false;
		if (op <= GE) {
			const order = found.compare(wanted);
			if (op == LT) return order < 0;
			if (op == LE) return order <= 0;
			if (op == GT) return order > 0;
			return order >= 0;
		}
		if (op == CONTAINS) return contains(found.ptr, found.length, wanted.ptr, wanted.length);
		if (op == STARTS_WITH) return startsWith(found.ptr, found.length, wanted.ptr, wanted.length);
		if (op == ENDS_WITH) return endsWith(found.ptr, found.length, wanted.ptr, wanted.length);
		return matchGlob(found.ptr, found.length, wanted.ptr, wanted.length);
	}
}

/** Texts of the configuration, kept for as long as the plugin lives. */
const texts: Bytes[] = [];

export function keepText(text: string): Bytes {
	const bytes = bytesOf(text);
	texts.push(bytes);
	return bytes;
}
