import { join } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { holdPrivateFolder, narrowFile, narrowFolder } from './private-files.ts';
import { readdirSync } from './user-files.ts';

/** The file of the history, the grants and the settings. */
export const DATABASE = 'dataflare.db';

/** What the program keeps directly in its data folder, besides the history. */
const ownFolders = ['plugins', 'versions', 'plugin-data', 'work-folders'];

/**
 * Makes the data folder, and what the program keeps in it, the person's alone. Returns whether others could look into
 * it before. Throws `storage` where they could write to it, or it is not the person's.
 */
export function holdDataFolder(folder: string): boolean {
	try {
		const narrowed = holdPrivateFolder(folder);
		for (const name of ownFolders) narrowFolder(join(folder, name));
		// The history, what belongs to it, and what was set aside of it.
		for (const name of readdirSync(folder)) if (name.startsWith(DATABASE)) narrowFile(join(folder, name));
		return narrowed;
	} catch (error) {
		if (error instanceof DataFlareError) throw error;
		const system = String(codeOf(error));
		throw new DataFlareError('storage', `The data folder ${folder} could not be created (${system}).`, {
			details: because('data_folder_unusable', { path: folder, system }),
			hint: 'Choose another data folder, or fix its permissions.',
			cause: error,
		});
	}
}
