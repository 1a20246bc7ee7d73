import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { compose } from './compose.ts';
import { chooseDataDir } from './data-dir.ts';
import { notifyOfRuns } from './notifications.ts';
import { guardQuit } from './quit.ts';
import { sandboxPages } from './sandboxes/sandbox-pages.ts';
import { sayStillOpening, sayWhyNot } from './start-trouble.ts';
import { hearTrouble } from './trouble.ts';
import { registerAppScheme, serveApp } from './window/app-protocol.ts';
import { serveWindow } from './window/ipc.ts';
import { setMenu } from './window/menu.ts';
import { textOf } from './window/text.ts';
import { createWindow, hardenPages, showWindow } from './window/window.ts';

/** The name that Windows knows the program's shortcut by; without it notifications belong to nobody. */
const APP_USER_MODEL_ID = 'org.dataflare.plugin-manager';

/** Single instance → ready → engine → window → on quit, the engine ends within its budget. */
async function main(): Promise<void> {
	hearTrouble();
	registerAppScheme();
	sandboxPages();
	app.setAppUserModelId(APP_USER_MODEL_ID);
	const dataDir = chooseDataDir();
	if (!app.requestSingleInstanceLock()) {
		app.quit();
		return;
	}
	let window: BrowserWindow | null = null;
	// One that comes before there is a window wants what is under way already.
	app.on('second-instance', () => {
		if (window !== null) showWindow(window);
	});
	await app.whenReady();
	const opened = sayStillOpening();
	try {
		serveApp(join(import.meta.dirname, '../renderer'));
		hardenPages();
		const core = await compose(dataDir);
		const text = await textOf(core);
		window = createWindow();
		serveWindow(core, window, text);
		setMenu(window, text);
		notifyOfRuns(core, window, text);
		guardQuit(core, window, text);
	} finally {
		opened();
	}
}

main().catch(sayWhyNot);
