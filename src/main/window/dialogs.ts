import { realpath, stat, writeFile } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { type BrowserWindow, dialog, type OpenDialogOptions, shell } from 'electron';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { mayBeOpened } from '../../shared/face/opened-files.ts';
import type { Text } from './text.ts';

/** What the page asked for, looked at field by field: it is data like everything that crosses. */
function fieldOf(value: unknown, name: string): unknown {
	const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
	return isObject ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

export async function pickFiles(
	window: BrowserWindow,
	options: unknown,
	text: Text,
): Promise<readonly string[] | null> {
	const isFolder = fieldOf(options, 'kind') === 'folder';
	const properties: OpenDialogOptions['properties'] = [isFolder ? 'openDirectory' : 'openFile'];
	if (fieldOf(options, 'multiple') === true) properties.push('multiSelections');
	const filters = [
		{ name: text.pluginFiles, extensions: ['wasm', 'dfplugin', 'json'] },
		{ name: text.allFiles, extensions: ['*'] },
	];
	const isPlugin = fieldOf(options, 'kind') === 'plugin';
	const chosen = await dialog.showOpenDialog(window, { properties, ...(isPlugin ? { filters } : {}) });
	return chosen.canceled ? null : chosen.filePaths;
}

export async function pickSave(window: BrowserWindow, options: unknown): Promise<string | null> {
	const chosen = await dialog.showSaveDialog(window, { defaultPath: nameOf(fieldOf(options, 'suggestedName')) });
	return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
}

/** Keeps text under a name that the person chooses; false: they cancelled, and nothing is written. */
export async function saveText(window: BrowserWindow, file: unknown): Promise<boolean> {
	const text = [fieldOf(file, 'text')].flat();
	if (!text.every((part) => typeof part === 'string')) {
		throw new DataFlareError('invalid_input', 'There is no text to save.');
	}
	const path = await pickSave(window, { suggestedName: fieldOf(file, 'name') });
	if (path === null) return false;
	await writeFile(path, text);
	return true;
}

/** Shows a file in its folder. */
export function reveal(path: unknown): boolean {
	const isPath = typeof path === 'string' && isAbsolute(path);
	if (isPath) shell.showItemInFolder(path);
	return isPath;
}

/** Opens a file of records with what the system opens it with; nothing that would be run by that. Rejects with why not. */
export async function openFile(path: unknown): Promise<void> {
	const isFile = typeof path === 'string' && isAbsolute(path) && mayBeOpened(path) && (await stat(path)).isFile();
	if (!isFile) throw new DataFlareError('invalid_input', 'This is no file of records.');
	// By its own name: a link's says nothing of what would be opened.
	const real = await realpath(path);
	if (!mayBeOpened(real)) throw new DataFlareError('invalid_input', 'This is no file of records.');
	const problem = await shell.openPath(real);
	if (problem !== '') throw new DataFlareError('runtime', `${path} was not opened: ${problem}`);
}

function nameOf(suggested: unknown): string {
	return typeof suggested === 'string' ? basename(suggested.replaceAll(/[\u0000-\u001f\\/:*?"<>|]/g, '_')) : '';
}
