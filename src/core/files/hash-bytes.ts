import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';

/** So much is hashed at once; a few milliseconds. bytes */
const PIECE_BYTES = 4 * 1024 * 1024;

/** SHA-256 as lower-case hex. Others have their turn between pieces, so that no size holds the program up. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
	const hash = createHash('sha256');
	for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
		if (at > 0) await others();
		hash.update(bytes.subarray(at, at + PIECE_BYTES));
	}
	return hash.digest('hex');
}
