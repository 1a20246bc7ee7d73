import { dirname, join } from 'node:path';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { DurableFile } from '../files/durable-file.ts';
import { temporaryName } from '../files/temporary-files.ts';
import { copyFile, open, rm, stat } from '../files/user-files.ts';
import { outputError } from '../records/record-writer.ts';

/**
 * Copies a file whole to a place of the person's, where it appears whole or not at all. `wrong`: what the source says of a
 * failure, null where that lies in the place. Absolute paths.
 */
export async function copyOut(
	source: string,
	path: string,
	noteFolder: (folder: string) => void,
	wrong: (error: unknown) => Promise<DataFlareError | null>,
): Promise<void> {
	if ((await stat(path).catch(() => null))?.isDirectory() === true) {
		throw new DataFlareError('invalid_input', `${path} is a folder; the output needs a file name.`, {
			details: because('output_is_folder', { path }),
			hint: 'Add a file name.',
		});
	}
	const folder = dirname(path);
	const temporary = join(folder, temporaryName());
	noteFolder(folder);
	try {
		await copyFile(source, temporary);
		await new DurableFile(await open(temporary, 'r+'), temporary, path).commit();
	} catch (error) {
		await rm(temporary, { force: true }).catch(() => undefined);
		throw (await wrong(error)) ?? outputError(path, error);
	}
}
