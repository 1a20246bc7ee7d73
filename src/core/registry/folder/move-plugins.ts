import { isAbsolute, join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { cp, mkdir, readdir, rename, rm } from '../../files/user-files.ts';
import { STAGING_PREFIX } from '../install/install-files.ts';
import { contains } from '../package/contains.ts';
import { TRASH } from '../trash/trash-places.ts';

/** Makes the folder, and refuses one that cannot be the plugins folder. Rejects with `invalid_input` or `storage`. */
export async function requireUsableFolder(path: string, dataDir: string): Promise<void> {
	if (!isAbsolute(path)) {
		throw new DataFlareError('invalid_input', `${path} is not an absolute path.`, {
			details: because('path_not_absolute', { path }),
			hint: 'Enter the full path.',
		});
	}
	for (const own of ['versions', 'plugin-data', 'work-folders']) {
		if (contains(join(dataDir, own), path)) {
			throw new DataFlareError('invalid_input', `${path} is where the program keeps its own data.`, {
				details: because('folder_is_ours', { path }),
				hint: 'Choose another folder.',
			});
		}
	}
	try {
		// Not its parents: a path that is mistyped early would quietly become a tree of folders.
		await mkdir(path, PRIVATE_FOLDER).catch((error: unknown) => {
			if (codeOf(error) !== 'EEXIST') throw error;
		});
		await readdir(path);
	} catch (error) {
		throw new DataFlareError('storage', `${path} cannot be used as the plugins folder (${codeOf(error)}).`, {
			details: because('plugins_folder_unusable', { path, system: String(codeOf(error)) }),
			hint: 'Choose another folder, or fix its permissions.',
			cause: error,
		});
	}
}

/**
 * Moves every entry of one plugins folder into another: all of them or, on any failure, none. Rejects with `conflict`
 * before anything is moved where both hold an entry of one name.
 */
export async function moveEntries(from: string, to: string): Promise<void> {
	if (contains(from, to) || contains(to, from)) {
		throw new DataFlareError('invalid_input', `${to} and ${from} overlap: one is inside the other.`, {
			details: because('folders_overlap', { path: to }),
			hint: 'Choose a folder outside the current one.',
		});
	}
	const entries = (await readdir(from).catch(() => [])).filter(
		(name) => !name.startsWith(STAGING_PREFIX) && name !== TRASH,
	);
	const taken = new Set((await readdir(to)).map((name) => name.toLowerCase()));
	const twice = entries.find((name) => taken.has(name.toLowerCase()));
	if (twice !== undefined) {
		throw new DataFlareError('conflict', `${to} already contains "${twice}".`, {
			hint: 'Choose an empty folder, or use this one without moving the plugins.',
			details: { ...because('folder_holds_plugin', { path: to, name: twice }), name: twice },
		});
	}
	const moved: string[] = [];
	try {
		for (const name of entries) {
			await moveOne(join(from, name), join(to, name));
			moved.push(name);
		}
	} catch (error) {
		for (const name of moved) await moveOne(join(to, name), join(from, name)).catch(() => undefined);
		throw new DataFlareError(
			'storage',
			`The plugins could not be moved to ${to} (${codeOf(error)}); they are still where they were.`,
			{
				details: because('move_failed', { path: to, system: String(codeOf(error)) }),
				hint: 'Free some space, or fix the permissions.',
				cause: error,
			},
		);
	}
}

/** A rename; across file systems a whole copy, then the removal of the original. */
async function moveOne(from: string, to: string): Promise<void> {
	try {
		await rename(from, to);
	} catch (error) {
		if (codeOf(error) !== 'EXDEV') throw error;
		try {
			await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
		} catch (copyError) {
			await rm(to, { recursive: true, force: true });
			throw copyError;
		}
		await rm(from, { recursive: true, force: true });
	}
}
