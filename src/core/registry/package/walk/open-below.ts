import type { FileHandle } from 'node:fs/promises';
import type { HeldFolder } from './held-folder.ts';

/** A plain file by its way below a held folder; no link on it is followed. Rejects like `open`. */
export async function openBelow(
	held: HeldFolder,
	[name = '', ...rest]: readonly string[],
): Promise<FileHandle | 'special'> {
	if (rest.length === 0) return held.openFile(name);
	const below = await held.folder(name);
	if (below === null) return 'special';
	try {
		return await openBelow(below, rest);
	} finally {
		await below.close();
	}
}
