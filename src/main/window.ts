import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** The hardened window: sandboxed, isolated, and unable to go anywhere or to be given anything. */
export function createWindow(): BrowserWindow {
	session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
	session.defaultSession.setPermissionCheckHandler(() => false);
	const window = new BrowserWindow({
		width: 1200,
		height: 800,
		minWidth: 720,
		minHeight: 480,
		show: false,
		webPreferences: {
			preload: join(import.meta.dirname, '../preload/index.cjs'),
			sandbox: true,
			contextIsolation: true,
			nodeIntegration: false,
			webviewTag: false,
		},
	});
	window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
	window.webContents.on('will-navigate', (event) => event.preventDefault());
	window.webContents.on('will-attach-webview', (event) => event.preventDefault());
	window.once('ready-to-show', () => window.show());
	void window.loadURL(`${APP_ORIGIN}/`);
	return window;
}
