import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { type Remark, remark } from '../../../shared/errors/remark.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { readdir, rename, rm, rmdir } from '../../files/user-files.ts';
import { dataFolderOf } from '../data-folder.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Beside the plugins' own folders; no plugin's name begins with a dot. */
const KEPT = '.kept';

/** Deletes what a plugin wrote, or puts it where only the very same module, installed again, finds it. */
export async function endData(context: RegistryContext, name: string, keepFor: string | null): Promise<void> {
	if (keepFor !== null) return putAside(context, name, keepFor);
	context.store.state.clear(name);
	await rm(dataFolderOf(context.dataDir, name), { recursive: true, force: true });
}

/**
 * Before the first version of a plugin comes into use: gives it back what this very module kept, and puts aside what
 * others of its name left. Returns a remark on where that is; null: there is nothing.
 */
export async function settleData(context: RegistryContext, name: string, sha256: string): Promise<Remark | null> {
	const left = await isThere(context, name);
	if (left && context.store.plugins.versions(name)[0]?.sha256 !== sha256) await putAside(context, name, null);
	const mine = keptAs(name, sha256);
	if (!left && (await isThere(context, mine))) await move(context, mine, name);
	const others = (await readdir(join(context.dataDir, 'plugin-data', KEPT)).catch(() => [])).filter((entry) =>
		entry.startsWith(`${name}@`),
	);
	if (others.length === 0) return null;
	return remark('data_left', { path: join(context.dataDir, 'plugin-data', KEPT) });
}

/** `sha256` null: nobody knows whose it was. */
async function putAside(context: RegistryContext, name: string, sha256: string | null): Promise<void> {
	if (!(await isThere(context, name))) return;
	makeFolders(join(context.dataDir, 'plugin-data', KEPT), PRIVATE_FOLDER);
	const wanted = keptAs(name, sha256 ?? 'unknown');
	let free = wanted;
	for (let count = 2; await isThere(context, free); count++) free = `${wanted}-${count}`;
	await move(context, name, free);
}

function keptAs(name: string, owner: string): string {
	return `${KEPT}/${name}@${owner}`;
}

async function isThere(context: RegistryContext, key: string): Promise<boolean> {
	if (!context.store.state.isEmpty(key)) return true;
	const entries = await readdir(folderOf(context, key)).catch(() => []);
	return entries.length > 0;
}

/** Each of the two steps can be done again where the program ended between them. */
async function move(context: RegistryContext, from: string, to: string): Promise<void> {
	context.store.state.move(from, to);
	// One that was made and never used.
	await rmdir(folderOf(context, to)).catch(() => undefined);
	await rename(folderOf(context, from), folderOf(context, to)).catch((error: unknown) => {
		if (codeOf(error) !== 'ENOENT') throw error;
	});
}

function folderOf(context: RegistryContext, key: string): string {
	return join(context.dataDir, 'plugin-data', key);
}
