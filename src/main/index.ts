import { join } from 'node:path';
import { app, dialog } from 'electron';
import { toDataFlareError } from '../shared/errors.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { compose } from './compose.ts';
import { serveWindow } from './ipc.ts';
import { createWindow } from './window.ts';

/** Single instance → ready → engine → window → on quit, the engine ends within its budget. */
async function main(): Promise<void> {
	registerAppScheme();
	if (!app.requestSingleInstanceLock()) {
		app.quit();
		return;
	}
	await app.whenReady();
	serveApp(join(import.meta.dirname, '../renderer'));
	const core = await compose();
	const window = createWindow();
	serveWindow(core, window);
	app.on('second-instance', () => {
		if (window.isMinimized()) window.restore();
		window.focus();
	});
	app.on('window-all-closed', () => app.quit());
	let ended = false;
	app.on('before-quit', (event) => {
		if (ended) return;
		event.preventDefault();
		void core.close().finally(() => {
			ended = true;
			app.quit();
		});
	});
}

main().catch((thrown: unknown) => {
	const { message, hint } = toDataFlareError(thrown);
	dialog.showErrorBox('DataFlare cannot start', hint === undefined ? message : `${message}\n\n${hint}`);
	app.exit(1);
});
