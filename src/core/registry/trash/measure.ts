import { join } from 'node:path';
import { lstat, opendir } from '../../files/user-files.ts';

/** A plugin may write any number of files: what these take is counted, and the others are not. */
const MAX_ENTRIES = 20_000;

/** What a file, or the files below a folder, take: of the first twenty thousand entries. bytes; 0: nothing is there. */
export async function bytesBelow(path: string): Promise<number> {
	let bytes = 0;
	let entries = 0;
	const waiting = [path];
	for (let at = waiting.pop(); at !== undefined && entries < MAX_ENTRIES; at = waiting.pop()) {
		entries += 1;
		const found = await lstat(at).catch(() => null);
		if (found === null) continue;
		if (!found.isDirectory()) {
			bytes += found.size;
			continue;
		}
		const folder = await opendir(at).catch(() => null);
		if (folder === null) continue;
		// Leaving the loop closes the folder.
		for await (const { name } of folder) {
			if (waiting.push(join(at, name)) >= MAX_ENTRIES) break;
		}
	}
	return bytes;
}
