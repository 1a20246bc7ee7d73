import { join } from 'node:path';
import { opendir } from '../../../files/user-files.ts';
import { isMomentary } from '../momentary.ts';

/** More than this is no plugin's folder: what is beyond is not looked at. */
const MAX_ENTRIES = 5_000;
const MAX_DEPTH = 8;

/**
 * Names of the files below a folder, relative to it. Links below it are named and not followed, and a folder that turns
 * out to be half a disk is not walked to its end. Rejects where the system has no file descriptor left.
 */
export async function listBelow(folder: string): Promise<readonly string[]> {
	const found: string[] = [];
	const waiting = [{ below: '', depth: 0 }];
	let seen = 0;
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		const { below, depth } = next;
		const entries = await opendir(join(folder, below)).catch((error: unknown) => {
			// Nothing is known of the files then, and taking them for gone would undo the plugin.
			if (isMomentary(error)) throw error;
			return null;
		});
		if (entries === null) continue;
		// Leaving the loop closes the folder.
		for await (const entry of entries) {
			if (++seen > MAX_ENTRIES) return found;
			const name = below === '' ? entry.name : join(below, entry.name);
			if (!entry.isDirectory()) found.push(name);
			else if (depth < MAX_DEPTH) waiting.push({ below: name, depth: depth + 1 });
		}
	}
	return found;
}
