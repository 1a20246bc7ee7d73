import { join } from 'node:path';
import { app, dialog } from 'electron';
import { toDataFlareError } from '../shared/errors.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { compose } from './compose.ts';
import { chooseDataDir } from './data-dir.ts';
import { serveWindow } from './ipc.ts';
import { setMenu } from './menu.ts';
import { notifyOfRuns } from './notifications.ts';
import { guardQuit } from './quit.ts';
import { textOf } from './text.ts';
import { createWindow, hardenPages, showWindow } from './window.ts';

/** Single instance → ready → engine → window → on quit, the engine ends within its budget. */
async function main(): Promise<void> {
	registerAppScheme();
	app.enableSandbox();
	const dataDir = chooseDataDir();
	if (!app.requestSingleInstanceLock()) {
		app.quit();
		return;
	}
	await app.whenReady();
	serveApp(join(import.meta.dirname, '../renderer'));
	hardenPages();
	const core = await compose(dataDir);
	const text = await textOf(core);
	const window = createWindow();
	serveWindow(core, window, text);
	setMenu(window, text);
	notifyOfRuns(core, window, text);
	guardQuit(core, window, text);
	app.on('second-instance', () => showWindow(window));
}

main().catch((thrown: unknown) => {
	const { message, hint } = toDataFlareError(thrown);
	dialog.showErrorBox('DataFlare', hint === undefined ? message : `${message}\n\n${hint}`);
	app.exit(1);
});
