import { execFile } from 'node:child_process';

/** Soft and hard, so that the process itself cannot raise them again. What each is good for: `layers-in-force.ts`. */
const options = ['--nofile=0:0', '--fsize=0:0', '--nproc=0:0', '--core=0:0'] as const;

/** Setting limits takes milliseconds, on a machine that is overloaded seconds; a start may not be held up for ever. ms */
const PATIENCE_MS = 8_000;

/**
 * Takes from a running process what it will not need again, by the operating system's own means: after this it opens no
 * file and no socket, lets no file grow and starts nothing, whatever runs inside it. Linux alone, with util-linux's
 * `prlimit`. Belongs to the reaper: starting a process halts a large program for milliseconds, a small one hardly.
 * Never rejects; whether the limits hold, the kernel tells.
 */
export function limitResources(pid: number): Promise<void> {
	return new Promise((resolve) => {
		const env = { PATH: '/usr/bin:/bin' };
		execFile('prlimit', ['--pid', String(pid), ...options], { env, timeout: PATIENCE_MS }, () => resolve());
	});
}
