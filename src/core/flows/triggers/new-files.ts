import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RE2JS } from 're2js';
import { open, readdir, stat } from '../../files/user-files.ts';

/** So many names of one folder are looked at. */
export const MAX_NAMES = 100_000;
const CHUNK_BYTES = 1024 * 1024;

/** A file that lies in a watched folder. */
export interface FoundFile {
	readonly path: string;
	/** What changes when its content does, as far as the system tells. */
	readonly print: string;
	/** Unix ms. */
	readonly modifiedAt: number;
}

/** Plain files of a folder whose names fit, the one that changed last at the end. Rejects with the system's own error. */
export async function filesIn(folder: string, pattern: string): Promise<readonly FoundFile[]> {
	const fits = namePattern(pattern);
	const names = (await readdir(folder)).slice(0, MAX_NAMES).filter((name) => !name.startsWith('.') && fits(name));
	const found: FoundFile[] = [];
	for (const name of names) {
		const path = join(folder, name);
		const facts = await stat(path, { bigint: true }).catch(() => null);
		if (facts === null || !facts.isFile()) continue;
		const print = `${facts.ino}:${facts.size}:${facts.mtimeNs}`;
		found.push({ path, print, modifiedAt: Number(facts.mtimeMs) });
	}
	return found.sort((left, right) => left.modifiedAt - right.modifiedAt || (left.path < right.path ? -1 : 1));
}

/**
 * `*` and `?` stand for any letters and for one; everything else for itself. Linear in the name, however many stars there
 * are.
 */
export function namePattern(pattern: string): (name: string) => boolean {
	const parts = [...pattern].map((letter) => (letter === '*' ? '.*' : letter === '?' ? '.' : RE2JS.quote(letter)));
	const compiled = RE2JS.compile(parts.join(''), RE2JS.DOTALL);
	return (name) => compiled.matches(name);
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
