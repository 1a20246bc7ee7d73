import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { readdir, rename, rm, rmdir } from '../../files/user-files.ts';
import { dataFolderOf } from '../data-folder.ts';
import type { PluginBook } from '../plugin-book.ts';

/** Beside the plugins' own folders; no plugin's name begins with a dot. */
const KEPT = '.kept';

/** Deletes what a plugin wrote, or puts it where only the very same module, installed again, finds it. */
export async function endData(book: PluginBook, name: string, keepFor: string | null): Promise<void> {
	if (keepFor !== null) return putAside(book, name, keepFor);
	book.store.state.clear(name);
	await rm(dataFolderOf(book.dataDir, name), { recursive: true, force: true });
}

/**
 * Before the first version of a plugin comes into use: gives it back what this very module kept, and puts aside what
 * others of its name left. Returns where that is, in a sentence; null: there is nothing.
 */
export async function settleData(book: PluginBook, name: string, sha256: string): Promise<string | null> {
	const left = await isThere(book, name);
	if (left && book.store.plugins.versions(name)[0]?.sha256 !== sha256) await putAside(book, name, null);
	const mine = keptAs(name, sha256);
	if (!left && (await isThere(book, mine))) await move(book, mine, name);
	const others = (await readdir(join(book.dataDir, 'plugin-data', KEPT)).catch(() => [])).filter((entry) =>
		entry.startsWith(`${name}@`),
	);
	if (others.length === 0) return null;
	return `Another plugin of this name left data, which this one is not given: it is kept in ${join(book.dataDir, 'plugin-data', KEPT)}.`;
}

/** `sha256` null: nobody knows whose it was. */
async function putAside(book: PluginBook, name: string, sha256: string | null): Promise<void> {
	if (!(await isThere(book, name))) return;
	makeFolders(join(book.dataDir, 'plugin-data', KEPT), PRIVATE_FOLDER);
	const wanted = keptAs(name, sha256 ?? 'unknown');
	let free = wanted;
	for (let count = 2; await isThere(book, free); count++) free = `${wanted}-${count}`;
	await move(book, name, free);
}

function keptAs(name: string, owner: string): string {
	return `${KEPT}/${name}@${owner}`;
}

async function isThere(book: PluginBook, key: string): Promise<boolean> {
	if (!book.store.state.isEmpty(key)) return true;
	const entries = await readdir(folderOf(book, key)).catch(() => []);
	return entries.length > 0;
}

/** Each of the two steps can be done again where the program ended between them. */
async function move(book: PluginBook, from: string, to: string): Promise<void> {
	book.store.state.move(from, to);
	// One that was made and never used.
	await rmdir(folderOf(book, to)).catch(() => undefined);
	await rename(folderOf(book, from), folderOf(book, to)).catch((error: unknown) => {
		if (codeOf(error) !== 'ENOENT') throw error;
	});
}

function folderOf(book: PluginBook, key: string): string {
	return join(book.dataDir, 'plugin-data', key);
}
