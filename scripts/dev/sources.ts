import { join, relative } from 'node:path';

/** What the engine and its server on 127.0.0.1 run from, below the checkout. */
export const engineSources = ['src/core', 'src/shared', 'src/sandbox', 'src/loopback'] as const;
/** What the shell in Electron is built from. */
export const shellSources = ['src/core', 'src/shared', 'src/sandbox', 'src/main', 'src/preload'] as const;

/** Whether the change of a file, by its name, changes what runs. */
export const counts = (file: string): boolean => file.endsWith('.ts') && !file.endsWith('.test.ts');

/** `folder`: below `root`; `file`: a whole path. */
export function isBelow(root: string, folder: string, file: string): boolean {
	const path = relative(join(root, folder), file);
	return path !== '' && !path.startsWith('..');
}
