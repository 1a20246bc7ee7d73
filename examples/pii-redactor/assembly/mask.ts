// What is written in place of what was found where it is masked.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeEscaped } from '../../../sdk/assemblyscript/assembly/json/text';
import { address, shownFrom } from './address';
import { code, isDigitCode, readAt, readBefore, size } from './characters';

const STAR: u8 = 0x2a;
/** `***@***.` as its bytes. */
const HIDDEN: u64 = 0x2e2a2a2a402a2a2a;

/** `j***@***.org`: the first character and the top level stay. */
export function maskAddress(out: Bytes, inJson: bool): void {
	const end = address.ptr + address.length;
	readAt(address.ptr, end);
	// In a link the first character can be one that JSON escapes.
	if (inJson) writeEscaped(out, address.ptr, <i32>size);
	else out.span(address.ptr, address.ptr + size);
	store<u64>(out.reserve(8), HIDDEN);
	out.length += shownFrom < address.length ? 8 : 7;
	out.span(address.ptr + shownFrom, end);
}

/** Stars for all digits but the last ones; separators stay. */
export function maskDigits(start: usize, stop: usize, kept: i32, out: Bytes): void {
	let at = out.reserve(<i32>(stop - start));
	let p = stop;
	// The place behind the last digit that is hidden.
	while (p > start && kept > 0) {
		const c = load<u8>(p - 1);
		if (c < 0x80) {
			if (isDigit(c)) kept--;
			p--;
			continue;
		}
		readBefore(p, start);
		if (isDigitCode(code)) kept--;
		p -= size;
	}
	const hidden = p;
	for (p = start; p < hidden; ) {
		while (p + 16 <= hidden) {
			const bytes = v128.load(p);
			if (i8x16.bitmask(bytes) != 0) break;
			const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
			v128.store(at, v128.bitselect(i8x16.splat(STAR), bytes, digits));
			p += 16;
			at += 16;
		}
		if (p == hidden) break;
		const c = load<u8>(p);
		if (c < 0x80) {
			store<u8>(at++, isDigit(c) ? STAR : c);
			p++;
			continue;
		}
		readAt(p, hidden);
		if (isDigitCode(code)) {
			store<u8>(at++, STAR);
		} else {
			memory.copy(at, p, size);
			at += size;
		}
		p += size;
	}
	out.length = <i32>(at - out.ptr);
	out.span(hidden, stop);
}
