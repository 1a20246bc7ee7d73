import { isAbsolute, relative, sep } from 'node:path';

/** Whether the path is the folder itself or lies below it, going by the names alone. */
export function contains(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
