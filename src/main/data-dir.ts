import { join, resolve } from 'node:path';
import { app } from 'electron';
import envPaths from 'env-paths';
import { makeFolders } from '../core/index.ts';

/** The command line's data folder, unless `--data-dir` names another; what Electron itself keeps goes there, too. */
export function chooseDataDir(): string {
	const named = app.commandLine.getSwitchValue('data-dir');
	if (named === '') return envPaths('dataflare', { suffix: '' }).data;
	const dataDir = resolve(named);
	const shellData = join(dataDir, 'electron');
	// Electron takes no folder that is not there.
	makeFolders(shellData, 0o700);
	app.setPath('userData', shellData);
	return dataDir;
}
