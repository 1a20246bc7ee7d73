import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { namesIn } from '../../files/names-in.ts';
import { lstat, open } from '../../files/user-files.ts';
import { fitsPattern } from './name-pattern.ts';

/** So many names of one folder are looked at; a folder of more is told of. */
export const MAX_NAMES = 100_000;
/** So many names are looked at in one go. */
const NAMES_AT_ONCE = 1000;
const CHUNK_BYTES = 1024 * 1024;

/** A file that lies in a watched folder. */
export interface FoundFile {
	readonly path: string;
	/** What changes when its content does, as far as the system tells. */
	readonly print: string;
	/** Unix ms. */
	readonly modifiedAt: number;
}

/**
 * Plain files of a folder whose names fit, the one that changed last at the end; links lead elsewhere, and are left. Rejects
 * with the system's own error, and with `EFBIG` where there are too many names. In pieces.
 */
export async function filesIn(folder: string, pattern: string): Promise<readonly FoundFile[]> {
	const { names, isAll } = await namesIn(folder, MAX_NAMES);
	if (!isAll) throw Object.assign(new Error(`more than ${MAX_NAMES} names`), { code: 'EFBIG' });
	const found: FoundFile[] = [];
	for (const [index, name] of names.entries()) {
		if (index % NAMES_AT_ONCE === NAMES_AT_ONCE - 1) await turn();
		if (name.startsWith('.') || !fitsPattern(pattern, name)) continue;
		const path = join(folder, name);
		const facts = await lstat(path, { bigint: true }).catch(() => null);
		if (facts?.isFile() === true) found.push({ path, print: printOf(facts), modifiedAt: Number(facts.mtimeMs) });
	}
	return found.sort((left, right) => left.modifiedAt - right.modifiedAt || (left.path < right.path ? -1 : 1));
}

/** What a file looks like now; null: it is not there, or no plain file. */
export async function printNow(path: string): Promise<string | null> {
	const facts = await lstat(path, { bigint: true }).catch(() => null);
	return facts?.isFile() === true ? printOf(facts) : null;
}

function printOf(facts: { readonly ino: bigint; readonly size: bigint; readonly mtimeNs: bigint }): string {
	return `${facts.ino}:${facts.size}:${facts.mtimeNs}`;
}

/** SHA-256 of a file's content, hex, read in pieces. Null: it is not there any more, or cannot be read. */
export async function contentHash(path: string, signal: AbortSignal): Promise<string | null> {
	const file = await open(path, 'r').catch(() => null);
	if (file === null) return null;
	const hash = createHash('sha256');
	const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
	try {
		for (;;) {
			signal.throwIfAborted();
			const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
			if (bytesRead === 0) return hash.digest('hex');
			hash.update(buffer.subarray(0, bytesRead));
		}
	} catch (error) {
		if (signal.aborted) throw error;
		return null;
	} finally {
		await file.close();
	}
}
