import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const kept = resolve(import.meta.dirname, '../../../node_modules/.cache/dataflare-compiled');

/**
 * What a compiler makes of all that decides about it: the compiler's own version, its options and every source. The
 * same is compiled once on a machine and kept by its hash; whatever changes is compiled anew.
 */
export async function compiledOnce(
	decides: readonly (string | Uint8Array)[],
	compile: () => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
	const hash = createHash('sha256');
	for (const part of decides) hash.update(`${part.length}\n`).update(part);
	const path = join(kept, hash.digest('hex'));
	try {
		return readFileSync(path);
	} catch {
		const bytes = await compile();
		mkdirSync(kept, { recursive: true });
		// Whole or not at all: other test files may look for the same.
		const mine = `${path}.${process.pid}`;
		writeFileSync(mine, bytes);
		renameSync(mine, path);
		return bytes;
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
