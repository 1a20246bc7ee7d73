import { randomBytes } from 'node:crypto';
import { relative } from 'node:path';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { readSetting } from '../../program/settings.ts';
import type { NewTrashEntry } from '../../store/trash/plugin-trash-entry.ts';
import { contains } from '../package/contains.ts';
import type { UninstallOptions } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { bytesBelow } from '../trash/measure.ts';
import { dataPlace } from '../trash/plugin-data.ts';
import { isThere, settleGoing, settleName } from '../trash/settle-entry.ts';
import { filesFolder } from '../trash/trash-places.ts';
import { endVersions } from '../versions/leaving-version.ts';
import { printOfFiles } from './files-print.ts';
import { removeEntry, setEntryAside } from './install-files.ts';
import { endData } from './kept-data.ts';

/** To the trash or, where there is none or that is wanted, for ever. Resolves to its id in the trash; null: it is gone. */
export function uninstallPlugin(
	context: RegistryContext,
	name: string,
	{ keepData = false, forGood = false }: UninstallOptions,
): Promise<string | null> {
	return context.turns.run(name, async () => {
		const record = context.require(name);
		await settleName(context, name);
		await context.ports.release(name);
		const isForGood = forGood || readSetting(context.store.settings, 'trash_ms') === 0;
		const id = isForGood ? null : await toTrash(context, record, keepData);
		if (isForGood) {
			await removeEntry(record.folder, () => context.store.plugins.remove(name));
			await endData(context, name, keepData ? (record.current?.sha256 ?? 'unknown') : null);
		}
		await endVersions(context, name, id === null);
		context.emit({ kind: 'removed', plugin: record });
		if (id !== null) context.emit({ kind: 'trash' });
		return id;
	});
}

/**
 * What decides is one transaction: before it the plugin is whole, and its files come back with the next start; after it
 * the trash is whole, and what was not moved yet is moved then.
 */
async function toTrash(context: RegistryContext, record: PluginRecord, keepData: boolean): Promise<string> {
	const { store, pluginsDir } = context;
	const { name, folder } = record;
	const id = `${name}@${randomBytes(4).toString('hex')}`;
	// One that lay in another plugins folder has no files there any more, or they are none of this program's.
	const isOurs = contains(pluginsDir, folder) && (await isThere(folder));
	const noted: Omit<NewTrashEntry, 'aside'> = {
		...{ id, name, keepData, root: pluginsDir, pid: process.pid },
		entry: contains(pluginsDir, folder) ? relative(pluginsDir, folder) : name,
		files: isOurs ? await printOfFiles(context, folder) : null,
		fileBytes: isOurs ? await bytesBelow(folder) : 0,
		dataBytes: (await bytesBelow(dataPlace(context, name))) + store.state.size(name),
		deletedAt: context.now(),
	};
	if (isOurs) {
		// Now, while there is nothing to take back.
		makeFolders(filesFolder(noted), PRIVATE_FOLDER);
		await setEntryAside(folder, (aside) => store.pluginTrash.put({ ...noted, aside }));
	} else store.pluginTrash.put({ ...noted, aside: null });
	const entry = store.pluginTrash.get(id);
	// It is decided: what cannot be moved now is moved when it is restored, or with the next start.
	if (entry !== null) await settleGoing(context, entry).catch((error: unknown) => process.emitWarning(String(error)));
	return id;
}
