// expression := product (("+" | "-") product)*      product := unary (("*" | "/" | "%") unary)*
// unary := "-" unary | primary
// primary := number | "text" | 'text' | null | true | false | name | [any name] | name "(" … ")" | "(" expression ")"
import { bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { isNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { Row } from '../../../sdk/assemblyscript/assembly/row';
import { Value } from '../../../sdk/assemblyscript/assembly/value';
import { Binary, Call, Constant, Expression, FieldReference, Negation } from './expression';
import { functionNames, takes } from './functions';

const MAX_DEPTH: i32 = 100;

export class Parser {
	/** What is wrong; empty: nothing. */
	problem: string = '';
	private at: i32 = 0;
	private depth: i32 = 0;

	constructor(
		private text: string,
		private row: Row,
	) {}

	/** Null after setting `problem`. */
	parse(): Expression | null {
		const whole = this.sum();
		if (whole === null) return null;
		this.space();
		if (this.at < this.text.length) return this.refuse(this.unexpected());
		return whole;
	}

	private refuse(problem: string): Expression | null {
		if (this.problem == '') this.problem = `${problem} at character ${this.at + 1} of "${this.text}"`;
		return null;
	}

	/** The next character that is no white space, 0 at the end. */
	private space(): i32 {
		while (this.at < this.text.length && this.text.charCodeAt(this.at) <= 0x20) this.at++;
		return this.at < this.text.length ? this.text.charCodeAt(this.at) : 0;
	}

	private sum(): Expression | null {
		if (++this.depth > MAX_DEPTH) return this.refuse('nested too deeply');
		let left = this.product();
		while (left !== null) {
			const op = this.space();
			if (op != 0x2b && op != 0x2d) break;
			this.at++;
			const right = this.product();
			left = right === null ? null : new Binary(op, left, right);
		}
		this.depth--;
		return left;
	}

	private product(): Expression | null {
		let left = this.unary();
		while (left !== null) {
			const op = this.space();
			if (op != 0x2a && op != 0x2f && op != 0x25) break;
			this.at++;
			const right = this.unary();
			left = right === null ? null : new Binary(op, left, right);
		}
		return left;
	}

	private unary(): Expression | null {
		if (this.space() != 0x2d) return this.primary();
		this.at++;
		if (++this.depth > MAX_DEPTH) return this.refuse('nested too deeply');
		const part = this.unary();
		this.depth--;
		return part === null ? null : new Negation(part);
	}

	private primary(): Expression | null {
		const c = this.space();
		if (c == 0) return this.refuse('a value is missing');
		if (c == 0x28) {
			this.at++;
			const inner = this.sum();
			if (inner === null) return null;
			if (this.space() != 0x29) return this.refuse('a ) is missing');
			this.at++;
			return inner;
		}
		if (c == 0x22 || c == 0x27) return this.quoted(c);
		if (c == 0x5b) return this.bracketed();
		if (c >= 0x30 && c <= 0x39) return this.number();
		if (isNameStart(c)) return this.word();
		return this.refuse(this.unexpected());
	}

	/** Names the character that stands here, which may be two units long. */
	private unexpected(): string {
		const isPair = (this.text.charCodeAt(this.at) & 0xfc00) == 0xd800;
		return `unexpected "${this.text.substr(this.at, isPair ? 2 : 1)}"`;
	}

	private quoted(quote: i32): Expression | null {
		let text = '';
		this.at++;
		while (this.at < this.text.length) {
			const c = this.text.charCodeAt(this.at);
			if (c == quote) {
				this.at++;
				return constantText(text);
			}
			if (c == 0x5c && this.at + 1 < this.text.length) this.at++;
			text += this.text.charAt(this.at++);
		}
		return this.refuse('a closing quote is missing');
	}

	private bracketed(): Expression | null {
		const close = this.text.indexOf(']', this.at);
		if (close < 0) return this.refuse('a ] is missing');
		const name = this.text.substring(this.at + 1, close);
		this.at = close + 1;
		return new FieldReference(this.row.column(name));
	}

	private number(): Expression | null {
		const start = this.at;
		while (this.at < this.text.length && isNumberPart(this.text, this.at)) this.at++;
		const bytes = bytesOf(this.text.substring(start, this.at));
		const end = bytes.ptr + bytes.length;
		if (!isNumber(bytes.ptr, end)) {
			this.at = start;
			return this.refuse('not a number');
		}
		// The bytes are kept for as long as the plugin lives.
		const value = new Value();
		value.setWritten(bytes.ptr, end);
		if (!isFinite(value.number)) {
			this.at = start;
			return this.refuse('a number beyond the range of numbers (1.8e308)');
		}
		value.simplify();
		return new Constant(value);
	}

	private word(): Expression | null {
		const start = this.at;
		while (this.at < this.text.length && isNamePart(this.text.charCodeAt(this.at))) this.at++;
		const name = this.text.substring(start, this.at);
		if (this.space() == 0x28) return this.call(name, start);
		if (name == 'null') return new Constant(new Value());
		if (name == 'true' || name == 'false') {
			const value = new Value();
			value.setBoolean(name == 'true');
			return new Constant(value);
		}
		return new FieldReference(this.row.column(name));
	}

	private call(name: string, start: i32): Expression | null {
		const index = functionNames.indexOf(name);
		if (index < 0) {
			this.at = start;
			return this.refuse(`no function ${name} (there are ${functionNames.join(', ')})`);
		}
		const parts: Expression[] = [];
		this.at++;
		while (this.space() != 0x29) {
			const part = this.sum();
			if (part === null) return null;
			parts.push(part);
			const next = this.space();
			if (next != 0x2c && next != 0x29) return this.refuse('a ) is missing');
			if (next == 0x2c) this.at++;
		}
		this.at++;
		if (!takes(index, parts.length)) return this.refuse(`${name} does not take ${parts.length} values`);
		return new Call(index, parts);
	}
}

function constantText(text: string): Expression {
	const bytes = bytesOf(text);
	const value = new Value();
	value.setString(bytes.ptr, bytes.length);
	return new Constant(value);
}

function isNameStart(c: i32): bool {
	return (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a ? true : c == 0x5f || c == 0x24 || c > 0x7f;
}

function isNamePart(c: i32): bool {
	return isNameStart(c) || (c >= 0x30 && c <= 0x39) || c == 0x2e;
}

function isNumberPart(text: string, at: i32): bool {
	const c = text.charCodeAt(at);
	if ((c >= 0x30 && c <= 0x39) || c == 0x2e || (c | 0x20) == 0x65) return true;
	return (c == 0x2b || c == 0x2d) && (text.charCodeAt(at - 1) | 0x20) == 0x65;
}
