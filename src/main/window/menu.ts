import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { pathOf, places } from '../../shared/face/places.ts';
import { navigate } from './ipc.ts';
import type { Role, Text } from './text.ts';

/** The platform's own menus, and the page's places with the keys that the page itself hears. */
export function setMenu(window: BrowserWindow, text: Text): void {
	Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(text, (hash) => navigate(window, hash))));
}

function menuOf(text: Text, go: (hash: string) => void): MenuItemConstructorOptions[] {
	const isMac = process.platform === 'darwin';
	const separator: MenuItemConstructorOptions = { type: 'separator' };
	const own = (role: Role): MenuItemConstructorOptions => ({
		role,
		...(text.roles === null ? {} : { label: text.roles[role] }),
	});
	const settings: MenuItemConstructorOptions = {
		label: text.places.settings,
		accelerator: 'CommandOrControl+,',
		click: () => go(`#${pathOf.settings}`),
	};
	return [
		...(isMac
			? [
					{
						label: app.name,
						submenu: [
							...[own('about'), separator, settings, separator],
							...[own('hide'), own('hideOthers'), own('unhide'), separator, own('quit')],
						],
					},
				]
			: []),
		{
			label: text.file,
			submenu: isMac ? [own('close')] : [settings, separator, { role: 'quit', label: text.quit }],
		},
		{
			...own('editMenu'),
			submenu: [
				...[own('undo'), own('redo'), separator, own('cut'), own('copy'), own('paste'), separator],
				own('selectAll'),
			],
		},
		{
			label: text.go,
			submenu: places.map(({ key, path }, index) => ({
				label: text.places[key],
				accelerator: `CommandOrControl+${index + 1}`,
				click: () => go(`#${path}`),
			})),
		},
		{
			...own('viewMenu'),
			submenu: [
				...[own('resetZoom'), own('zoomIn'), own('zoomOut'), separator, own('togglefullscreen')],
				...(app.isPackaged ? [] : [own('reload'), own('toggleDevTools')]),
			],
		},
		{ ...own('windowMenu'), submenu: [own('minimize'), own('close')] },
	];
}
