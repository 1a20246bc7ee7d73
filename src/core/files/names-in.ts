import { opendir } from './user-files.ts';

/** Read at once. */
const BUFFERED = 256;

/**
 * The first names in a folder, as many as `most`, since whoever fills it decides how many there are. `isAll`: there are no
 * others. Rejects with the system's own error.
 */
export async function namesIn(
	folder: string,
	most: number,
): Promise<{ readonly names: readonly string[]; readonly isAll: boolean }> {
	const names: string[] = [];
	for await (const { name } of await opendir(folder, { bufferSize: BUFFERED })) {
		if (names.length === most) return { names, isAll: false };
		names.push(name);
	}
	return { names, isAll: true };
}
