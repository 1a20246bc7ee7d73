import type { BrowserWindow } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import { createWindow, showWindow } from './window.ts';

/** More windows than anybody looks at: a page that opens one after the other gets no further. */
const MOST_WINDOWS = 12;
/** How far a further window stands from the one in front, px. */
const STEP = 24;

/** A place of the page's own, e.g. `#/runs/8c41aa0912ff`; nothing else is ever opened. */
const OWN_PLACE = new RegExp(`^${APP_ORIGIN}/(?:index\\.html)?(#/[^\\s]*)?$`);

/** The program's windows: each as sandboxed as the first, each with the whole page. */
export class Windows {
	readonly #open = new Set<BrowserWindow>();
	readonly #opened: ((window: BrowserWindow) => void)[] = [];
	#front: BrowserWindow | null = null;

	/** Those that are open, the one in front last. */
	get all(): readonly BrowserWindow[] {
		const open = [...this.#open].filter((window) => !window.isDestroyed());
		return open.toSorted((one, other) => Number(one === this.#front) - Number(other === this.#front));
	}

	/** The one that the person looked at last; null: none is open. */
	get front(): BrowserWindow | null {
		return this.all.at(-1) ?? null;
	}

	get hasFocus(): boolean {
		return this.all.some((window) => window.isFocused());
	}

	/** Told of every window, the first among them, before its page is there. */
	onOpen(listener: (window: BrowserWindow) => void): void {
		this.#opened.push(listener);
		for (const window of this.all) listener(window);
	}

	/** Opens a window at a place of the page; null: there are as many as there may be. */
	open(hash = ''): BrowserWindow | null {
		if (this.all.length >= MOST_WINDOWS) return null;
		const window = createWindow({ hash, beside: this.#besideFront() });
		this.#open.add(window);
		this.#front = window;
		window.on('focus', () => {
			this.#front = window;
		});
		window.once('closed', () => {
			this.#open.delete(window);
			if (this.#front === window) this.#front = null;
		});
		// Electron itself opens nothing: what is the page's own is opened as a window of the program's.
		window.webContents.setWindowOpenHandler(({ url }) => {
			const place = OWN_PLACE.exec(url);
			if (place !== null) this.open(place[1] ?? '');
			return { action: 'deny' };
		});
		for (const listener of this.#opened) listener(window);
		return window;
	}

	/** Brings the front window before everything else. */
	show(): void {
		const { front } = this;
		if (front !== null) showWindow(front);
	}

	/** Tells every page. */
	send(channel: string, ...values: readonly unknown[]): void {
		for (const window of this.all) window.webContents.send(channel, ...values);
	}

	/** Tells the page of the front window. */
	sendToFront(channel: string, ...values: readonly unknown[]): void {
		this.front?.webContents.send(channel, ...values);
	}

	/** Whose page's top frame this is; null: no window's. */
	ownerOf(frame: BrowserWindow['webContents']['mainFrame']): BrowserWindow | null {
		return this.all.find((window) => window.webContents.mainFrame === frame) ?? null;
	}

	#besideFront(): { readonly x: number; readonly y: number } | null {
		const bounds = this.front?.getNormalBounds();
		return bounds === undefined ? null : { x: bounds.x + STEP, y: bounds.y + STEP };
	}
}
