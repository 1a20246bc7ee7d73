import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A private folder that lives as long as this process does, `<parent>/<pid>-<random>`. Those that a killed process left
 * behind are removed first.
 */
export function openRunFolder(parent: string): { readonly path: string; close(): Promise<void> } {
	mkdirSync(parent, { recursive: true, mode: 0o700 });
	for (const name of readdirSync(parent)) {
		const pid = /^(\d+)-/.exec(name)?.[1];
		if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
	}
	// `mkdtemp` makes folders that no other user can enter.
	const path = mkdtempSync(join(parent, `${process.pid}-`));
	return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
