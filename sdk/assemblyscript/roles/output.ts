// What a call answers: records, written as JSON.
import { Answer } from '../assembly/host';
import { Bytes } from '../assembly/bytes';
import { writeInteger, writeNumber } from '../assembly/json/number';
import { writeString, writeText } from '../assembly/json/text';

/** Puts commas and line feeds where they belong. `key` inside an object and `endRecord` between records are the caller's. */
export class Output {
	/** What was written, for JSON that is made by hand. */
	readonly bytes: Bytes = new Bytes();
	/** Where the record begins that is being written. */
	private record: i32 = 0;
	private needsComma: bool = false;

	clear(): void {
		this.bytes.clear();
		this.record = 0;
		this.needsComma = false;
	}

	private value(): Bytes {
		if (this.needsComma) this.bytes.byte(0x2c);
		this.needsComma = true;
		return this.bytes;
	}

	private open(bracket: u8): Output {
		this.value().byte(bracket);
		this.needsComma = false;
		return this;
	}

	private close(bracket: u8): Output {
		this.bytes.byte(bracket);
		this.needsComma = true;
		return this;
	}

	/** Ends a record, if anything was written since the one before. */
	endRecord(): void {
		if (this.bytes.length > this.record) this.bytes.byte(0x0a);
		this.record = this.bytes.length;
		this.needsComma = false;
	}

	beginObject(): Output {
		return this.open(0x7b);
	}

	endObject(): Output {
		return this.close(0x7d);
	}

	beginArray(): Output {
		return this.open(0x5b);
	}

	endArray(): Output {
		return this.close(0x5d);
	}

	/** The key of the value that is written next. */
	key(name: string): Output {
		writeText(this.value(), name);
		return this.afterKey();
	}

	/** A key as it stands in the input, with its quotes. */
	keySpan(start: usize, end: usize): Output {
		this.value().span(start, end);
		return this.afterKey();
	}

	private afterKey(): Output {
		this.bytes.byte(0x3a);
		this.needsComma = false;
		return this;
	}

	/** A value of the input, as it stands there. */
	span(start: usize, end: usize): Output {
		this.value().span(start, end);
		return this;
	}

	text(value: string): Output {
		writeText(this.value(), value);
		return this;
	}

	/** What a host function answered, as a text; null where it answered nothing. Gives its memory back. */
	answer(answer: Answer): Output {
		if (answer.exists) writeString(this.value(), answer.ptr, answer.length);
		else this.value().text('null');
		answer.free();
		return this;
	}

	/** In the fewest digits, as JavaScript writes it; null where it is not finite. */
	number(value: f64): Output {
		writeNumber(this.value(), value);
		return this;
	}

	integer(value: i64): Output {
		writeInteger(this.value(), value);
		return this;
	}

	boolean(value: bool): Output {
		this.value().text(value ? 'true' : 'false');
		return this;
	}

	nothing(): Output {
		this.value().text('null');
		return this;
	}

	/** The result of the call, which the host copies; 0 where nothing was written. */
	result(): i32 {
		if (this.bytes.length == 0) return 0;
		const result = this.bytes.toResult();
		this.clear();
		return result;
	}
}
