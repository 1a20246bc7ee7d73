import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Electron's classes that the shell holds instances of. */
const classes = ['BrowserWindow', 'UtilityProcess', 'WebContents', 'Session', 'Notification', 'WebFrameMain', 'Tray'];
/** What an expression gives, where nothing names its class. */
const givers: readonly (readonly [RegExp, string])[] = [
	[/(?:const|let) (\w+) = new BrowserWindow\(/g, 'BrowserWindow'],
	[/(?:const|let) (\w+) = new Notification\(/g, 'Notification'],
	[/(?:const|let) (\w+) = new Tray\(/g, 'Tray'],
	[/(?:const|let) (\w+) = utilityProcess\.fork\(/g, 'UtilityProcess'],
	[/(?:const|let) (\w+) = session\.defaultSession/g, 'Session'],
	[/(?:const|let) (\w+) = event\.senderFrame/g, 'WebFrameMain'],
	[/'web-contents-created', \(\w+, (\w+)\)/g, 'WebContents'],
];
/** Members that are objects of Electron's own, whose members count. */
const nested: Readonly<Record<string, string>> = {
	webContents: 'WebContents',
	webRequest: 'WebRequest',
	commandLine: 'CommandLine',
};

/**
 * What the shell uses of Electron: `app.quit`, `BrowserWindow 'close'` for an event, a bare name for what is called or
 * made. Found in the text of the sources: what they import of `electron`, what they declare as one of its classes, and
 * what is used of both.
 */
export function electronUses(folders: readonly string[]): ReadonlySet<string> {
	const uses = new Set<string>();
	for (const folder of folders) {
		for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile() || !/\.ts$/.test(entry.name) || /\.test\.ts$/.test(entry.name)) continue;
			for (const use of usesIn(readFileSync(join(entry.parentPath, entry.name), 'utf8'))) uses.add(use);
		}
	}
	return uses;
}

export function usesIn(source: string): readonly string[] {
	// Without comments, and without texts that have a dot in them: names of files.
	const text = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '').replaceAll(/'[^'\n]*\.[^'\n]*'/g, "''");
	const receivers = new Map<string, string>();
	for (const [name = '', alias = name] of importedFrom(text)) receivers.set(alias, name);
	for (const name of classes) {
		for (const [, holder] of text.matchAll(new RegExp(`([#\\w]+)\\??\\s*:\\s*${name}\\b`, 'g'))) {
			receivers.set(holder as string, name);
		}
	}
	for (const [pattern, name] of givers) {
		for (const [, holder] of text.matchAll(pattern)) receivers.set(holder as string, name);
	}
	// A file that is about frames and events of the bridge names them so.
	if (/ipcMain/.test(text)) receivers.set('event', 'IpcMainInvokeEvent');
	const uses: string[] = [];
	for (const [holder, name] of receivers) {
		const member = new RegExp(
			`(?<![\\w$.#]|this\\.#)(?:this\\.)?${holder}\\??((?:\\??\\.\\w+)+)(\\(\\s*'([\\w-]+)')?`,
			'g',
		);
		for (const [, path = '', , event] of text.matchAll(member)) {
			uses.push(nameOf(name, path.split(/\??\./).slice(1), event));
		}
		if (new RegExp(`new ${holder}\\(`).test(text)) uses.push(name);
	}
	return uses.filter((use) => use !== '');
}

/** Names, and what they are called here. */
function importedFrom(text: string): readonly (readonly string[])[] {
	const lists = [...text.matchAll(/import \{([^}]*)\} from 'electron'/g)].map(([, list]) => list ?? '');
	return lists.flatMap((list) =>
		list
			.split(',')
			.map((part) => part.trim())
			.filter((part) => part !== '' && !part.startsWith('type '))
			.map((part) => part.split(' as ')),
	);
}

/** `window.webContents.on('x')` is an event of WebContents; `app.quit` a member. */
function nameOf(receiver: string, path: readonly string[], event: string | undefined): string {
	const [member = '', ...rest] = path;
	const inner = nested[member];
	if (inner !== undefined && rest.length > 0) return nameOf(inner, rest, event);
	if (event !== undefined && ['on', 'once', 'off', 'addListener'].includes(member)) return `${receiver} '${event}'`;
	return `${receiver}.${member}`;
}
