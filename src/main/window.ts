import { join } from 'node:path';
import { app, BrowserWindow, session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import { loadWindowState, rememberWindow } from './window-state.ts';

/** A page that crashed is shown anew after this long, so that one that crashes at once does not spin. ms */
const RELOAD_MS = 1_000;

/** Applies to every page that ever comes to be, foreseen or not: it stays where it is and is given nothing. */
export function hardenPages(): void {
	const pages = session.defaultSession;
	pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
	pages.setPermissionCheckHandler(() => false);
	pages.setDevicePermissionHandler(() => false);
	pages.on('will-download', (event) => event.preventDefault());
	pages.webRequest.onBeforeRequest(({ url }, decide) =>
		decide({ cancel: !['app:', 'blob:', 'data:', 'devtools:'].some((scheme) => url.startsWith(scheme)) }),
	);
	app.on('web-contents-created', (_event, contents) => {
		contents.setWindowOpenHandler(() => ({ action: 'deny' }));
		contents.on('will-navigate', (event) => event.preventDefault());
		contents.on('will-frame-navigate', (event) => event.preventDefault());
		contents.on('will-redirect', (event) => event.preventDefault());
		contents.on('will-attach-webview', (event) => event.preventDefault());
	});
}

/** The one window: sandboxed, isolated, and where it was last time. */
export function createWindow(): BrowserWindow {
	const { bounds, maximized } = loadWindowState();
	const window = new BrowserWindow({
		...bounds,
		minWidth: 720,
		minHeight: 480,
		show: false,
		webPreferences: {
			preload: join(import.meta.dirname, '../preload/index.cjs'),
			sandbox: true,
			contextIsolation: true,
			nodeIntegration: false,
			webviewTag: false,
			// It would fetch dictionaries from the network.
			spellcheck: false,
			devTools: !app.isPackaged,
		},
	});
	rememberWindow(window);
	window.once('ready-to-show', () => {
		if (maximized) window.maximize();
		window.show();
	});
	window.webContents.on('render-process-gone', (_event, { reason }) => {
		if (reason === 'clean-exit') return;
		setTimeout(() => {
			if (!window.isDestroyed()) window.webContents.reload();
		}, RELOAD_MS);
	});
	void window.loadURL(`${APP_ORIGIN}/`);
	return window;
}

export function showWindow(window: BrowserWindow): void {
	if (window.isDestroyed()) return;
	if (window.isMinimized()) window.restore();
	window.show();
	window.focus();
}
