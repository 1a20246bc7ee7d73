import { dirname, join } from 'node:path';
import { readdir, rm } from '../../files/user-files.ts';
import type { TrashEntry } from '../../store/trash/plugin-trash-entry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { isOfAnother, removeIfEmpty, settleGoing, settleReturning } from '../trash/settle-entry.ts';
import { filesFolder, TRASH } from '../trash/trash-places.ts';
import { endTrashedData } from './kept-data.ts';

/** Plugins that are asked for at once. */
const SLICE = 50;

/** For ever: what is named, or everything. Answers how many there were. */
export async function emptyPluginTrash(context: RegistryContext, ids: readonly string[] | null): Promise<number> {
	if (ids === null) return emptyOlder(context, Number.MAX_SAFE_INTEGER);
	let removed = 0;
	for (const id of ids) removed += (await deleteForGood(context, id)) ? 1 : 0;
	if (removed > 0) context.emit({ kind: 'trash' });
	return removed;
}

/** What went before a moment (Unix ms). */
export async function emptyOlder(context: RegistryContext, before: number, signal?: AbortSignal): Promise<number> {
	let removed = 0;
	for (;;) {
		const ids = context.store.pluginTrash.olderThan(before, SLICE);
		let now = 0;
		for (const id of ids) {
			if (signal?.aborted === true) break;
			now += (await deleteForGood(context, id)) ? 1 : 0;
		}
		removed += now;
		if (ids.length < SLICE || now === 0 || signal?.aborted === true) break;
	}
	if (removed > 0) context.emit({ kind: 'trash' });
	return removed;
}

/** False: it was not there, or is on its way back. */
async function deleteForGood(context: RegistryContext, id: string): Promise<boolean> {
	const name = context.store.pluginTrash.get(id)?.name;
	if (name === undefined) return false;
	return context.turns.run(name, async () => {
		const entry = context.store.pluginTrash.get(id);
		if (entry === null || entry.step === 'leaving' || (entry.step !== 'in' && isOfAnother(entry))) return false;
		if (entry.step === 'going') await settleGoing(context, entry);
		else if (entry.step === 'returning') await settleReturning(context, entry);
		if (!context.store.pluginTrash.setStep(id, 'leaving', process.pid)) return false;
		await finishLeaving(context, entry);
		return true;
	});
}

/** Each step can be done again; the last forgets that there was anything. */
async function finishLeaving(context: RegistryContext, entry: TrashEntry): Promise<void> {
	const { id, name, keepData, record } = entry;
	const folder = filesFolder(entry);
	await rm(folder, { recursive: true, force: true });
	await removeIfEmpty(dirname(folder));
	await endTrashedData(context, id, name, keepData ? (record.current?.sha256 ?? 'unknown') : null);
	context.store.pluginTrash.forget(id);
}

/** What programs that ended left half-moved: to the trash, from it, or out of it. Warns of what cannot be done now. */
export async function settleTrash(context: RegistryContext): Promise<void> {
	await sweepEmpty(join(context.pluginsDir, TRASH));
	for (const { id, name } of context.store.pluginTrash.underWay()) {
		await context.turns
			.run(name, async () => {
				const entry = context.store.pluginTrash.get(id);
				if (entry === null || isOfAnother(entry)) return;
				if (entry.step === 'going') await settleGoing(context, entry);
				else if (entry.step === 'returning') await settleReturning(context, entry);
				else if (entry.step === 'leaving') await finishLeaving(context, entry);
			})
			.catch((error: unknown) => process.emitWarning(`${id} in the trash could not be settled: ${String(error)}`));
	}
}

/** Folders that were made for what did not go after all. Whatever holds something is left alone: it may be another's. */
async function sweepEmpty(folder: string): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) await removeIfEmpty(join(folder, name));
	await removeIfEmpty(folder);
}
