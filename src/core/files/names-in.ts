import { opendir } from './user-files.ts';

/** Read at once. */
const BUFFERED = 256;

/**
 * The names in a folder, counted as they are read, since whoever fills it decides how many there are. Null: more than
 * `most`. Rejects with the system's own error.
 */
export async function namesIn(folder: string, most: number): Promise<readonly string[] | null> {
	const names: string[] = [];
	for await (const { name } of await opendir(folder, { bufferSize: BUFFERED })) {
		if (names.length === most) return null;
		names.push(name);
	}
	return names;
}
