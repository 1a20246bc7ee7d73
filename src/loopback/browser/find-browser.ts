import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface Machine {
	readonly platform: NodeJS.Platform;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	isExecutable(path: string): boolean;
}

export const thisMachine: Machine = {
	platform: process.platform,
	env: process.env,
	home: homedir(),
	isExecutable(path) {
		try {
			accessSync(path, constants.X_OK);
			return true;
		} catch {
			return false;
		}
	},
};

const linuxNames = [
	'google-chrome-stable',
	'google-chrome',
	'chromium',
	'chromium-browser',
	'microsoft-edge-stable',
	'microsoft-edge',
	'brave-browser',
	'brave',
];

const macNames = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];

const windowsPaths = [
	'Google\\Chrome\\Application\\chrome.exe',
	'Chromium\\Application\\chrome.exe',
	'Microsoft\\Edge\\Application\\msedge.exe',
	'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];

/** An installed browser that can open a window without its own bars; `DATAFLARE_BROWSER` names another. Null: none. */
export function findBrowser(machine: Machine = thisMachine): string | null {
	const named = machine.env['DATAFLARE_BROWSER'];
	const places = named === undefined || named === '' ? placesOf(machine) : [named];
	return places.find((path) => machine.isExecutable(path)) ?? null;
}

/** Whether there is a screen to open a window on. */
export function hasDisplay({ platform, env }: Machine = thisMachine): boolean {
	if (platform === 'win32' || platform === 'darwin') return true;
	return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

function placesOf({ platform, env, home }: Machine): readonly string[] {
	if (platform === 'win32') {
		const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => env[name] ?? '');
		return windowsPaths.flatMap((path) => roots.filter((root) => root !== '').map((root) => win32.join(root, path)));
	}
	if (platform === 'darwin') {
		const folders = ['/Applications', posix.join(home, 'Applications')];
		return macNames.flatMap((name) => folders.map((folder) => `${folder}/${name}.app/Contents/MacOS/${name}`));
	}
	const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
	return linuxNames.flatMap((name) => [...folders, '/snap/bin'].map((folder) => posix.join(folder, name)));
}
