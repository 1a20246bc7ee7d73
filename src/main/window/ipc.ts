import { type BrowserWindow, ipcMain } from 'electron';
import type { Core } from '../../core/index.ts';
import { eventNames } from '../../shared/api/events.ts';
import type { RouteInput, RouteName } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { failed } from '../../shared/errors/result.ts';
import type { HeardKey } from '../../shared/face/keys.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { openFile, pickFiles, pickSave, reveal, saveText } from './dialogs.ts';
import type { Text } from './text.ts';
import type { Windows } from './windows.ts';

/** What answers a channel: to which window, without the event. */
export type Answer = (window: BrowserWindow, ...args: readonly unknown[]) => unknown;

/**
 * Joins the pages to the engine and to the shell's dialogs, and to `others`; each channel answers our own top frames and
 * nobody else.
 */
export function serveWindows(core: Core, windows: Windows, text: Text, others: Readonly<Record<string, Answer>>): void {
	const channels: Readonly<Record<string, Answer>> = {
		'dataflare:request': (_window, route, input) =>
			core.request(String(route) as RouteName, input as RouteInput<RouteName>),
		'dataflare:pick-files': (window, options) => pickFiles(window, options, text),
		'dataflare:pick-save': (window, options) => pickSave(window, options),
		'dataflare:save-text': (window, file) => saveText(window, file),
		'dataflare:reveal': (_window, path) => reveal(path),
		'dataflare:open-file': (_window, path) => openFile(path),
		...others,
	};
	for (const [channel, answer] of Object.entries(channels)) {
		ipcMain.handle(channel, async (event, ...args: readonly unknown[]) => {
			const frame = event.senderFrame;
			const window = frame === null ? null : windows.ownerOf(frame);
			if (window === null || frame?.origin !== APP_ORIGIN) {
				const refusal = new DataFlareError('permission_denied', 'This did not come from the program’s own window.');
				if (channel === 'dataflare:request') return failed(refusal);
				throw refusal;
			}
			return answer(window, ...args);
		});
	}
	for (const name of eventNames) core.on(name, (payload) => windows.send('dataflare:event', name, payload));
}

/** Asks the page in front to go to a place of its own, e.g. `#/runs/8c41aa0912ff`. */
export function navigate(windows: Windows, hash: string): void {
	windows.sendToFront('dataflare:navigate', hash);
}

/** Has the page in front do what one of its keys does. */
export function pressKey(windows: Windows, key: HeardKey): void {
	windows.sendToFront('dataflare:key', key);
}
