/** Unsigned LEB128. */
export function leb(value: number): Uint8Array {
	const bytes: number[] = [];
	let rest = value;
	do {
		const low = rest % 128;
		rest = Math.floor(rest / 128);
		bytes.push(rest > 0 ? low | 0x80 : low);
	} while (rest > 0);
	return Uint8Array.from(bytes);
}

/** One after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

/** A section with its id and length before it. */
export function sectionOf(id: number, content: Uint8Array): Uint8Array {
	return joined([Uint8Array.of(id), leb(content.length), content]);
}
