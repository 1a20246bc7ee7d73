import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';

export function isLetter(c: u8): bool {
	return <u8>((c | 0x20) - 0x61) < 26;
}

/** What may stand before the @. Letters beyond ASCII are allowed in both parts (RFC 6531). */
function isLocal(c: u8): bool {
	if (isLetter(c) || isDigit(c) || c >= 0x80) return true;
	return (
		c == 0x2e || c == 0x5f || c == 0x2d || c == 0x2b || c == 0x25 || c == 0x27 || c == 0x21 || c == 0x23 || c == 0x26
	);
}

function isLabel(c: u8): bool {
	return isLetter(c) || isDigit(c) || c == 0x2d || c >= 0x80;
}

/** Where the address around an @ begins, not before `start`; the @ itself where there is none. */
export function emailStart(at: usize, start: usize): usize {
	let p = at;
	while (p > start && isLocal(load<u8>(p - 1))) p--;
	// No address begins with a dot, an apostrophe or a dash: they belong to the text around it.
	while (p < at && (load<u8>(p) == 0x2e || load<u8>(p) == 0x27 || load<u8>(p) == 0x2d)) p++;
	return p;
}

/** Where the address around an @ ends; 0 where what follows is no domain with a top level of letters. */
export function emailEnd(at: usize, end: usize): usize {
	let p = at + 1;
	let found: usize = 0;
	let labels = 0;
	while (p < end) {
		const label = p;
		let letters = 0;
		while (p < end && isLabel(load<u8>(p))) {
			const c = load<u8>(p);
			if (isLetter(c) || c >= 0x80) letters++;
			p++;
		}
		let last = p;
		while (last > label && load<u8>(last - 1) == 0x2d) last--;
		if (last == label || load<u8>(label) == 0x2d) break;
		labels++;
		if (labels > 1 && letters >= 2) found = last;
		if (p >= end || last < p || load<u8>(p) != 0x2e) break;
		p++;
	}
	return found;
}
