import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { putCodePoint } from '../../../sdk/assemblyscript/assembly/json/text';
import { characterLength } from '../../../sdk/assemblyscript/assembly/utf8';

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

/** How far a file without a mark is looked at, bytes. */
const LOOKED_AT: usize = 4096;

/**
 * Whether the beginning of a file is UTF-16 without a mark: its first character tells by a zero, or zeros are frequent
 * (delimiters and line ends have them in every language) and stand at even places, or at odd ones.
 */
export function isWide(start: usize, end: usize): bool {
	if (load<u8>(start) == 0 || load<u8>(start, 1) == 0) return true;
	const length = min(end - start, LOOKED_AT);
	let even = 0;
	let odd = 0;
	for (let i: usize = 0; i < length; i++) {
		if (load<u8>(start + i) != 0) continue;
		if ((i & 1) == 0) even++;
		else odd++;
	}
	return min(even, odd) * 8 <= max(even, odd) && even + odd >= 3 && <usize>(even + odd) * 32 >= length;
}
