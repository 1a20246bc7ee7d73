import type { FileHandle } from 'node:fs/promises';
import { constants, open } from './user-files.ts';

/** Never waits for a pipe's other end; absent on Windows, which has none in its folders. */
const NONBLOCK = constants.O_NONBLOCK ?? 0;

/** What a bounded read met instead of a file of a fitting size. */
export type Unfit = { readonly kind: 'special' } | { readonly kind: 'large'; readonly size: number };

/**
 * Reads a plain file of at most `maxBytes`. Whatever else a name stands for is not read: a pipe would hold one of the
 * few threads that all files are read with, a device has no end, and a file may grow while it is read. Rejects like
 * `open` where it cannot be opened.
 */
export async function readPlainFile(file: string, maxBytes: number): Promise<Buffer | Unfit> {
	const handle = await open(file, constants.O_RDONLY | NONBLOCK);
	try {
		return await readWhole(handle, maxBytes);
	} finally {
		await handle.close();
	}
}

/** The same, of a file that is open. */
export async function readWhole(handle: FileHandle, maxBytes: number): Promise<Buffer | Unfit> {
	const facts = await handle.stat();
	if (!facts.isFile()) return { kind: 'special' };
	if (facts.size > maxBytes) return { kind: 'large', size: facts.size };
	const bytes = await readUpTo(handle, facts.size, maxBytes + 1);
	return bytes.length > maxBytes ? { kind: 'large', size: bytes.length } : bytes;
}

/** To the end of the file or to `most` bytes, whichever comes first. */
async function readUpTo(handle: FileHandle, expected: number, most: number): Promise<Buffer> {
	let buffer = Buffer.alloc(Math.min(expected + 1, most));
	let filled = 0;
	for (;;) {
		const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
		filled += bytesRead;
		if (bytesRead === 0 || filled === most) return buffer.subarray(0, filled);
		if (filled < buffer.length) continue;
		const grown = Buffer.alloc(Math.min(2 * buffer.length, most));
		buffer.copy(grown);
		buffer = grown;
	}
}
