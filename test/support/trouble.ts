import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

/** A way back, or why this machine cannot have the trouble. */
export type Trouble = { readonly undo: () => void } | { readonly impossible: string };

const isRoot = process.getuid?.() === 0;

/** Puts a file system of so many KiB in a folder's place. */
export function smallDisk(folder: string, kib: number): Trouble {
	if (process.platform !== 'linux') return { impossible: 'a small disk can only be mounted on Linux' };
	if (!isRoot) return { impossible: 'mounting a small disk takes root' };
	try {
		mount('-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder);
	} catch (error) {
		return { impossible: `a small disk cannot be mounted here: ${reasonOf(error)}` };
	}
	return { undo: () => unmount(folder) };
}

/** Makes a folder read-only, for root as well. */
export function readOnly(folder: string): Trouble {
	if (!isRoot) {
		chmodSync(folder, 0o555);
		return { undo: () => chmodSync(folder, 0o755) };
	}
	if (process.platform !== 'linux') return { impossible: 'root ignores permissions' };
	try {
		mount('--bind', folder, folder);
		mount('-o', 'remount,bind,ro', folder);
	} catch (error) {
		return { impossible: `root ignores permissions, and a read-only mount cannot be made here: ${reasonOf(error)}` };
	}
	return { undo: () => unmount(folder) };
}

function mount(...args: readonly string[]): void {
	execFileSync('mount', args, { stdio: 'pipe' });
}

function unmount(folder: string): void {
	execFileSync('umount', ['-l', folder]);
}

function reasonOf(error: unknown): string {
	return String((error as { readonly stderr?: Buffer }).stderr ?? error).trim();
}
