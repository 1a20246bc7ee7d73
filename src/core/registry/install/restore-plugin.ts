import { dirname, join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { rename } from '../../files/user-files.ts';
import { nameInUse, notInTrash } from '../../store/trash/plugin-trash.ts';
import type { TrashEntry } from '../../store/trash/plugin-trash-entry.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { isSameVersion } from '../records.ts';
import type { RegistryContext } from '../registry-context.ts';
import { hasData, moveData } from '../trash/plugin-data.ts';
import { bringHome, isThere, removeIfEmpty, settleGoing, settleReturning } from '../trash/settle-entry.ts';
import { dataKey, filesFolder, filesPlace } from '../trash/trash-places.ts';
import { claimName } from './borrowed-name.ts';
import { printOf, readFiles } from './files-print.ts';
import { putLeftAside } from './kept-data.ts';

/**
 * Installs an uninstalled plugin again as it was: the same version, the grant that was in force, its marks, its state
 * and its data. `expect` hears of the entry that came back. Rejects with `conflict` where its name or its place is taken
 * or its files are others by now, `not_found` where it is not in the trash: the trash is whole then.
 */
export async function restorePlugin(
	context: RegistryContext,
	id: string,
	expect: (entry: string) => void,
): Promise<PluginRecord> {
	const { name, record } = requireEntry(context, id);
	const problem = record.current === null ? null : unsuitable(record.current.manifest, context.version);
	if (problem !== null) throw DataFlareError.fromWire(problem);
	return context.turns.run(name, async () => {
		const entry = await bringHome(context, await settled(context, requireEntry(context, id)));
		const target = join(entry.root, entry.entry);
		claimName(context, name, target);
		if (context.get(name) !== null) throw nameInUse(name);
		if (await isThere(target)) throw placeTaken(target, name);
		// From here on what stands under the name is what came from the trash.
		if (await hasData(context, name)) await putLeftAside(context, name);
		if (!context.store.pluginTrash.setStep(id, 'returning', process.pid)) throw notInTrash(id);
		const restored = await comeBack(context, entry, target).catch(async (error: unknown) => {
			await settleReturning(context, entry).catch(() => undefined);
			throw error;
		});
		await removeIfEmpty(filesFolder(entry));
		await removeIfEmpty(dirname(filesFolder(entry)));
		expect(entry.entry);
		context.emit({ kind: 'installed', plugin: restored });
		context.emit({ kind: 'trash' });
		return restored;
	});
}

/** Until the last step it is in the trash, and what came back goes there again. */
async function comeBack(context: RegistryContext, entry: TrashEntry, target: string): Promise<PluginRecord> {
	const { id, name, record, aside } = entry;
	if (aside !== null) {
		makeFolders(dirname(target), PRIVATE_FOLDER);
		await rename(filesPlace(entry), target).catch((error: unknown) => {
			throw notMoved(error, entry, target);
		});
	}
	await requireTheSame(context, entry, target);
	await moveData(context, dataKey(id), name);
	return context.store.pluginTrash.restore(id, { ...record, folder: target, changedAt: context.now() });
}

/** What was granted was granted to a module: it comes back with this very module or not at all. */
async function requireTheSame(context: RegistryContext, entry: TrashEntry, target: string): Promise<void> {
	const { name, record, files, aside } = entry;
	const found = aside === null ? null : await context.room.share(() => readFiles(context, target));
	const isSame = (found === null ? null : await printOf(found)) === files;
	if (!isSame && !(found !== null && isSameVersion(record.current, found))) throw changed(name);
	if (record.current === null) return;
	if (found?.analysis.sha256 === record.current.sha256) await context.keep(found);
	else await context.modules.load(record.current.sha256, name);
}

function requireEntry(context: RegistryContext, id: string): TrashEntry {
	const entry = context.store.pluginTrash.get(id);
	if (entry === null || entry.step === 'leaving') throw notInTrash(id);
	return entry;
}

/** What another program, or an earlier step, left half done. */
async function settled(context: RegistryContext, entry: TrashEntry): Promise<TrashEntry> {
	if (entry.step === 'going') return await settleGoing(context, entry);
	return entry.step === 'returning' ? await settleReturning(context, entry) : entry;
}

function placeTaken(path: string, name: string): DataFlareError {
	return new DataFlareError('conflict', `${path} is where ${name} lay, and something else lies there now.`, {
		hint: 'Move that elsewhere, then restore the plugin.',
		details: { ...because('restore_place_taken', { path, name }), name },
	});
}

function changed(name: string): DataFlareError {
	return new DataFlareError(
		'conflict',
		`The files of ${name} in the trash are not those that it was uninstalled with.`,
		{
			hint: 'What was granted is for the module as it was: install the plugin again, and decide anew.',
			details: { ...because('trash_files_changed', { name }), name },
		},
	);
}

function notMoved(error: unknown, { name }: TrashEntry, path: string): DataFlareError {
	const system = String(codeOf(error));
	if (system === 'ENOENT') return changed(name);
	return new DataFlareError('storage', `${name} could not be moved back to ${path} (${system}).`, {
		hint: 'Check the plugins folder’s permissions.',
		details: because('not_writable', { path, system }),
		cause: error,
	});
}
