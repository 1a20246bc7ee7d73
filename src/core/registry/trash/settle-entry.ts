import { dirname, join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { isProcessAlive } from '../../files/temporary-files.ts';
import { cp, lstat, readdir, rename, rm, rmdir } from '../../files/user-files.ts';
import type { TrashEntry } from '../../store/trash/plugin-trash-entry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { moveData } from './plugin-data.ts';
import { dataKey, filesFolder, filesPlace } from './trash-places.ts';

/**
 * Brings what is `going` into the trash: its files from where they were set aside, then its state and data. Each step can
 * be done again. In the plugin's turn.
 */
export async function settleGoing(context: RegistryContext, entry: TrashEntry): Promise<TrashEntry> {
	if (entry.aside !== null) {
		makeFolders(filesFolder(entry), PRIVATE_FOLDER);
		await rename(entry.aside, filesPlace(entry)).catch(unlessGone);
	}
	await moveData(context, entry.name, dataKey(entry.id));
	context.store.pluginTrash.setStep(entry.id, 'in', process.pid);
	return { ...entry, step: 'in' };
}

/** Takes back what was `returning` and did not get there. In the plugin's turn. */
export async function settleReturning(context: RegistryContext, entry: TrashEntry): Promise<TrashEntry> {
	// Where there were no files, what lies there now is somebody else's; where they are in the trash, they never left it.
	if (entry.aside !== null && !(await isThere(filesPlace(entry)))) {
		makeFolders(filesFolder(entry), PRIVATE_FOLDER);
		await rename(join(entry.root, entry.entry), filesPlace(entry)).catch(unlessGone);
	}
	await moveData(context, entry.name, dataKey(entry.id));
	context.store.pluginTrash.setStep(entry.id, 'in', process.pid);
	return { ...entry, step: 'in' };
}

/**
 * What a program that ended left on its way to or from the trash under a name, before something else gets the name. In
 * the plugin's turn.
 */
export async function settleName(context: RegistryContext, name: string): Promise<void> {
	for (const entry of context.store.pluginTrash.ofName(name)) {
		if (isOfAnother(entry)) continue;
		if (entry.step === 'going') await settleGoing(context, entry);
		else if (entry.step === 'returning') await settleReturning(context, entry);
	}
}

/** Another program that lives is at it. */
export function isOfAnother({ pid }: TrashEntry): boolean {
	return pid !== process.pid && isProcessAlive(pid);
}

/** What lies there is on its way back from the trash: it is no plugin that appeared. */
export function isReturning(context: RegistryContext, folder: string): boolean {
	return context.store.pluginTrash
		.underWay()
		.some((entry) => entry.step === 'returning' && join(entry.root, entry.entry) === folder);
}

/**
 * Brings the files of what is `in` to the trash of the plugins folder that is used now, where the person chose another
 * one since: from there they go back in one step. In the plugin's turn.
 */
export async function bringHome(context: RegistryContext, entry: TrashEntry): Promise<TrashEntry> {
	if (entry.root === context.pluginsDir) return entry;
	const home = { ...entry, root: context.pluginsDir };
	const [from, to] = [filesFolder(entry), filesFolder(home)];
	if (await isThere(from)) {
		makeFolders(dirname(to), PRIVATE_FOLDER);
		// What a program copied that ended before it was noted.
		await rm(to, { recursive: true, force: true });
		await rename(from, to).catch(async (error: unknown) => {
			if (codeOf(error) !== 'EXDEV') throw error;
			await rm(`${to}.part`, { recursive: true, force: true });
			await cp(from, `${to}.part`, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
			await rename(`${to}.part`, to);
		});
	}
	context.store.pluginTrash.setRoot(entry.id, home.root);
	await rm(from, { recursive: true, force: true }).catch(() => undefined);
	await removeIfEmpty(dirname(from));
	return home;
}

/** A folder of the trash that holds nothing any more. */
export async function removeIfEmpty(folder: string): Promise<void> {
	const left = await readdir(folder).catch(() => ['unknown']);
	if (left.length === 0) await rmdir(folder).catch(() => undefined);
}

export async function isThere(path: string): Promise<boolean> {
	return (await lstat(path).catch(() => null)) !== null;
}

/** It is where it was to be, or a person took it away. */
function unlessGone(error: unknown): void {
	if (codeOf(error) !== 'ENOENT') throw error;
}
