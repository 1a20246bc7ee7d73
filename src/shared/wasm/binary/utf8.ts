/** Code units that are turned into text at once: as many as an engine surely takes as arguments of one call. */
const PIECE_UNITS = 4_096;

/** Reused: decoding is synchronous. An array of small integers is what engines hand over as arguments the fastest. */
const units: number[] = Array.from({ length: PIECE_UNITS }, () => 0);

/** Strict UTF-8 (RFC 3629); null where the bytes are not. The contract sees no platform decoder. */
export function decodeUtf8(bytes: Uint8Array): string | null {
	let text = '';
	let filled = 0;
	for (let at = 0; at < bytes.length; ) {
		const first = bytes[at] as number;
		if (first < 0x80) {
			units[filled++] = first;
			at += 1;
		} else {
			const point = codePointAt(bytes, at);
			if (point < 0) return null;
			at += point >= 0x10000 ? 4 : point >= 0x800 ? 3 : 2;
			if (point >= 0x10000) {
				units[filled++] = 0xd800 + ((point - 0x10000) >> 10);
				units[filled++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
			} else units[filled++] = point;
		}
		// Whole pieces, so that a text is made of few parts and not of one for each letter.
		if (filled < PIECE_UNITS - 1) continue;
		text += textOf(filled);
		filled = 0;
	}
	return filled === 0 ? text : text + textOf(filled);
}

/** Whether `decodeUtf8` would take the bytes; keeps nothing. */
export function isUtf8(bytes: Uint8Array): boolean {
	for (let at = 0; at < bytes.length; ) {
		if ((bytes[at] as number) < 0x80) {
			at += 1;
			continue;
		}
		const point = codePointAt(bytes, at);
		if (point < 0) return false;
		at += point >= 0x10000 ? 4 : point >= 0x800 ? 3 : 2;
	}
	return true;
}

/** The code point that begins at a byte above 0x7f; −1 where none does. */
function codePointAt(bytes: Uint8Array, start: number): number {
	const first = bytes[start] as number;
	const extra = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
	if (first < 0xc2 || first > 0xf4 || start + extra >= bytes.length) return -1;
	let point = first & (0x3f >> extra);
	for (let at = start + 1; at <= start + extra; at++) {
		const next = bytes[at] as number;
		if ((next & 0xc0) !== 0x80) return -1;
		point = (point << 6) | (next & 0x3f);
	}
	const least = extra === 3 ? 0x10000 : extra === 2 ? 0x800 : 0x80;
	return point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? -1 : point;
}

function textOf(filled: number): string {
	return String.fromCharCode(...units.slice(0, filled));
}
