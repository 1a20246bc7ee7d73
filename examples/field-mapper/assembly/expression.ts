// Expressions over the fields of a record, as a tree that is evaluated for each record.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { MINUS } from '../../../sdk/assemblyscript/assembly/json/scan';
import { Written } from '../../../sdk/assemblyscript/assembly/json/written';
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
		if (!numberOf(out, arena)) out.setNull();
		else if (out.isShort || out.length == 0) out.setNumber(-out.number);
		else negate(out, arena);
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

/** A long number keeps its digits. */
function negate(value: Value, arena: Arena): void {
	const start = value.ptr;
	const end = start + value.length;
	if (load<u8>(start) == MINUS) {
		value.setWritten(start + 1, end);
		return;
	}
	const at = arena.take(value.length + 1);
	store<u8>(at, MINUS);
	memory.copy(at + 1, start, value.length);
	value.setWritten(at, at + 1 + (end - start));
}

/** Computations that gave null because a number in them, or what they came to, is beyond the range of numbers. */
export let beyondRange: i64 = 0;
/** Whole numbers of more than 15 digits, of which a computation takes the nearest f64. */
export let inexact: i64 = 0;

const joined = new Bytes();
const written = new Written();

function countInexact(value: Value): void {
	value.takeWritten(written, joined);
	if (written.isWhole && written.count > 15) inexact++;
}

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
		if (!numberOf(out, arena) || !numberOf(right, arena)) {
			out.setNull();
			return;
		}
		if (!out.isShort && out.length > 0) countInexact(out);
		if (!right.isShort && right.length > 0) countInexact(right);
		const a = out.number;
		const b = right.number;
		let value: f64 = 0;
		if (this.op == 0x2b) value = a + b;
		else if (this.op == 0x2d) value = a - b;
		else if (this.op == 0x2a) value = a * b;
		else if (this.op == 0x2f) value = a / b;
		else value = a % b;
		// An infinite one of the two makes another of the answer, but for what is divided by it.
		if (isFinite(value) && isFinite(b)) {
			out.setNumber(value);
			return;
		}
		// A division by zero has no answer, however small the numbers are.
		if (b != 0 || (this.op != 0x2f && this.op != 0x25)) beyondRange++;
		out.setNull();
	}
}

/** Text after text; null is no text. */
function join(left: Value, right: Value, arena: Arena): void {
	joined.clear();
	writePlain(joined, left);
	writePlain(joined, right);
	left.setString(arena.keep(joined.ptr, joined.length), joined.length);
}
