import { performance } from 'node:perf_hooks';
import { statfs } from '../../files/user-files.ts';
import { outOfRoom } from '../host-failure.ts';
import type { OpenFolder } from './open-folder.ts';

/** Of the file system that holds a folder, bytes; `free`: to a user who is not root. */
export interface DiskSpace {
	readonly free: number;
	readonly total: number;
}

/** Null: the file system does not tell. */
export type ReadDiskSpace = (folder: string) => Promise<DiskSpace | null>;

interface Reading {
	/** What was written since is taken off. */
	free: number;
	/** What must be left. */
	readonly floor: number;
}

/** How long a reading is believed, ms. Others write to the disk, too. */
const FRESH_MS = 1_000;

/**
 * Keeps plugins from filling a disk that the history, the system and a person need as well: some of it stays free of
 * whatever they write, or a hundredth of the disk where that is less, so that small disks can be written at all.
 */
export class FreeSpace {
	readonly #read: ReadDiskSpace;
	readonly #keptFree: number;
	/** By device. */
	readonly #readings = new Map<bigint, Reading | null>();
	#forgotten = Number.NEGATIVE_INFINITY;

	constructor(read: ReadDiskSpace, keptFree: number) {
		this.#read = read;
		this.#keptFree = keptFree;
	}

	/** Throws `noSpace` with its rule where too little would be left after this many bytes more. */
	async assertAllowed(folder: Pick<OpenFolder, 'handle' | 'here'>, bytes: number, path: string): Promise<void> {
		const { dev } = await folder.handle.stat({ bigint: true });
		const reading = await this.#readingOf(dev, folder.here);
		if (reading === null) return;
		if (reading.free - bytes >= reading.floor) {
			reading.free -= bytes;
			return;
		}
		const left = Math.max(0, Math.floor(reading.free / MiB));
		const reason = `${path} was not written: ${left} MiB are left on its disk, and plugins may not use the last ${Math.ceil(reading.floor / MiB)} MiB.`;
		throw outOfRoom({ kind: 'disk_space', rule: 'free disk space', reason });
	}

	async #readingOf(device: bigint, folder: string): Promise<Reading | null> {
		const now = performance.now();
		if (now - this.#forgotten >= FRESH_MS) {
			this.#readings.clear();
			this.#forgotten = now;
		}
		const known = this.#readings.get(device);
		if (known !== undefined) return known;
		const space = await this.#read(folder);
		const floor = space === null ? 0 : Math.min(this.#keptFree, space.total / 100);
		const reading = space === null ? null : { free: space.free, floor };
		// Somebody else may have read meanwhile and taken something off already.
		const meanwhile = this.#readings.get(device);
		if (meanwhile !== undefined) return meanwhile;
		this.#readings.set(device, reading);
		return reading;
	}
}

const MiB = 1024 * 1024;

export async function readDiskSpace(folder: string): Promise<DiskSpace | null> {
	const facts = await statfs(folder).catch(() => null);
	// File systems without a size of their own (some network and FUSE ones) say 0.
	if (facts === null || facts.blocks === 0) return null;
	return { free: facts.bavail * facts.bsize, total: facts.blocks * facts.bsize };
}
