import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Written } from '../../../sdk/assemblyscript/assembly/json/written';
import { BOOLEAN, NULL, NUMBER, Value } from '../../../sdk/assemblyscript/assembly/value';

/** Stands for the kind of a number that its f64 does not tell from all others. */
const LONG_NUMBER: u8 = 0x10;

const written = new Written();
const scratch = new Bytes();

/**
 * Appends bytes that are the same for equal values however they were written (`1.0` and `1`, `"\u0061"` and `"a"`), and
 * differ for all others: numbers that one f64 stands for keep their digits.
 */
export function writeCanonical(out: Bytes, value: Value): void {
	if (value.kind == NUMBER && !value.isShort) {
		value.takeWritten(written, scratch);
		out.byte(LONG_NUMBER);
		// The digits' length in front keeps neighbours apart.
		const at = out.length;
		out.reserve(4);
		out.length += 4;
		written.writeKey(out);
		store<i32>(out.ptr + at, out.length - at);
		return;
	}
	out.byte(<u8>value.kind);
	if (value.kind == NULL) return;
	if (value.kind == BOOLEAN) {
		out.byte(<u8>value.number);
	} else if (value.kind == NUMBER) {
		// Adding 0 makes 0 of -0.
		store<f64>(out.reserve(8), value.number + 0);
		out.length += 8;
	} else {
		store<i32>(out.reserve(4), value.length);
		out.length += 4;
		out.copy(value.ptr, value.length);
	}
}
