import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { namesIn } from '../../files/names-in.ts';
import { constants, lstat, open } from '../../files/user-files.ts';
import { fitsPattern } from './name-pattern.ts';

/** So many names of one folder are looked at; a folder of more is told of. */
export const MAX_NAMES = 100_000;
/** So many names are looked at in one go. */
const NAMES_AT_ONCE = 1000;
const CHUNK_BYTES = 1024 * 1024;
/** What stands in a name for bytes that are no text. */
const NO_TEXT = '\u{fffd}';
/** Between the look and the opening, a link or a pipe may have come into a file's place. */
const CAREFUL = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** The system has it so that `A.CSV` is `a.csv`. */
const namesFold = process.platform === 'darwin' || process.platform === 'win32';
/** Names that browsers, editors and copying programs give to what is not whole yet. */
const unfinished = /\.(?:part|partial|filepart|crdownload|download|opdownload|tmp|temp|swp)$|~$|^~\$/i;

/** A file that lies in a watched folder. */
export interface FoundFile {
	readonly path: string;
	/** What changes when its content does, as far as the system tells. */
	readonly print: string;
	/** Unix ms. */
	readonly modifiedAt: number;
}

export interface FolderContent {
	/** The one that changed last at the end. */
	readonly files: readonly FoundFile[];
	/** What cannot be opened, since its name is no text: as far as it is. */
	readonly nameless: readonly string[];
}

/**
 * Plain files of a folder that have something in them and whose names fit; links lead elsewhere, and are left, as are names
 * of what is not whole yet, unless the pattern ends like them. Rejects with the system's own error, and with `EFBIG` where
 * there are too many names. In pieces.
 */
export async function filesIn(folder: string, pattern: string): Promise<FolderContent> {
	const { names, isAll } = await namesIn(folder, MAX_NAMES);
	if (!isAll) throw Object.assign(new Error(`more than ${MAX_NAMES} names`), { code: 'EFBIG' });
	const found: FoundFile[] = [];
	const nameless: string[] = [];
	for (const [index, name] of names.entries()) {
		if (index % NAMES_AT_ONCE === NAMES_AT_ONCE - 1) await turn();
		if (!isWanted(name, pattern)) continue;
		const path = join(folder, name);
		const facts = await lstat(path, { bigint: true }).catch((error: unknown) => codeOf(error) ?? null);
		if (facts === 'ENOENT' && name.includes(NO_TEXT)) nameless.push(name);
		if (facts === null || typeof facts === 'string' || !isReadable(facts)) continue;
		found.push({ path, print: printOf(facts), modifiedAt: Number(facts.mtimeMs) });
	}
	found.sort((left, right) => left.modifiedAt - right.modifiedAt || (left.path < right.path ? -1 : 1));
	return { files: found, nameless };
}

function isWanted(name: string, pattern: string): boolean {
	if (name.startsWith('.') || (unfinished.test(name) && !unfinished.test(pattern))) return false;
	return namesFold ? fitsPattern(pattern.toLowerCase(), name.toLowerCase()) : fitsPattern(pattern, name);
}

interface Facts {
	readonly ino: bigint;
	readonly size: bigint;
	readonly mtimeNs: bigint;
	isFile(): boolean;
}

/** What is empty has nothing to be read yet. */
function isReadable(facts: Facts): boolean {
	return facts.isFile() && facts.size > 0n;
}

/** What a file looks like now; null: it is not there, or nothing that is read. */
export async function printNow(path: string): Promise<string | null> {
	const facts = await lstat(path, { bigint: true }).catch(() => null);
	return facts !== null && isReadable(facts) ? printOf(facts) : null;
}

function printOf({ ino, size, mtimeNs }: Facts): string {
	return `${ino}:${size}:${mtimeNs}`;
}

/** SHA-256 of a file's content, hex, read in pieces. Rejects with the system's own error, and with the signal's reason. */
export async function contentHash(path: string, signal: AbortSignal): Promise<string> {
	const file = await open(path, CAREFUL);
	try {
		const hash = createHash('sha256');
		const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
		for (;;) {
			signal.throwIfAborted();
			const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
			if (bytesRead === 0) return hash.digest('hex');
			hash.update(buffer.subarray(0, bytesRead));
		}
	} finally {
		await file.close();
	}
}
