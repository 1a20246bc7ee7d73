import { join } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import type { Core } from '../../core/index.ts';
import type { TrayMenu } from '../../shared/face/activity.ts';
import { navigate } from '../window/ipc.ts';
import type { Windows } from '../window/windows.ts';
import { shortLine } from './plain-line.ts';

/** Of a line in a menu, characters. */
const LINE_CHARS = 80;

/** The icon in the system's tray, while the person wants it: what runs, what waits, and the way to both. */
export class TrayIcon {
	readonly #core: Core;
	readonly #windows: Windows;
	readonly #resources: string;
	#tray: Tray | null = null;
	#menu: TrayMenu | null = null;

	constructor(core: Core, windows: Windows, resources: string) {
		this.#core = core;
		this.#windows = windows;
		this.#resources = resources;
		windows.onOpen((window) =>
			window.once('closed', () => {
				if (windows.all.length === 0) this.show(null);
			}),
		);
	}

	/** What it says now; null: it is not there. */
	get menu(): TrayMenu | null {
		return this.#tray === null ? null : this.#menu;
	}

	show(menu: TrayMenu | null): void {
		this.#menu = menu;
		if (menu === null) {
			this.#tray?.destroy();
			this.#tray = null;
			return;
		}
		const tray = this.#tray ?? this.#make();
		this.#tray = tray;
		tray.setToolTip(shortLine(menu.tooltip, LINE_CHARS));
		// Anew for every change: on Linux one that is changed in place stays as it was.
		tray.setContextMenu(Menu.buildFromTemplate(this.#linesOf(menu)));
	}

	#make(): Tray {
		// macOS colours a template itself, after its menu bar; beside each lies one of twice the size.
		const tray = new Tray(
			join(this.#resources, 'tray', process.platform === 'darwin' ? 'iconTemplate.png' : 'icon.png'),
		);
		tray.on('click', () => this.#windows.show());
		return tray;
	}

	#linesOf(menu: TrayMenu): MenuItemConstructorOptions[] {
		const line = (label: string): string => shortLine(label, LINE_CHARS).replaceAll('&', '&&');
		const go = (hash: string) => (): void => {
			this.#windows.show();
			navigate(this.#windows, hash);
		};
		const separator: MenuItemConstructorOptions = { type: 'separator' };
		return [
			...menu.runs.map(({ id, label }) => ({
				label: line(label),
				submenu: [
					{ label: line(menu.showRun), click: go(`#/runs/${id}`) },
					{ label: line(menu.stopRun), click: () => void this.#core.request('runs.cancel', { id }) },
				],
			})),
			...(menu.rest === null ? [] : [{ label: line(menu.rest), enabled: false }]),
			separator,
			...menu.waiting.map(({ label, hash }) => ({ label: line(label), click: go(hash) })),
			...(menu.waiting.length === 0 ? [] : [separator]),
			{ label: line(menu.open), click: () => this.#windows.show() },
			{ label: line(menu.quit), click: () => app.quit() },
		];
	}
}
