// Copies a record with the strings in it redacted. Keys, and whatever has nothing to hide, pass as they are.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { COLON, escaped, QUOTE, skipSpace, skipString } from '../../../sdk/assemblyscript/assembly/json/scan';
import { unescape, writeString } from '../../../sdk/assemblyscript/assembly/json/text';
import { Redactor } from './redact';

const decoded = new Bytes();
const redacted = new Bytes();

/** `start` up to `end`: validated JSON. */
export function redactAll(redactor: Redactor, start: usize, end: usize, out: Bytes): void {
	let plain = start;
	let p = start;
	while (p < end) {
		if (load<u8>(p) != QUOTE) {
			p++;
			continue;
		}
		const text = p;
		p = skipString(p + 1, end);
		const isEscaped = escaped;
		const next = skipSpace(p, end);
		if (next < end && load<u8>(next) == COLON) {
			p = next + 1;
			continue;
		}
		if (!redactString(redactor, text, p, isEscaped)) continue;
		out.span(plain, text);
		writeString(out, redacted.ptr, redacted.length);
		plain = p;
	}
	out.span(plain, end);
}

/** One string with its quotes; true where `redacted` holds another text for it. */
function redactString(redactor: Redactor, start: usize, end: usize, isEscaped: bool): bool {
	let ptr = start + 1;
	let length = <i32>(end - start - 2);
	// An escape can stand for a digit or an @, so a text with escapes is looked at when it is decoded.
	if (length < 5 || (!isEscaped && !redactor.mayHold(ptr, length))) return false;
	if (isEscaped) {
		decoded.clear();
		const at = decoded.reserve(length);
		length = unescape(ptr, end - 1, at);
		ptr = at;
		if (!redactor.mayHold(ptr, length)) return false;
	}
	redacted.clear();
	return redactor.redact(ptr, length, redacted);
}

/** Redacts the fields that are named and copies the others. */
export function redactFields(
	redactor: Redactor,
	fields: Fields,
	paths: FieldPath[],
	start: usize,
	end: usize,
	out: Bytes,
): void {
	let plain = start;
	// In the order of the record, so that the pieces between them are copied once.
	while (true) {
		let nextStart: usize = usize.MAX_VALUE;
		let nextEnd: usize = 0;
		for (let i = 0; i < paths.length; i++) {
			if (!fields.find(paths[i]) || fields.start < plain || fields.start >= nextStart) continue;
			nextStart = fields.start;
			nextEnd = fields.end;
		}
		if (nextEnd == 0) break;
		out.span(plain, nextStart);
		redactAll(redactor, nextStart, nextEnd, out);
		plain = nextEnd;
	}
	out.span(plain, end);
}
