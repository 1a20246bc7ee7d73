import { Bytes } from '../bytes';
import { QUOTE, skipString } from './scan';

/** Appends a validated JSON value without the white space between its tokens. */
export function compact(out: Bytes, start: usize, end: usize): void {
	let p = start;
	let plain = start;
	while (p < end) {
		const c = load<u8>(p);
		if (c == QUOTE) {
			p = skipString(p + 1, end);
		} else if (c <= 0x20) {
			out.span(plain, p);
			plain = ++p;
		} else {
			p++;
		}
	}
	out.span(plain, end);
}
