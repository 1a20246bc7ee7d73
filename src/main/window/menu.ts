import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, type HeardKey, isHeard, keyIds, keyTable } from '../../shared/face/keys.ts';
import { pressKey } from './ipc.ts';
import type { Role, Text } from './text.ts';
import type { Windows } from './windows.ts';

/** The platform's own menus, and of the table of keys what stands in one: the page itself hears the same keys. */
export function setMenu(windows: Windows, text: Text): void {
	const press = (key: HeardKey): void => {
		if (key === 'newWindow') windows.open();
		else pressKey(windows, key);
	};
	Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(text, press)));
}

function menuOf(text: Text, press: (key: HeardKey) => void): MenuItemConstructorOptions[] {
	const isMac = process.platform === 'darwin';
	const separator: MenuItemConstructorOptions = { type: 'separator' };
	const own = (role: Role): MenuItemConstructorOptions => ({
		role,
		...(text.roles === null ? {} : { label: text.roles[role] }),
	});
	const keyed = (key: HeardKey): MenuItemConstructorOptions => {
		const accelerator = acceleratorOf(key);
		return {
			label: text.keys[key],
			...(accelerator === undefined ? {} : { accelerator }),
			click: () => press(key),
		};
	};
	const inMenu = (menu: 'file' | 'go' | 'help'): MenuItemConstructorOptions[] =>
		keyIds.filter(isHeard).flatMap((key) => (keyTable[key].menu === menu ? [keyed(key)] : []));
	const settings = keyed('preferences');
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
			submenu: [
				...inMenu('file'),
				separator,
				...(isMac ? [own('close')] : [settings, separator, { role: 'quit' as const, label: text.quit }]),
			],
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
			submenu: inMenu('go'),
		},
		{
			...own('viewMenu'),
			submenu: [
				...[own('resetZoom'), own('zoomIn'), own('zoomOut'), separator, own('togglefullscreen')],
				...(app.isPackaged ? [] : [own('reload'), own('toggleDevTools')]),
			],
		},
		{ ...own('windowMenu'), submenu: [own('minimize'), own('close')] },
		{ label: text.help, submenu: inMenu('help') },
	];
}
