import { join } from 'node:path';
import { lstat } from '../../files/user-files.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Where a plugin's files go. */
export interface Place {
	/** Absolute. */
	readonly path: string;
	/** What lies there is the plugin's own and is replaced; else nothing lies there. */
	readonly isOwn: boolean;
}

/**
 * The folder of a plugin's name or, where something else lies there, the first of `-2`, `-3`, … that is free. A name is the
 * plugin's own word, so that it gives no right to what another one has; what the folder is called decides nothing.
 */
export async function placeOf(context: RegistryContext, name: string): Promise<Place> {
	for (let count = 1; ; count++) {
		const path = join(context.pluginsDir, count === 1 ? name : `${name}-${count}`);
		if (context.store.plugins.at(path)?.name === name) return { path, isOwn: true };
		if ((await lstat(path).catch(() => null)) === null) return { path, isOwn: false };
	}
}
