/**
 * Stands in for the module `electron` in the main process: the documented interface, as far as the shell uses it, over
 * real child processes and a page of a real Chromium, and no kinder than Electron where that is known. The test drives
 * it through `control.ts`.
 */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { commands, report } from './control.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu } from './menu.ts';
export { nativeImage } from './native-image.ts';
export { protocol, session } from './session.ts';
export { Tray } from './tray.ts';
export { utilityProcess } from './utility-process.ts';

export const powerMonitor = new EventEmitter();

commands.on('command', (command) => {
	if (command.do === 'quit') app.quit();
	if (command.do === 'second-instance') {
		const { words = ['.'], workingDirectory = process.cwd() } = command;
		// Chromium puts switches of its own among them.
		const all = ['electron', '--original-process-start-time=1', ...words];
		app.emit('second-instance', {}, all, workingDirectory, null);
	}
	if (command.do === 'open-file') app.openFile(command.path);
	if (command.do === 'power-off') powerMonitor.emit('shutdown', {});
	if (command.do === 'throw') {
		setImmediate(() => {
			throw new Error(command.message);
		});
	}
});

export const shell = {
	showItemInFolder: (path: string): void => report({ saw: 'revealed', path }),
	async openPath(path: string): Promise<string> {
		report({ saw: 'opened', path });
		return '';
	},
};

export const screen = {
	getDisplayMatching: () => {
		app.insistOnReady(true, 'screen');
		return { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
	},
};

export class Notification extends EventEmitter {
	static readonly isSupported = (): boolean => true;
	readonly #options: { readonly title: string; readonly body: string };

	constructor(options: { readonly title: string; readonly body: string }) {
		super();
		app.insistOnReady(true, 'Notification');
		this.#options = options;
	}

	show(): void {
		report({ saw: 'notification', ...this.#options });
		commands.on('command', (command) => {
			if (command.do === 'click-notification') this.emit('click');
		});
	}
}
