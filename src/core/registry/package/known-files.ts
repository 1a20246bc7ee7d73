import { dirname, join } from 'node:path';
import { temporaryName } from '../../files/temporary-files.ts';
import { readFileSync, renameSync, rmSync, stat, writeFileSync } from '../../files/user-files.ts';

/** More unusable files than this are no folder of plugins; the oldest are read again. */
const MAX_FILES = 1_000;

/** One line of what is remembered: where a file is, what tells it from what was there before, and what it held. */
type Known = readonly [path: string, identity: string, sha256: string];

/**
 * Which files were looked at and cannot be used, so that the next start need not read them: a large file that is no plugin
 * would be read and hashed each time. Nothing that can be used is taken for granted: it is always read.
 */
export class KnownFiles {
	readonly #file: string;
	#known: Map<string, Known> | null = null;

	/** `file`: absolute path of where it is remembered. */
	constructor(file: string) {
		this.#file = file;
	}

	/** SHA-256 of what a file holds that is as it was when it was looked at; null: it has to be read. */
	hashOf(path: string, identity: string | null): string | null {
		const known = this.#load().get(path);
		return known !== undefined && known[1] === identity ? known[2] : null;
	}

	remember(path: string, identity: string, sha256: string): void {
		const known = this.#load();
		known.delete(path);
		known.set(path, [path, identity, sha256]);
		for (const oldest of known.keys()) {
			if (known.size <= MAX_FILES) break;
			known.delete(oldest);
		}
		this.#store(known);
	}

	#load(): Map<string, Known> {
		if (this.#known !== null) return this.#known;
		let lines: unknown = null;
		try {
			lines = JSON.parse(readFileSync(this.#file, 'utf8'));
		} catch {
			// There is none yet, or it is damaged: files are read again.
		}
		const known = Array.isArray(lines) ? lines.filter(isKnown).slice(-MAX_FILES) : [];
		this.#known = new Map(known.map((line) => [line[0], line]));
		return this.#known;
	}

	#store(known: ReadonlyMap<string, Known>): void {
		const temporary = join(dirname(this.#file), temporaryName());
		try {
			writeFileSync(temporary, JSON.stringify([...known.values()]), { mode: 0o600 });
			renameSync(temporary, this.#file);
		} catch {
			// What cannot be remembered is read again.
			rmSync(temporary, { force: true });
		}
	}
}

function isKnown(line: unknown): line is Known {
	return Array.isArray(line) && line.length === 3 && line.every((part) => typeof part === 'string');
}

/** What tells a file from another one, and from itself before it was written to; null: it cannot be told. */
export async function identityOf(path: string): Promise<string | null> {
	const found = await stat(path, { bigint: true }).catch(() => null);
	if (found === null) return null;
	return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':');
}
