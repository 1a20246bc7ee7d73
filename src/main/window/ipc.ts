import { type BrowserWindow, ipcMain } from 'electron';
import type { Core } from '../../core/index.ts';
import { eventNames } from '../../shared/api/events.ts';
import type { RouteInput, RouteName } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { failed } from '../../shared/errors/result.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { pickFiles, pickSave, reveal, saveText } from './dialogs.ts';
import type { Text } from './text.ts';

/** What answers a channel, without the event. */
export type Answer = (...args: readonly unknown[]) => unknown;

/**
 * Joins the page to the engine and to the shell's dialogs, and to `others`; each channel answers our own top frame and
 * nobody else.
 */
export function serveWindow(
	core: Core,
	window: BrowserWindow,
	text: Text,
	others: Readonly<Record<string, Answer>>,
): void {
	const channels: Readonly<Record<string, Answer>> = {
		'dataflare:request': (route, input) => core.request(String(route) as RouteName, input as RouteInput<RouteName>),
		'dataflare:pick-files': (options) => pickFiles(window, options, text),
		'dataflare:pick-save': (options) => pickSave(window, options),
		'dataflare:save-text': (file) => saveText(window, file),
		'dataflare:reveal': (path) => reveal(path),
		...others,
	};
	for (const [channel, answer] of Object.entries(channels)) {
		ipcMain.handle(channel, async (event, ...args: readonly unknown[]) => {
			const frame = event.senderFrame;
			if (frame === null || frame !== window.webContents.mainFrame || frame.origin !== APP_ORIGIN) {
				const refusal = new DataFlareError('permission_denied', 'This did not come from the program’s own window.');
				if (channel === 'dataflare:request') return failed(refusal);
				throw refusal;
			}
			return answer(...args);
		});
	}
	const ends = eventNames.map((name) =>
		core.on(name, (payload) => {
			if (!window.isDestroyed()) window.webContents.send('dataflare:event', name, payload);
		}),
	);
	window.once('closed', () => {
		for (const channel of Object.keys(channels)) ipcMain.removeHandler(channel);
		for (const end of ends) end();
	});
}

/** Asks the page to go to a place of its own, e.g. `#/runs/8c41aa0912ff`. */
export function navigate(window: BrowserWindow, hash: string): void {
	if (!window.isDestroyed()) window.webContents.send('dataflare:navigate', hash);
}
