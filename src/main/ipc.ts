import { type BrowserWindow, ipcMain } from 'electron';
import type { Core } from '../core/index.ts';
import type { EventName } from '../shared/api/events.ts';
import type { RouteInput, RouteName } from '../shared/api/routes.ts';
import { DataFlareError } from '../shared/errors.ts';
import { failed } from '../shared/result.ts';
import { APP_ORIGIN } from './app-protocol.ts';

const forwarded: readonly EventName[] = [
	'plugin.changed',
	'plugin.removed',
	'folder.state',
	'run.started',
	'run.progress',
	'run.log',
	'run.finished',
];

/** Two channels join the page to the engine: requests, answered only for our own top frame, and events. */
export function serveWindow(core: Core, window: BrowserWindow): void {
	ipcMain.handle('dataflare:request', (event, route: unknown, input: unknown) => {
		const isOurs = event.senderFrame === window.webContents.mainFrame && event.senderFrame.origin === APP_ORIGIN;
		if (!isOurs) {
			return failed(
				new DataFlareError('permission_denied', 'This request did not come from the program’s own window.'),
			);
		}
		return core.request(String(route) as RouteName, input as RouteInput<RouteName>);
	});
	const ends = forwarded.map((name) =>
		core.on(name, (payload) => {
			if (!window.isDestroyed()) window.webContents.send('dataflare:event', name, payload);
		}),
	);
	window.once('closed', () => {
		ipcMain.removeHandler('dataflare:request');
		for (const end of ends) end();
	});
}
