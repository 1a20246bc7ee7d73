import { join } from 'node:path';
import { app, BrowserWindow, dialog, session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import { systemText } from './text.ts';
import { loadWindowState, rememberWindow } from './window-state.ts';

/** A page that crashed is shown anew after this long, so that one that crashes at once does not spin. ms */
const RELOAD_MS = 1_000;
/** A window whose page says nothing is shown after this long all the same. ms */
const SHOW_MS = 5_000;
/** Chromium's code for a load that another one took the place of: no failure. */
const ABORTED = -3;

/** What the page's requests may begin with. */
const own = ['app:', 'blob:', 'data:', 'devtools:'] as const;

/** Chromium's permission to reach what this machine serves, which a page's own socket needs as well. */
const LOOPBACK = 'loopback-network';

/**
 * Applies to every page that ever comes to be, foreseen or not: it stays where it is and is given nothing, but what
 * `mayReach` names by the beginning of its address.
 */
export function hardenPages(mayReach: readonly string[] = []): void {
	const reached = [...own, ...mayReach];
	const pages = session.defaultSession;
	const isGiven = (permission: string): boolean => permission === LOOPBACK && mayReach.length > 0;
	pages.setPermissionRequestHandler((_contents, permission, decide) => decide(isGiven(permission)));
	pages.setPermissionCheckHandler((_contents, permission) => isGiven(permission));
	pages.setDevicePermissionHandler(() => false);
	// Its own switch in a window's preferences leaves the session's on, which would fetch dictionaries from the network.
	pages.setSpellCheckerEnabled(false);
	pages.on('will-download', (event) => event.preventDefault());
	pages.webRequest.onBeforeRequest(({ url }, decide) =>
		decide({ cancel: !reached.some((beginning) => url.startsWith(beginning)) }),
	);
	app.on('web-contents-created', (_event, contents) => {
		contents.setWindowOpenHandler(() => ({ action: 'deny' }));
		contents.on('will-navigate', (event) => event.preventDefault());
		contents.on('will-frame-navigate', (event) => event.preventDefault());
		contents.on('will-redirect', (event) => event.preventDefault());
		contents.on('will-attach-webview', (event) => event.preventDefault());
	});
}

/**
 * A window with the whole page: sandboxed, isolated, and where one was last time, or `beside` one that is there.
 * `hash` is a place of the page's own, e.g. `#/runs`.
 */
export function createWindow({
	hash,
	beside,
}: {
	readonly hash: string;
	readonly beside: { readonly x: number; readonly y: number } | null;
}): BrowserWindow {
	const { bounds, maximized } = loadWindowState();
	const window = new BrowserWindow({
		...bounds,
		...beside,
		minWidth: 720,
		minHeight: 480,
		show: false,
		webPreferences: {
			preload: join(import.meta.dirname, '../preload/index.cjs'),
			sandbox: true,
			contextIsolation: true,
			nodeIntegration: false,
			webviewTag: false,
			spellcheck: false,
			devTools: !app.isPackaged,
		},
	});
	rememberWindow(window);
	reveal(window, maximized && beside === null);
	window.webContents.on('render-process-gone', (_event, { reason }) => {
		if (reason === 'clean-exit') return;
		setTimeout(() => {
			if (!window.isDestroyed()) window.webContents.reload();
		}, RELOAD_MS);
	});
	// What did not load, `did-fail-load` tells.
	window.loadURL(`${APP_ORIGIN}/${hash}`).catch(() => undefined);
	return window;
}

/**
 * Shows the window once there is something to see; at the latest after a while. On Wayland, and without a graphics
 * card, a hidden window is never said to be ready.
 */
function reveal(window: BrowserWindow, maximized: boolean): void {
	let isShown = false;
	const show = (): void => {
		clearTimeout(late);
		if (isShown || window.isDestroyed()) return;
		isShown = true;
		if (maximized) window.maximize();
		window.show();
	};
	const late = setTimeout(show, SHOW_MS);
	window.once('ready-to-show', show);
	window.webContents.once('did-finish-load', show);
	window.webContents.on('did-fail-load', (_event, code, reason, url, isMainFrame) => {
		show();
		if (!isMainFrame || code === ABORTED || window.isDestroyed()) return;
		const { pageNotLoaded } = systemText();
		dialog
			.showMessageBox(window, { type: 'error', message: pageNotLoaded, detail: `${reason} (${code}) ${url}` })
			.catch(() => undefined);
	});
}

export function showWindow(window: BrowserWindow): void {
	if (window.isDestroyed()) return;
	if (window.isMinimized()) window.restore();
	window.show();
	window.focus();
}
