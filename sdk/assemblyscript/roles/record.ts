// One record of the input, left where the host put it.
import { FieldPath } from '../assembly/json/field-path';
import { isNumber, parseNumber } from '../assembly/json/number';
import { Records } from '../assembly/json/records';
import { unescape } from '../assembly/json/text';
import { Output } from './output';

/**
 * A field is named by a `FieldPath`, made once: by its whole name, else by its dotted path. Nothing is allocated to look
 * at it, but for what is made a string. The record is there until the function returns that it was given to.
 */
export class Record {
	constructor(private readonly records: Records) {}

	/** Number of the record in its batch, from 1. */
	get number(): i32 {
		return this.records.number;
	}

	/** Its JSON text, on one line. */
	get start(): usize {
		return this.records.start;
	}

	get end(): usize {
		return this.records.end;
	}

	/** Other values have no fields. */
	get isObject(): bool {
		return this.records.fields.isObject;
	}

	has(path: FieldPath): bool {
		return this.records.fields.find(path);
	}

	isNumber(path: FieldPath): bool {
		return this.has(path) && isNumber(this.records.fields.start, this.records.fields.end);
	}

	isText(path: FieldPath): bool {
		return this.has(path) && isText(this.records.fields.start);
	}

	/** The nearest number; `fallback` where there is none. */
	toNumber(path: FieldPath, fallback: f64 = NaN): f64 {
		return this.isNumber(path) ? parseNumber(this.records.fields.start, this.records.fields.end) : fallback;
	}

	/** The characters of a text; `fallback` where there is none. */
	toText(path: FieldPath, fallback: string = ''): string {
		return this.isText(path) ? textOf(this.records.fields.start, this.records.fields.end) : fallback;
	}

	/** Whether the field is true. */
	isTrue(path: FieldPath): bool {
		return this.has(path) && load<u8>(this.records.fields.start) == 0x74;
	}

	/** How many members it has. Where a name occurs twice, both count. */
	get size(): i32 {
		return this.records.fields.count;
	}

	name(index: i32): string {
		const fields = this.records.fields;
		return String.UTF8.decodeUnsafe(fields.name(index), fields.nameLength(index));
	}

	/** Whether a member's value is a text. */
	isTextAt(index: i32): bool {
		return isText(this.records.fields.valueStart(index));
	}

	/** The characters of a member that is a text. */
	textAt(index: i32): string {
		const fields = this.records.fields;
		return this.isTextAt(index) ? textOf(fields.valueStart(index), fields.valueEnd(index)) : '';
	}

	/** Writes the whole record as it stands. */
	write(out: Output): void {
		out.span(this.start, this.end);
	}

	/** Writes a field's value as it stands; null where it is not there. */
	writeField(path: FieldPath, out: Output): void {
		if (this.has(path)) out.span(this.records.fields.start, this.records.fields.end);
		else out.nothing();
	}

	/** Writes a member's key as it stands. */
	writeKey(index: i32, out: Output): void {
		out.keySpan(this.records.fields.keyStart(index), this.records.fields.keyEnd(index));
	}

	/** Writes a member's value as it stands. */
	writeValue(index: i32, out: Output): void {
		out.span(this.records.fields.valueStart(index), this.records.fields.valueEnd(index));
	}
}

function isText(start: usize): bool {
	return load<u8>(start) == 0x22;
}

function textOf(start: usize, end: usize): string {
	const at = heap.alloc(end - start);
	const text = String.UTF8.decodeUnsafe(at, unescape(start + 1, end - 1, at));
	heap.free(at);
	return text;
}
