import { join, resolve } from 'node:path';
import { app } from 'electron';
import envPaths from 'env-paths';

/** The command line's data folder, unless `--data-dir` names another; what Electron itself keeps goes there, too. */
export function chooseDataDir(): string {
	const named = app.commandLine.getSwitchValue('data-dir');
	if (named === '') return envPaths('dataflare', { suffix: '' }).data;
	const dataDir = resolve(named);
	app.setPath('userData', join(dataDir, 'electron'));
	return dataDir;
}
