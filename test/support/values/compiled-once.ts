import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const kept = resolve(import.meta.dirname, '../../../node_modules/.cache/dataflare-compiled');

/**
 * What a compiler makes of all that decides about it: the compiler's own version, its options and every source. The
 * same is compiled once on a machine and kept by its hash; whatever changes is compiled anew. Whoever asks while another
 * test file compiles the same waits for that.
 */
export async function compiledOnce(
	decides: readonly (string | Uint8Array)[],
	compile: () => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
	const hash = createHash('sha256');
	for (const part of decides) hash.update(`${part.length}\n`).update(part);
	const path = join(kept, hash.digest('hex'));
	const lock = `${path}.compiling`;
	mkdirSync(kept, { recursive: true });
	for (;;) {
		if (existsSync(path)) return readFileSync(path);
		if (isTaken(lock)) break;
		await pause(20);
	}
	try {
		// Whoever had it before may have just ended well.
		if (existsSync(path)) return readFileSync(path);
		const bytes = await compile();
		// Whole or not at all: other test files may look for the same.
		const mine = `${path}.${process.pid}`;
		writeFileSync(mine, bytes);
		renameSync(mine, path);
		return bytes;
	} finally {
		rmSync(lock, { force: true });
	}
}

/** Takes a lock, unless a process that is still there has it. */
function isTaken(lock: string): boolean {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		if (!isThere(ownerOf(lock))) rmSync(lock, { force: true });
		return false;
	}
}

/** 0: it is being written, or gone by now. */
function ownerOf(lock: string): number {
	try {
		return Number(readFileSync(lock, 'utf8'));
	} catch {
		return 0;
	}
}

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** The names and contents of all files below a folder, as something that decides. */
export function everythingBelow(folder: string): readonly (string | Uint8Array)[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.toSorted()
		.flatMap((path) => [path.slice(folder.length), readFileSync(path)]);
}
