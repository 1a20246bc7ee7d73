import { join } from 'node:path';
import { type Remark, remark } from '../../../shared/errors/remark.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { readdir } from '../../files/user-files.ts';
import type { RegistryContext } from '../registry-context.ts';
import { deleteData, hasData, moveData } from '../trash/plugin-data.ts';
import { settleName } from '../trash/settle-entry.ts';
import { dataKey, TRASH } from '../trash/trash-places.ts';

/** Beside the plugins' own folders; no plugin's name begins with a dot. */
const KEPT = '.kept';

/** Deletes what a plugin wrote, or puts it where only the very same module, installed again, finds it. */
export async function endData(context: RegistryContext, name: string, keepFor: string | null): Promise<void> {
	if (keepFor !== null) return putAside(context, name, name, keepFor);
	await deleteData(context, name);
}

/** The same of a plugin that is in the trash. */
export async function endTrashedData(
	context: RegistryContext,
	id: string,
	name: string,
	keepFor: string | null,
): Promise<void> {
	if (keepFor !== null) return putAside(context, dataKey(id), name, keepFor);
	await deleteData(context, dataKey(id));
}

/**
 * Before the first version of a plugin comes into use: gives it back what this very module kept, and puts aside what
 * others of its name left. Returns a remark on where that is; null: there is nothing.
 */
export async function settleData(context: RegistryContext, name: string, sha256: string): Promise<Remark | null> {
	await settleName(context, name);
	const left = await hasData(context, name);
	if (left && context.store.plugins.versions(name)[0]?.sha256 !== sha256) await putLeftAside(context, name);
	if (!left) await takeBack(context, name, sha256);
	const kept = join(context.dataDir, 'plugin-data', KEPT);
	const others = (await readdir(kept).catch(() => [])).filter((entry) => entry.startsWith(`${name}@`));
	if (others.length > 0) return remark('data_left', { path: kept });
	for (const { id, keepData, step } of context.store.pluginTrash.ofName(name)) {
		if (!keepData || step !== 'in' || !(await hasData(context, dataKey(id)))) continue;
		return remark('data_left', { path: join(context.dataDir, 'plugin-data', TRASH) });
	}
	return null;
}

/** Puts aside what stands under a name and nobody knows whose it was. */
export async function putLeftAside(context: RegistryContext, name: string): Promise<void> {
	await putAside(context, name, name, 'unknown');
}

/** What this very module kept when it was uninstalled, whether that is in the trash still or not. */
async function takeBack(context: RegistryContext, name: string, sha256: string): Promise<void> {
	const mine = keptAs(name, sha256);
	if (await hasData(context, mine)) return moveData(context, mine, name);
	const { pluginTrash } = context.store;
	for (const { id, record, keepData, step } of pluginTrash.ofName(name)) {
		if (!keepData || step !== 'in' || record.current?.sha256 !== sha256) continue;
		if (!(await hasData(context, dataKey(id)))) continue;
		await moveData(context, dataKey(id), name);
		pluginTrash.dataGone(id);
		return;
	}
}

async function putAside(context: RegistryContext, key: string, name: string, owner: string): Promise<void> {
	if (!(await hasData(context, key))) return;
	makeFolders(join(context.dataDir, 'plugin-data', KEPT), PRIVATE_FOLDER);
	const wanted = keptAs(name, owner);
	let free = wanted;
	for (let count = 2; await hasData(context, free); count++) free = `${wanted}-${count}`;
	await moveData(context, key, free);
}

function keptAs(name: string, owner: string): string {
	return `${KEPT}/${name}@${owner}`;
}
