// Expressions over the fields of a record, as a tree that is evaluated for each record.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Row } from '../../../sdk/assemblyscript/assembly/row';
import { STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { numberOf, writePlain } from './coerce';
import { callFunction } from './functions';

export abstract class Expression {
	/** Puts the value for one record into `out`. What it points to lives until the arena is reset. */
	abstract evaluate(row: Row, arena: Arena, out: Value): void;
}

export class Constant extends Expression {
	constructor(private value: Value) {
		super();
	}

	evaluate(row: Row, arena: Arena, out: Value): void {
		out.set(this.value);
	}
}

export class FieldReference extends Expression {
	/** `column` as `Row.column` gave it. */
	constructor(private column: i32) {
		super();
	}

	evaluate(row: Row, arena: Arena, out: Value): void {
		out.set(row.value(this.column, arena));
	}
}

export class Negation extends Expression {
	constructor(private part: Expression) {
		super();
	}

	evaluate(row: Row, arena: Arena, out: Value): void {
		this.part.evaluate(row, arena, out);
		if (numberOf(out)) out.setNumber(-out.number);
		else out.setNull();
	}
}

export class Call extends Expression {
	private values: Value[] = [];

	constructor(
		private name: i32,
		private parts: Expression[],
	) {
		super();
		for (let i = 0; i < parts.length; i++) this.values.push(new Value());
	}

	evaluate(row: Row, arena: Arena, out: Value): void {
		for (let i = 0; i < this.parts.length; i++) this.parts[i].evaluate(row, arena, this.values[i]);
		callFunction(this.name, this.values, arena, out);
	}
}

const joined = new Bytes();

export class Binary extends Expression {
	private right: Value = new Value();

	/** `op`: the character of the operator. */
	constructor(
		private op: i32,
		private first: Expression,
		private second: Expression,
	) {
		super();
	}

	evaluate(row: Row, arena: Arena, out: Value): void {
		const right = this.right;
		this.first.evaluate(row, arena, out);
		this.second.evaluate(row, arena, right);
		if (this.op == 0x2b && (out.kind == STRING || right.kind == STRING)) {
			join(out, right, arena);
			return;
		}
		if (!numberOf(out) || !numberOf(right)) {
			out.setNull();
			return;
		}
		const a = out.number;
		const b = right.number;
		let value: f64 = 0;
		if (this.op == 0x2b) value = a + b;
		else if (this.op == 0x2d) value = a - b;
		else if (this.op == 0x2a) value = a * b;
		else if (this.op == 0x2f) value = a / b;
		else value = a % b;
		if (isFinite(value)) out.setNumber(value);
		else out.setNull();
	}
}

/** Text after text; null is no text. */
function join(left: Value, right: Value, arena: Arena): void {
	joined.clear();
	writePlain(joined, left);
	writePlain(joined, right);
	left.setString(arena.keep(joined.ptr, joined.length), joined.length);
}
