import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { BOOLEAN, NULL, NUMBER, Value } from '../../../sdk/assemblyscript/assembly/value';

/** Appends bytes that are the same for equal values however they were written: `1.0` and `1`, `"\u0061"` and `"a"`. */
export function writeCanonical(out: Bytes, value: Value): void {
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
