import { execFile } from 'node:child_process';

/** Soft and hard, so that the process itself cannot raise them again. What each is good for: `layers-in-force.ts`. */
const powers = ['--nofile=0:0', '--fsize=0:0', '--nproc=0:0', '--core=0:0'] as const;

/** Setting limits takes milliseconds, on a machine that is overloaded seconds; a start may not be held up for ever. ms */
const PATIENCE_MS = 8_000;

/**
 * Takes from a running process what it will not need again, by the operating system's own means: after this it opens no
 * file and no socket, lets no file grow and starts nothing, whatever runs inside it. Linux alone, with util-linux's
 * `prlimit`. Belongs to the reaper: starting a process halts a large program for milliseconds, a small one hardly.
 * Never rejects; whether the limits hold, the kernel tells.
 * `dataBytes`: bounds its private writable memory as well, for the time until it is known what its guest may have.
 */
export function limitResources(pid: number, dataBytes?: number): Promise<void> {
	return prlimit(pid, dataBytes === undefined ? powers : [...powers, `--data=${dataBytes}:`]);
}

/** Bounds the private writable memory of a process for good (`RLIMIT_DATA`). As above in everything else. */
export function limitMemory(pid: number, dataBytes: number): Promise<void> {
	return prlimit(pid, [`--data=${dataBytes}:${dataBytes}`]);
}

function prlimit(pid: number, options: readonly string[]): Promise<void> {
	return new Promise((resolve) => {
		const env = { PATH: '/usr/bin:/bin' };
		execFile('prlimit', ['--pid', String(pid), ...options], { env, timeout: PATIENCE_MS }, () => resolve());
	});
}
