/** Text from and about guest bytes. */

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

/** Decodes for people: wrong bytes become U+FFFD. */
export function decodeLenient(bytes: Uint8Array): string {
	return lenient.decode(bytes);
}

/** Decodes names and paths: null where the bytes are not UTF-8, since a changed name is another name. */
export function decodeStrict(bytes: Uint8Array): string | null {
	try {
		return strict.decode(bytes);
	} catch {
		return null;
	}
}

export function encode(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Length of the UTF-8 sequence at `at`, or 0 where there is none (Unicode 15, table 3-7). */
function sequenceLength(data: Uint8Array, at: number, end: number): number {
	const first = data[at] as number;
	if (first < 0x80) return 1;
	const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || at + length > end) return 0;
	const second = data[at + 1] as number;
	const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
	const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
	if (second < low || second > high) return 0;
	for (let p = at + 2; p < at + length; p++) if (((data[p] as number) & 0xc0) !== 0x80) return 0;
	return length;
}

/** Position of the first byte of `data[at, end)` that is not UTF-8, or -1. Slow: used to name an error already found. */
export function findUtf8Error(data: Uint8Array, at: number, end: number): number {
	let p = at;
	while (p < end) {
		const length = sequenceLength(data, p, end);
		if (length === 0) return p;
		p += length;
	}
	return -1;
}
