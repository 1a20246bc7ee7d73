import { archiveLimits } from './archive-limits.ts';
import { unlisted } from './refuse-archive.ts';

/** The list of hashes in a packed plugin, as `sha256sum --check` of GNU coreutils reads it. */
export const HASH_LIST = 'SHA256SUMS';
/** Who signed that list, beside it; the list does not name it. */
export const SIGNATURE = 'SHA256SUMS.sig';
/** A signature, bytes. */
export const MAX_SIGNATURE_BYTES = 4096;
/** The list, bytes. */
export const MAX_LIST_BYTES = archiveLimits.entries * (archiveLimits.nameBytes + 70);

const line = /^([0-9a-f]{64}) [ *](.+)$/;

/** SHA-256 by name, lower-case hex. Throws `plugin_load` for what is no such list. */
export function parseHashList(path: string, text: string): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
	for (const [index, each] of lines.entries()) {
		const [, hash, name] = line.exec(each) ?? [];
		if (hash === undefined || name === undefined) {
			throw unlisted(path, `line ${index + 1} of ${HASH_LIST} is not a SHA-256, two blanks and a name`);
		}
		if (found.has(name)) throw unlisted(path, `${HASH_LIST} lists ${JSON.stringify(name.slice(0, 120))} twice`);
		found.set(name, hash);
	}
	return found;
}

/** Sorted, so that the same files make the same list wherever they are packed. */
export function formatHashList(hashes: ReadonlyMap<string, string>): string {
	const names = [...hashes.keys()].sort();
	return names.map((name) => `${hashes.get(name)}  ${name}\n`).join('');
}
