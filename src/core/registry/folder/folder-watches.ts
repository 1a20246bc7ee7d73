import type { FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { opendir, watch } from '../../files/user-files.ts';
import { contains } from '../package/contains.ts';

/** One watch of these systems covers a whole tree. */
const isRecursive = process.platform === 'darwin' || process.platform === 'win32';
/** Of the watches that the system has for all of a person's programs, no more are taken than this. */
const MAX_WATCHES = 500;
/** Levels that are watched, the folder itself not counted. */
const MAX_DEPTH = 3;
/** Of one plugin's folder, so that one of many folders leaves the others theirs. */
const MAX_PER_ENTRY = 16;

/**
 * Hears of changes in the folder and in the first levels of its entries, within bounds: what is beyond them is left to
 * whoever reads the folder again from time to time. Links are not followed.
 */
export class FolderWatches {
	readonly #folder: string;
	readonly #changed: () => void;
	readonly #watchers = new Map<string, FSWatcher>();
	#closed = false;

	constructor(folder: string, changed: () => void) {
		this.#folder = folder;
		this.#changed = changed;
	}

	get count(): number {
		return this.#watchers.size;
	}

	/** Watches what came since the last time, and no longer what went. */
	async arm(): Promise<void> {
		const wanted = await this.#choose();
		if (this.#closed) return;
		for (const [path, watcher] of this.#watchers) {
			if (wanted.has(path)) continue;
			watcher.close();
			this.#watchers.delete(path);
		}
		for (const path of wanted) this.#watch(path);
	}

	/** What is watched of the folder itself is of one that is gone. */
	disarm(): void {
		for (const watcher of this.#watchers.values()) watcher.close();
		this.#watchers.clear();
	}

	close(): void {
		this.#closed = true;
		this.disarm();
	}

	async #choose(): Promise<ReadonlySet<string>> {
		const wanted = new Set([this.#folder]);
		if (isRecursive) return wanted;
		const entries = await foldersIn(this.#folder, MAX_WATCHES);
		// Every entry itself comes before what is below any.
		for (const entry of entries) if (wanted.size < MAX_WATCHES) wanted.add(entry);
		for (const entry of entries) {
			let below = [entry];
			let left = MAX_PER_ENTRY;
			for (let depth = 2; depth <= MAX_DEPTH && left > 0 && wanted.size < MAX_WATCHES; depth++) {
				const next: string[] = [];
				for (const folder of below) {
					const found = await foldersIn(folder, Math.min(left, MAX_WATCHES - wanted.size));
					left -= found.length;
					for (const path of found) wanted.add(path);
					next.push(...found);
				}
				below = next;
			}
		}
		return wanted;
	}

	#watch(path: string): void {
		if (this.#watchers.has(path)) return;
		try {
			const watcher = watch(path, { recursive: isRecursive }, (event, name) => {
				// Another folder of that name is watched anew.
				if (event === 'rename' && name !== null) this.#forgetBelow(join(path, name));
				this.#changed();
			});
			watcher.on('error', () => this.#forget(path, watcher));
			this.#watchers.set(path, watcher);
		} catch {
			// The rescan does the work where the system cannot tell, or has no watch left.
		}
	}

	#forgetBelow(path: string): void {
		for (const [watched, watcher] of this.#watchers) if (contains(path, watched)) this.#forget(watched, watcher);
	}

	#forget(path: string, watcher: FSWatcher): void {
		watcher.close();
		if (this.#watchers.get(path) === watcher) this.#watchers.delete(path);
	}
}

/** The first folders in a folder, at most so many; none where it cannot be read. */
async function foldersIn(folder: string, most: number): Promise<readonly string[]> {
	const found: string[] = [];
	if (most <= 0) return found;
	try {
		for await (const entry of await opendir(folder)) {
			if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
			found.push(join(folder, entry.name));
			if (found.length === most) break;
		}
	} catch {
		// Gone, or unreadable: who reads it says so.
	}
	return found;
}
