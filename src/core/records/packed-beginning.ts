import { constants, createGunzip } from 'node:zlib';

/** Whether a file that begins so says of itself that it is compressed (RFC 1952). */
export function isPacked(beginning: Uint8Array): boolean {
	return beginning[0] === 0x1f && beginning[1] === 0x8b;
}

/**
 * The first bytes of what is in a compressed file of which the beginning is given: `most` at most, however much more that
 * would make. The work is done by threads of Node's own, piece by piece. Null: nothing can be had of it.
 */
export async function unpackedBeginning(beginning: Uint8Array, most: number): Promise<Buffer | null> {
	const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
	gunzip.end(beginning);
	const pieces: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const piece of gunzip as AsyncIterable<Buffer>) {
			pieces.push(piece);
			bytes += piece.length;
			if (bytes >= most) break;
		}
	} catch {
		// What came before the damage is what there is.
		if (bytes === 0) return null;
	}
	return Buffer.concat(pieces).subarray(0, most);
}
