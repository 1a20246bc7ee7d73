import { breathe, PIECE_BYTES } from '../pieces.ts';

const PADDING = 0x3d;
/** What no base64 is written with. One class, no repetition: its cost is the length, and it needs no stack. */
const foreign = /[^A-Za-z0-9+/]/;

/** The bytes that base64 with its padding stands for; null: it is none. Takes its time in pieces. */
export async function fromBase64(text: Uint8Array, signal: AbortSignal): Promise<Uint8Array | null> {
	if (text.length % 4 !== 0) return null;
	const padding = text.at(-1) !== PADDING ? 0 : text.at(-2) !== PADDING ? 1 : 2;
	const written = Buffer.from(text.buffer, text.byteOffset, text.length - padding);
	const out = Buffer.allocUnsafeSlow((text.length / 4) * 3 - padding);
	// A multiple of four letters is a multiple of three bytes.
	for (let at = 0; at < written.length; at += PIECE_BYTES) {
		if (at > 0) await breathe(signal);
		const piece = written.toString('latin1', at, Math.min(at + PIECE_BYTES, written.length));
		if (foreign.test(piece)) return null;
		out.write(piece, (at / 4) * 3, 'base64');
	}
	return out;
}
