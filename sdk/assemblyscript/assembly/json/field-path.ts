// The name of a field as a configuration gives it: `name`, or `outer.inner` where no field has the whole name.
import { Bytes, bytesOf, sameBytes } from '../bytes';
import { CLOSE_OBJECT, COMMA, escaped, OPEN_OBJECT, skipSpace, skipString, skipValue } from './scan';
import { unescape } from './text';

export class FieldPath {
	readonly text: string;
	readonly name: Bytes;
	/** Empty where the name has no dot. */
	readonly steps: Bytes[] = [];
	/** Where records of a shape have a member of the whole name; -1: they have none (`Fields.find`). */
	shape: i64 = 0;
	index: i32 = -1;
	/** The value that `findBelow` found. */
	start: usize = 0;
	end: usize = 0;
	private decoded: Bytes = new Bytes();

	constructor(text: string) {
		this.text = text;
		this.name = bytesOf(text);
		const parts = text.split('.');
		if (parts.length > 1) for (let i = 0; i < parts.length; i++) this.steps.push(bytesOf(parts[i]));
	}

	/** Follows the steps from `step` on into a validated value, and sets `start` and `end`. */
	findBelow(start: usize, end: usize, step: i32): bool {
		this.start = start;
		this.end = end;
		for (; step < this.steps.length; step++) {
			if (!this.enter(this.steps[step])) return false;
		}
		return true;
	}

	private enter(key: Bytes): bool {
		let p = this.start;
		const end = this.end;
		if (load<u8>(p) != OPEN_OBJECT) return false;
		let found = false;
		p = skipSpace(p + 1, end);
		while (load<u8>(p) != CLOSE_OBJECT) {
			const keyStart = p + 1;
			p = skipString(keyStart, end);
			const matches = escaped
				? this.sameEscaped(keyStart, p - 1, key)
				: sameBytes(keyStart, <i32>(p - 1 - keyStart), key.ptr, key.length);
			const value = skipSpace(skipSpace(p, end) + 1, end);
			p = skipValue(value, end);
			if (matches) {
				this.start = value;
				this.end = p;
				found = true;
			}
			p = skipSpace(p, end);
			if (load<u8>(p) == COMMA) p = skipSpace(p + 1, end);
		}
		return found;
	}

	private sameEscaped(start: usize, end: usize, key: Bytes): bool {
		this.decoded.clear();
		const at = this.decoded.reserve(<i32>(end - start));
		const length = unescape(start, end, at);
		return sameBytes(at, length, key.ptr, key.length);
	}
}
