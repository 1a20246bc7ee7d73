// Whether bytes are UTF-8.

/** Whether all bytes are ASCII, eight at a time. */
export function isAscii(p: usize, end: usize): bool {
	for (; p + 8 <= end; p += 8) if ((load<u64>(p) & 0x8080808080808080) != 0) return false;
	for (; p < end; p++) if (load<u8>(p) >= 0x80) return false;
	return true;
}

function isTail(p: usize, end: usize): bool {
	return p < end && (load<u8>(p) & 0xc0) == 0x80;
}

/** Length of the valid UTF-8 character at `p`, 0 where it is not one. */
export function characterLength(p: usize, end: usize): i32 {
	const c = load<u8>(p);
	if (c < 0x80) return 1;
	if (c < 0xc2 || c > 0xf4 || !isTail(p + 1, end)) return 0;
	if (c < 0xe0) return 2;
	const second = load<u8>(p + 1);
	if (c < 0xf0) {
		if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f)) return 0;
		return isTail(p + 2, end) ? 3 : 0;
	}
	if ((c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f)) return 0;
	return isTail(p + 2, end) && isTail(p + 3, end) ? 4 : 0;
}

/** The first byte that is no UTF-8, 0 where all of it is. */
export function firstInvalid(p: usize, end: usize): usize {
	while (p < end) {
		const length = characterLength(p, end);
		if (length == 0) return p;
		p += length;
	}
	return 0;
}
