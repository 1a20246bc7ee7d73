import { join } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { makeFolders } from '../files/make-folders.ts';
import { narrowFolder, PRIVATE_FOLDER } from '../files/private-files.ts';

/** Where a plugin keeps its data, apart from its code. Created on first use. */
export function dataFolderOf(dataDir: string, plugin: string): string {
	const folder = join(dataDir, 'plugin-data', plugin);
	try {
		makeFolders(folder, PRIVATE_FOLDER);
		narrowFolder(folder);
	} catch (error) {
		throw new DataFlareError('storage', `The data folder of ${plugin} could not be created (${codeOf(error)}).`, {
			details: because('data_folder_unusable', {
				path: folder,
				system: String(codeOf(error)),
			}),
			hint: 'Check the disk and the data folder’s permissions.',
			cause: error,
		});
	}
	return folder;
}
