import { join } from 'node:path';
import { isProcessAlive } from './temporary-files.ts';
import { mkdirSync, mkdtempSync, readdirSync, rm, rmSync } from './user-files.ts';

/**
 * A private folder that lives as long as this process does, `<parent>/<pid>-<random>`. Those that a killed process left
 * behind are removed first.
 */
export function openRunFolder(parent: string): { readonly path: string; close(): Promise<void> } {
	mkdirSync(parent, { recursive: true, mode: 0o700 });
	sweepRunFolders(parent);
	// `mkdtemp` makes folders that no other user can enter.
	const path = mkdtempSync(join(parent, `${process.pid}-`));
	return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

/** Removes the folders of processes that are gone. */
export function sweepRunFolders(parent: string): void {
	let names: readonly string[];
	try {
		names = readdirSync(parent);
	} catch {
		// There never was one.
		return;
	}
	for (const name of names) {
		const pid = /^(\d+)-/.exec(name)?.[1];
		if (pid !== undefined && !isProcessAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
	}
}
