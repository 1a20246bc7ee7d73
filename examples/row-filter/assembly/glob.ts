const ANY: u8 = 0x2a;
const ONE: u8 = 0x3f;
const BACKSLASH: u8 = 0x5c;

/** Length in bytes of the UTF-8 character that begins with this byte. */
function width(c: u8): i32 {
	if (c < 0xc0) return 1;
	return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/**
 * Whether a whole text matches a pattern: `*` is any number of characters, `?` is one, a backslash takes the next
 * character as it is. Linear in the text for each star: there is no pattern that makes it slow.
 */
export function matchGlob(text: usize, textLength: i32, pattern: usize, patternLength: i32): bool {
	let t = 0;
	let p = 0;
	let star = -1;
	let retry = 0;
	while (t < textLength) {
		const c = p < patternLength ? load<u8>(pattern + p) : 0;
		if (p < patternLength && c == ANY) {
			star = ++p;
			retry = t;
			continue;
		}
		if (p < patternLength && c == ONE) {
			t += width(load<u8>(text + t));
			p++;
			continue;
		}
		const quoted = c == BACKSLASH && p + 1 < patternLength ? 1 : 0;
		if (p < patternLength && load<u8>(pattern + p + quoted) == load<u8>(text + t)) {
			t++;
			p += 1 + quoted;
			continue;
		}
		if (star < 0) return false;
		retry += width(load<u8>(text + retry));
		t = retry;
		p = star;
	}
	while (p < patternLength && load<u8>(pattern + p) == ANY) p++;
	return p == patternLength;
}
