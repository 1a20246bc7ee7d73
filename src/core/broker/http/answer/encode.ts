import { isUtf8 } from 'node:buffer';
import { responseHeaders } from '../headers.ts';
import { breathe, PIECE_BYTES } from '../pieces.ts';
import type { HttpResponse } from '../response.ts';

/** A response as the JSON that a guest gets, made in pieces: how long its body is, the server says. */
export async function encodeResponse(
	{ status, url, headers, body }: HttpResponse,
	maxBytes: number,
	signal: AbortSignal,
): Promise<Uint8Array> {
	const head = JSON.stringify({ status, url, headers: responseHeaders(headers) }).slice(0, -1);
	// Text of control characters alone grows sixfold in JSON; base64 grows by a third.
	const text = isUtf8(body) ? await inPieces(body, textPiece, 2 * maxBytes, signal) : null;
	const parts =
		text !== null
			? [`${head},"body":"`, ...text, '"}']
			: [
					`${head},"body_base64":"`,
					...((await inPieces(body, base64Piece, Number.POSITIVE_INFINITY, signal)) ?? []),
					'"}',
				];
	return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

interface Piece {
	readonly encoded: Buffer;
	readonly end: number;
}

/** Null: it would become longer than `most`, bytes. */
async function inPieces(
	body: Buffer,
	take: (body: Buffer, from: number) => Piece,
	most: number,
	signal: AbortSignal,
): Promise<readonly Buffer[] | null> {
	const pieces: Buffer[] = [];
	let length = 0;
	for (let at = 0; at < body.length; ) {
		if (at > 0) await breathe(signal);
		const { encoded, end } = take(body, at);
		length += encoded.length;
		if (length > most) return null;
		pieces.push(encoded);
		at = end;
	}
	return pieces;
}

/** Ends where a character does. */
function textPiece(body: Buffer, from: number): Piece {
	let end = Math.min(from + PIECE_BYTES, body.length);
	while (end < body.length && ((body[end] as number) & 0xc0) === 0x80) end -= 1;
	const json = JSON.stringify(body.toString('utf8', from, end));
	return { encoded: Buffer.from(json.slice(1, -1)), end };
}

/** A multiple of three bytes, except the last. */
function base64Piece(body: Buffer, from: number): Piece {
	const end = Math.min(from + PIECE_BYTES - (PIECE_BYTES % 3), body.length);
	return { encoded: Buffer.from(body.toString('base64', from, end), 'latin1'), end };
}
