import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { lstat, readdir, rename, rm, rmdir } from '../../files/user-files.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Values of a state per transaction: the engine goes on between two of them. */
const SLICE = 2_000;

/** Where the data lie of what is called so: a plugin, or what stands for one that is gone. */
export function dataPlace(context: RegistryContext, key: string): string {
	return join(context.dataDir, 'plugin-data', key);
}

export async function hasData(context: RegistryContext, key: string): Promise<boolean> {
	if (!context.store.state.isEmpty(key)) return true;
	const entries = await readdir(dataPlace(context, key)).catch(() => []);
	return entries.length > 0;
}

/** State and files. Each of its steps can be done again where the program ended between them. */
export async function moveData(context: RegistryContext, from: string, to: string): Promise<void> {
	while (context.store.state.move(from, to, SLICE) === SLICE) await setImmediate();
	const [source, place] = [dataPlace(context, from), dataPlace(context, to)];
	if ((await lstat(source).catch(() => null)) === null) return;
	makeFolders(dirname(place), PRIVATE_FOLDER);
	// One that was made and never used.
	await rmdir(place).catch(() => undefined);
	await rename(source, place);
}

export async function deleteData(context: RegistryContext, key: string): Promise<void> {
	while (context.store.state.drop(key, SLICE) === SLICE) await setImmediate();
	await rm(dataPlace(context, key), { recursive: true, force: true });
}
