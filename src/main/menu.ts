import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { navigate } from './ipc.ts';
import type { Text } from './text.ts';

/** The platform's own menus, and the page's places with the keys that browsers use for tabs. */
export function setMenu(window: BrowserWindow, text: Text): void {
	const isMac = process.platform === 'darwin';
	const go = (label: string, hash: string, accelerator: string): MenuItemConstructorOptions => ({
		label,
		accelerator,
		click: () => navigate(window, hash),
	});
	const settings = go(text.settings, '#/settings', 'CommandOrControl+,');
	const template: readonly MenuItemConstructorOptions[] = [
		...(isMac ? [{ role: 'appMenu' } as const] : []),
		{
			label: text.file,
			submenu: isMac
				? [settings, { role: 'close' }]
				: [settings, { type: 'separator' }, { role: 'quit', label: text.quit }],
		},
		{ role: 'editMenu' },
		{
			label: text.go,
			submenu: [go(text.plugins, '#/plugins', 'CommandOrControl+1'), go(text.runs, '#/runs', 'CommandOrControl+2')],
		},
		{
			role: 'viewMenu',
			submenu: [
				{ role: 'resetZoom' },
				{ role: 'zoomIn' },
				{ role: 'zoomOut' },
				{ type: 'separator' },
				{ role: 'togglefullscreen' },
				...(app.isPackaged ? [] : ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const)),
			],
		},
		{ role: 'windowMenu' },
	];
	Menu.setApplicationMenu(Menu.buildFromTemplate([...template]));
}
