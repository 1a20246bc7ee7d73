import { basename, join, resolve } from 'node:path';
import type { IndexAnswer } from '../../shared/api/catalogue-routes.ts';
import { MAX_INDEX_BYTES } from '../../shared/api/package-index.ts';
import { indexFolder } from './folder-index.ts';
import { formatIndex } from './index-file.ts';
import { invalidIndex } from './refuse-source.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes the index of the packages in a folder, whole or not at all, in the place of what is there. `to`: the file;
 * absent: `index.json` in that folder. The packages are named as if it lay beside them.
 */
export async function writeIndex(folder: string, to: string | undefined): Promise<IndexAnswer> {
	const place = resolve(folder);
	const path = to === undefined ? join(place, 'index.json') : resolve(to);
	const { index, skipped } = await indexFolder(place);
	const bytes = formatIndex(index);
	if (bytes.length > MAX_INDEX_BYTES) {
		throw invalidIndex(
			basename(path),
			`it would have more than ${MAX_INDEX_BYTES.toLocaleString('en')} bytes`,
			'Split the folder in two.',
		);
	}
	await writeWhole(path, bytes);
	const versions = index.plugins.reduce((sum, each) => sum + each.versions.length, 0);
	return { path, plugins: index.plugins.length, versions, skipped };
}
