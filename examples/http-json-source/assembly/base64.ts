import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';

function valueOf(c: u8): i32 {
	if (<u8>(c - 0x41) < 26) return c - 0x41;
	if (<u8>(c - 0x61) < 26) return c - 0x61 + 26;
	if (<u8>(c - 0x30) < 10) return c - 0x30 + 52;
	if (c == 0x2b || c == 0x2d) return 62;
	if (c == 0x2f || c == 0x5f) return 63;
	return -1;
}

/** Appends what base64 text stands for; characters outside its alphabet are skipped. */
export function decodeBase64(ptr: usize, length: i32, out: Bytes): void {
	let bits: u32 = 0;
	let held = 0;
	out.reserve(length);
	for (let i = 0; i < length; i++) {
		const value = valueOf(load<u8>(ptr + i));
		if (value < 0) continue;
		bits = (bits << 6) | <u32>value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			out.byte(<u8>(bits >> held));
		}
	}
}
