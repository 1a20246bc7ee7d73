/**
 * Stands in for the module `electron` in the main process: the documented interface, as far as the shell uses it, over
 * real child processes and a page of a real Chromium. The test drives it through `control.ts`.
 */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { answerOf, commands, report } from './control.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';

commands.on('command', (command) => {
	if (command.do === 'quit') app.quit();
	if (command.do === 'second-instance') app.emit('second-instance');
});

async function ask(name: string, options: unknown, cancelled: unknown): Promise<unknown> {
	report({ saw: 'dialog', name, options });
	return answerOf(name, cancelled);
}

export const dialog = {
	showOpenDialog: (_window: unknown, options: unknown) =>
		ask('showOpenDialog', options, { canceled: true, filePaths: [] }),
	showSaveDialog: (_window: unknown, options: unknown) =>
		ask('showSaveDialog', options, { canceled: true, filePath: '' }),
	showMessageBox: (_window: unknown, options: { readonly cancelId: number }) =>
		ask('showMessageBox', options, { response: options.cancelId }),
	showErrorBox: (title: string, content: string): void => {
		process.stderr.write(`${title}: ${content}\n`);
	},
};

export const shell = {
	showItemInFolder: (path: string): void => report({ saw: 'revealed', path }),
};

export const screen = {
	getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
};

export class Notification extends EventEmitter {
	static readonly isSupported = (): boolean => true;
	readonly #options: { readonly title: string; readonly body: string };

	constructor(options: { readonly title: string; readonly body: string }) {
		super();
		this.#options = options;
	}

	show(): void {
		report({ saw: 'notification', ...this.#options });
		commands.on('command', (command) => {
			if (command.do === 'click-notification') this.emit('click');
		});
	}
}

interface MenuItem {
	readonly label?: string;
	readonly role?: string;
	readonly submenu?: readonly MenuItem[];
	readonly click?: () => void;
}

export const Menu = {
	buildFromTemplate: (template: readonly MenuItem[]): readonly MenuItem[] => template,
	setApplicationMenu(template: readonly MenuItem[]): void {
		const items = template.flatMap((item) => [item, ...(item.submenu ?? [])]);
		report({ saw: 'menu', labels: items.map(({ label, role }) => label ?? role ?? '') });
		commands.on('command', (command) => {
			if (command.do === 'click-menu') items.find(({ label }) => label === command.label)?.click?.();
		});
	},
};
