import { app } from 'electron';
import { attentionOf } from './attention/attention.ts';
import { compose, resourcesFolder } from './compose.ts';
import { chooseDataDir } from './data-dir.ts';
import { guardQuit } from './quit.ts';
import { sandboxPages } from './sandboxes/sandbox-pages.ts';
import { sayStillOpening, sayWhyNot } from './start-trouble.ts';
import { hearTrouble } from './trouble.ts';
import { type PageSource, registerAppScheme, serveApp } from './window/app-protocol.ts';
import { buildChannels } from './window/builds.ts';
import { serveWindows } from './window/ipc.ts';
import { setMenu } from './window/menu.ts';
import { OpenedPackages } from './window/opened-packages.ts';
import { textOf } from './window/text.ts';
import { hardenPages } from './window/window.ts';
import { Windows } from './window/windows.ts';

/** The name that Windows knows the program's shortcut by; without it notifications belong to nobody. */
const APP_USER_MODEL_ID = 'org.dataflare.plugin-manager';

export interface ShellOptions {
	/** What answers for the page's files. */
	readonly page: PageSource;
	/** What the page may reach besides its own files, as beginnings of addresses. */
	readonly mayReach?: readonly string[];
}

/** Runs the program; what keeps it from starting is shown, and ends it. */
export function runShell(options: ShellOptions): void {
	start(options).catch(sayWhyNot);
}

/** Single instance → ready → engine → window → on quit, the engine ends within its budget. */
async function start({ page, mayReach }: ShellOptions): Promise<void> {
	hearTrouble();
	const windows = new Windows();
	const packages = new OpenedPackages(windows);
	// macOS tells so of a file that the program was started for, before it is ready.
	app.on('open-file', (event, path) => {
		event.preventDefault();
		packages.add([path]);
		windows.show();
	});
	registerAppScheme();
	sandboxPages();
	app.setAppUserModelId(APP_USER_MODEL_ID);
	const dataDir = chooseDataDir();
	if (!app.requestSingleInstanceLock()) {
		app.quit();
		return;
	}
	packages.addAmong(process.argv.slice(1), process.cwd());
	// One that comes before there is a window wants what is under way already.
	app.on('second-instance', (_event, words, workingDirectory) => {
		packages.addAmong(words.slice(1), workingDirectory);
		windows.show();
	});
	// On macOS the program's icon in the dock is what brings a hidden window back.
	app.on('activate', () => windows.show());
	await app.whenReady();
	const opened = sayStillOpening();
	try {
		serveApp(page);
		hardenPages(mayReach);
		const core = await compose(dataDir);
		const text = await textOf(core);
		const attention = attentionOf(core, windows, resourcesFolder());
		serveWindows(core, windows, text, { ...attention.channels, ...packages.channels, ...buildChannels(core, text) });
		guardQuit(core, windows, text, attention.hideInstead);
		windows.open();
		setMenu(windows, text);
	} finally {
		opened();
	}
}
