import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { app } from './app.ts';
import { commands, report } from './control.ts';

interface Line {
	readonly label?: string;
	readonly type?: string;
	readonly enabled?: boolean;
	readonly submenu?: readonly Line[];
	readonly click?: () => void;
}

/** The icon in the tray as on Linux, which is the least that any system gives: no clicks on it, and no icon without a menu. */
export class Tray extends EventEmitter {
	#menu: readonly Line[] = [];
	#tooltip = '';
	#isDestroyed = false;
	readonly #onCommand = (command: { readonly do: string; readonly line?: string }): void => {
		if (command.do !== 'click-tray') return;
		const [first = '', second] = (command.line ?? '').split('/');
		const line = this.#menu.find(({ label }) => label === first);
		const chosen = second === undefined ? line : line?.submenu?.find(({ label }) => label === second);
		if (chosen?.enabled !== false) chosen?.click?.();
	};

	constructor(image: string) {
		super();
		app.insistOnReady(true, 'Tray');
		if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`);
		commands.on('command', this.#onCommand);
	}

	setToolTip(text: string): void {
		this.#insist();
		this.#tooltip = text;
	}

	setContextMenu(menu: readonly Line[]): void {
		this.#insist();
		this.#menu = menu;
		const lines = menu.map(({ label, type, submenu }) =>
			[type === 'separator' ? '-' : (label ?? ''), ...(submenu ?? []).map((line) => line.label ?? '')].join('/'),
		);
		report({ saw: 'tray', lines, tooltip: this.#tooltip });
	}

	destroy(): void {
		this.#isDestroyed = true;
		commands.off('command', this.#onCommand);
		report({ saw: 'tray', lines: null, tooltip: '' });
	}

	#insist(): void {
		if (this.#isDestroyed) throw new TypeError('Tray is destroyed');
	}
}
