import { breathe, PIECE_BYTES } from '../pieces.ts';

/**
 * A body as UTF-8, in pieces: by its byte order mark, else by the charset that the server names, else, where every other
 * byte is empty as in no text of UTF-8, as UTF-16. As it came where it is no text of that charset, where nobody knows the
 * charset, or where it would become longer than `maxBytes`.
 */
export async function asUtf8(
	body: Buffer,
	contentType: string | string[] | undefined,
	maxBytes: number,
	signal: AbortSignal,
): Promise<Buffer> {
	const decoder = decoderOf(markedCharset(body) ?? namedCharset(contentType) ?? unnamedCharset(body));
	if (decoder === null) return body;
	if (decoder.encoding === 'utf-8') return hasUtf8Mark(body) ? body.subarray(3) : body;
	const pieces: Buffer[] = [];
	let length = 0;
	for (let at = 0; at < body.length; at += PIECE_BYTES) {
		if (at > 0) await breathe(signal);
		const end = Math.min(at + PIECE_BYTES, body.length);
		const piece = decoded(decoder, body.subarray(at, end), end < body.length);
		if (piece === null) return body;
		length += piece.length;
		if (length > maxBytes) return body;
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

/** Null: these bytes are no text of that charset. */
function decoded(decoder: TextDecoder, bytes: Buffer, more: boolean): Buffer | null {
	try {
		return Buffer.from(decoder.decode(bytes, { stream: more }));
	} catch {
		return null;
	}
}

function decoderOf(charset: string): TextDecoder | null {
	try {
		return new TextDecoder(charset, { fatal: true });
	} catch {
		return null;
	}
}

function hasUtf8Mark(body: Buffer): boolean {
	return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}

function markedCharset(body: Buffer): string | null {
	if (hasUtf8Mark(body)) return 'utf-8';
	if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
	if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
	return null;
}

function namedCharset(contentType: string | string[] | undefined): string | null {
	const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(String(contentType ?? '')) ?? [];
	return quoted ?? plain ?? null;
}

/** JSON begins with a character of ASCII (RFC 4627, section 3). */
function unnamedCharset(body: Buffer): string {
	if (body.length >= 2 && body[0] !== 0 && body[1] === 0) return 'utf-16le';
	if (body.length >= 2 && body[0] === 0 && body[1] !== 0) return 'utf-16be';
	return 'utf-8';
}
