import { basename, join } from 'node:path';
import type { TrashEntry } from '../../store/trash/plugin-trash-entry.ts';

/**
 * Below the plugins folder and below the plugins' data: what is moved there stays on its file system, so that it is there
 * whole or not at all. No plugin's name begins with a dot, and the watch looks at no such entry.
 */
export const TRASH = '.trash';

/** Where the files of one uninstalled plugin lie, under their own name. */
export function filesFolder({ root, id }: Pick<TrashEntry, 'root' | 'id'>): string {
	return join(root, TRASH, id);
}

export function filesPlace(entry: Pick<TrashEntry, 'root' | 'id' | 'entry'>): string {
	return join(filesFolder(entry), basename(entry.entry));
}

/** What stands for the plugin's name where its state and its data are kept. */
export function dataKey(id: string): string {
	return `${TRASH}/${id}`;
}
