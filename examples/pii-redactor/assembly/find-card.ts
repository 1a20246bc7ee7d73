import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';

/** The check digit of ISO/IEC 7812 over the digits of a text; other characters are skipped. */
function passesLuhn(start: usize, end: usize): bool {
	let sum = 0;
	let twice = false;
	for (let p = end; p > start; p--) {
		const c = load<u8>(p - 1);
		if (!isDigit(c)) continue;
		let digit = <i32>c - 0x30;
		if (twice) {
			digit *= 2;
			if (digit > 9) digit -= 9;
		}
		sum += digit;
		twice = !twice;
	}
	return sum % 10 == 0;
}

/** Issuers of payment cards begin with 3 to 6, or 22 to 27. */
function isIssuer(first: u8, second: u8): bool {
	if (first == 0x32) return second >= 0x32 && second <= 0x37;
	return first >= 0x33 && first <= 0x36;
}

/**
 * Where a card number that begins at `start` ends; 0 where none does: 13 to 19 digits, one kind of separator. More
 * digits may follow after a separator (an expiry date, say): the longest part that passes the check counts.
 */
export function cardEnd(start: usize, end: usize): usize {
	let p = start;
	let digits = 0;
	let separator: u8 = 0;
	let found: usize = 0;
	if (start + 13 > end || !isIssuer(load<u8>(start), load<u8>(start + 1))) return 0;
	while (true) {
		while (p < end && isDigit(load<u8>(p))) {
			digits++;
			p++;
		}
		if (digits > 19) return found;
		if (digits >= 13 && passesLuhn(start, p)) found = p;
		if (p + 1 >= end) return found;
		const c = load<u8>(p);
		const separates = (c == 0x20 || c == 0x2d) && (separator == 0 || separator == c);
		if (!separates || !isDigit(load<u8>(p + 1))) return found;
		separator = c;
		p++;
	}
}
