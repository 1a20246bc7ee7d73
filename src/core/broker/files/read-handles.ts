import type { FileHandle } from 'node:fs/promises';
import { stat } from '../../files/user-files.ts';

interface OpenFile {
	readonly handle: FileHandle;
	readonly path: string;
	readonly identity: string;
	/** The policy under which it was opened. */
	readonly grounds: string;
	users: number;
	/** Closed as soon as nobody uses it. */
	dropped: boolean;
	timer: NodeJS.Timeout | undefined;
}

/** Whose file, asked for how, on which grounds: another grant opens, and so decides, anew. */
export interface ReadKey {
	readonly owner: AbortSignal;
	/** Absolute, as it was asked for: links in it are followed at each use to see that it is still the same file. */
	readonly path: string;
	readonly grounds: string;
}

/** Keeps files open between the reads of one guest, so that reading a large file in pieces opens it once. */
export class ReadHandles {
	readonly #most: number;
	readonly #idleMs: number;
	/** Least recently used first. */
	readonly #open = new Map<string, OpenFile>();
	readonly #owners = new WeakMap<AbortSignal, number>();
	#ownerCount = 0;

	constructor(most: number, idleMs: number) {
		this.#most = most;
		this.#idleMs = idleMs;
	}

	async use<T>(key: ReadKey, open: () => Promise<FileHandle>, task: (handle: FileHandle) => Promise<T>): Promise<T> {
		const id = `${this.#ownerOf(key.owner)}:${key.path}`;
		const file = (await this.#stillGood(id, key)) ?? (await this.#add(id, key, await open()));
		file.users++;
		clearTimeout(file.timer);
		try {
			return await task(file.handle);
		} finally {
			file.users--;
			await this.#settle(id, file);
		}
	}

	/** Closes what is open of a file, for every guest: it is about to be replaced. */
	async forget(path: string): Promise<void> {
		for (const [id, file] of this.#open) if (file.path === path) await this.#drop(id, file);
	}

	async #stillGood(id: string, key: ReadKey): Promise<OpenFile | null> {
		const file = this.#open.get(id);
		if (file === undefined) return null;
		const now = await stat(key.path, { bigint: true }).catch(() => null);
		if (now !== null && identityOf(now) === file.identity && file.grounds === key.grounds && !file.dropped) return file;
		await this.#drop(id, file);
		return null;
	}

	async #add(id: string, key: ReadKey, handle: FileHandle): Promise<OpenFile> {
		const facts = await handle.stat({ bigint: true }).catch(async (error: unknown) => {
			await handle.close();
			throw error;
		});
		const file: OpenFile = {
			handle,
			path: key.path,
			identity: identityOf(facts),
			grounds: key.grounds,
			users: 0,
			dropped: key.owner.aborted,
			timer: undefined,
		};
		if (file.dropped) return file;
		const previous = this.#open.get(id);
		if (previous !== undefined) await this.#drop(id, previous);
		this.#open.set(id, file);
		for (const [oldId, old] of this.#open) {
			if (this.#open.size <= this.#most) break;
			await this.#drop(oldId, old);
		}
		return file;
	}

	async #settle(id: string, file: OpenFile): Promise<void> {
		if (file.users > 0) return;
		if (file.dropped) {
			await file.handle.close();
			return;
		}
		this.#open.delete(id);
		this.#open.set(id, file);
		clearTimeout(file.timer);
		file.timer = setTimeout(() => void this.#drop(id, file).catch(() => undefined), this.#idleMs);
		file.timer.unref();
	}

	async #drop(id: string, file: OpenFile): Promise<void> {
		if (file.dropped) return;
		file.dropped = true;
		clearTimeout(file.timer);
		if (this.#open.get(id) === file) this.#open.delete(id);
		if (file.users === 0) await file.handle.close();
	}

	#ownerOf(signal: AbortSignal): number {
		const known = this.#owners.get(signal);
		if (known !== undefined) return known;
		const owner = ++this.#ownerCount;
		this.#owners.set(signal, owner);
		signal.addEventListener('abort', () => {
			for (const [id, file] of this.#open) {
				if (id.startsWith(`${owner}:`)) void this.#drop(id, file).catch(() => undefined);
			}
		});
		return owner;
	}
}

function identityOf(facts: { readonly dev: bigint; readonly ino: bigint; readonly nlink: bigint }): string {
	return `${facts.dev}:${facts.ino}:${facts.nlink}`;
}
