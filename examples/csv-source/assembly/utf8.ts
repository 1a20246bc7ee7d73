import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { putCodePoint } from '../../../sdk/assemblyscript/assembly/json/text';

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
function characterLength(p: usize, end: usize): i32 {
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

/** Appends text with U+FFFD for each byte that is no UTF-8. */
export function writeRepaired(out: Bytes, p: usize, end: usize): void {
	while (p < end) {
		const length = characterLength(p, end);
		if (length == 0) {
			out.byte(0xef);
			out.byte(0xbf);
			out.byte(0xbd);
			p++;
		} else {
			out.copy(p, length);
			p += length;
		}
	}
}

/** What windows-1252 has at 0x80 to 0x9f; where it has nothing, the control character of that number, as browsers do. */
const windows1252: StaticArray<u16> = [
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d,
	0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,
	0x017e, 0x0178,
];

/** Appends windows-1252 text as UTF-8. */
export function writeLatin1(out: Bytes, p: usize, end: usize): void {
	for (; p < end; p++) {
		const c = load<u8>(p);
		const code: u32 = c >= 0x80 && c < 0xa0 ? windows1252[c - 0x80] : c;
		const at = out.reserve(4);
		out.length += <i32>(putCodePoint(at, code) - at);
	}
}
