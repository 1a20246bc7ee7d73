import { constants } from 'node:fs';
import { access, chmod, mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** A file system in memory that Linux has by itself. */
const MEMORY = '/dev/shm';
/** Below this the largest files of the tests might not fit beside what else is there. Bytes */
const ENOUGH_BYTES = 6 * 2 ** 30;

export interface ScratchPlace {
	readonly path: string;
	remove(): Promise<void>;
}

/**
 * A folder for everything that the tests write, in memory where the system has room for it: they make and remove files
 * by the ten thousand, which costs a disk's journal more than all that is in them. Null where there is none that
 * programs can be started from, too little of it, or a place for temporary files was named.
 */
export async function scratchPlace(named = process.env['TMPDIR']): Promise<ScratchPlace | null> {
	if (process.platform !== 'linux' || named !== undefined || !(await isRoomy())) return null;
	const path = await mkdtemp(join(MEMORY, 'dataflare-tests-'));
	// As the system's own one is: some tests look as another user at what is in it.
	await chmod(path, 0o1777);
	return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

async function isRoomy(): Promise<boolean> {
	try {
		await access(MEMORY, constants.W_OK);
		const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
		// The last one lies on top of the others.
		const mount = mounts.findLast(([, at]) => at === MEMORY);
		if (mount?.[2] !== 'tmpfs' || mount[3]?.split(',').includes('noexec') === true) return false;
		const { bavail, bsize } = await statfs(MEMORY);
		const free = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
		return Math.min(bavail * bsize, Number(free ?? 0) * 1024) >= ENOUGH_BYTES;
	} catch {
		return false;
	}
}
