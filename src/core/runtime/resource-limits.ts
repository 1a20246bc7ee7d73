import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Soft and hard, so that the process itself cannot raise them again; `nproc` does not bind root. */
const limits = [
	{ option: '--nofile=0:0', name: 'Max open files', layer: 'no-new-descriptors' },
	{ option: '--fsize=0:0', name: 'Max file size', layer: 'no-file-growth' },
	{ option: '--nproc=0:0', name: 'Max processes', layer: 'no-new-processes' },
	{ option: '--core=0:0', name: 'Max core file size', layer: 'no-core-dumps' },
] as const;

/** A process that lists limits takes milliseconds; one that hangs must not hold a start up. ms */
const PATIENCE_MS = 2_000;

/**
 * Takes from a running process what it will not need again, by the operating system's own means: after this it opens no
 * file and no socket, lets no file grow and starts nothing, whatever runs inside it. Linux alone, with util-linux's
 * `prlimit`. Answers with the limits that the kernel says are in force; never rejects.
 */
export async function limitResources(pid: number): Promise<readonly string[]> {
	if (process.platform !== 'linux') return [];
	const options = limits.map(({ option }) => option);
	await new Promise<void>((resolve) => {
		const env = { PATH: '/usr/bin:/bin' };
		execFile('prlimit', ['--pid', String(pid), ...options], { env, timeout: PATIENCE_MS }, () => resolve());
	});
	const told = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
	const isRoot = process.getuid?.() === 0;
	return limits
		.filter(({ name }) => new RegExp(`^${name} +0 +0 `, 'm').test(told))
		.map(({ layer }) => layer)
		.filter((layer) => !(isRoot && layer === 'no-new-processes'));
}
