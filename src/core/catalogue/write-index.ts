import { basename, join, resolve } from 'node:path';
import type { IndexAnswer } from '../../shared/api/catalogue-routes.ts';
import { MAX_INDEX_BYTES } from '../../shared/api/package-index.ts';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { DurableFile } from '../files/durable-file.ts';
import { indexFolder } from './folder-index.ts';
import { formatIndex } from './index-file.ts';
import { invalidIndex } from './refuse-source.ts';

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
	try {
		const file = await DurableFile.create(path);
		try {
			await file.write(bytes);
			await file.commit();
		} finally {
			await file.abandon();
		}
	} catch (error) {
		const system = String(codeOf(error));
		throw new DataFlareError('storage', `${path} cannot be written (${system}).`, {
			hint: 'Choose another place, or fix its permissions.',
			details: because('not_writable', { path, system }),
			cause: error,
		});
	}
	const versions = index.plugins.reduce((sum, each) => sum + each.versions.length, 0);
	return { path, plugins: index.plugins.length, versions, skipped };
}
