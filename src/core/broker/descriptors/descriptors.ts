import type { Dir } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { SetTimes } from './set-times.ts';
import { WasiFailure } from './wasi-failure.ts';

/** An open file or folder of one guest, as the engine knows it. What the sandbox says of it does not count. */
export interface Descriptor {
	readonly handle: FileHandle;
	readonly folder: boolean;
	/** Where it really was when it was opened. */
	readonly place: string;
	/** WASI's rights, never more than the folder that it was opened below hands on. */
	readonly rights: number;
	readonly inheriting: number;
	/** Opened for writing, so that what is asked may be refused without asking the file system. */
	readonly writable: boolean;
	/** The policy under which it was opened: under another one it is decided on anew. */
	grounds: string;
	/** What is being listed, and the number of the entry that comes next. */
	listing: { readonly dir: Dir; next: number } | null;
}

interface Open {
	readonly byHandle: Map<number, Descriptor>;
	/** Files that this guest gave further names, by device and inode: how many. */
	readonly linked: Map<string, number>;
	readonly times: SetTimes;
	last: number;
}

/** What WASI guests have open: for each sandbox process a table of its own, which ends with it. */
export class Descriptors {
	readonly #most: number;
	readonly #each: number;
	readonly #tables = new WeakMap<AbortSignal, Open>();
	#count = 0;

	constructor(most: number, each: number) {
		this.#most = most;
		this.#each = each;
	}

	/** Closes whatever the process had open. */
	async clear(owner: AbortSignal): Promise<void> {
		const { byHandle } = this.#of(owner);
		const all = [...byHandle.values()];
		byHandle.clear();
		await Promise.all(all.map((one) => this.#end(one)));
	}

	/** Throws where too much is open; closes what it was given then. */
	async add(owner: AbortSignal, descriptor: Descriptor): Promise<number> {
		const table = this.#of(owner);
		this.#count += 1;
		const tooMany = table.byHandle.size >= this.#each ? 'mfile' : this.#count > this.#most ? 'nfile' : null;
		if (tooMany !== null || owner.aborted) {
			await this.#end(descriptor);
			throw new WasiFailure(tooMany ?? 'canceled', 'Too many files are open.');
		}
		table.last += 1;
		table.byHandle.set(table.last, descriptor);
		return table.last;
	}

	get(owner: AbortSignal, handle: number): Descriptor | undefined {
		return this.#of(owner).byHandle.get(handle);
	}

	async close(owner: AbortSignal, handle: number): Promise<void> {
		const { byHandle } = this.#of(owner);
		const found = byHandle.get(handle);
		if (found === undefined) throw new WasiFailure('badf', 'No such handle.');
		byHandle.delete(handle);
		await this.#end(found);
	}

	linked(owner: AbortSignal): Map<string, number> {
		return this.#of(owner).linked;
	}

	times(owner: AbortSignal): SetTimes {
		return this.#of(owner).times;
	}

	async #end({ handle, listing }: Descriptor): Promise<void> {
		this.#count -= 1;
		await Promise.allSettled([handle.close(), listing?.dir.close()]);
	}

	#of(owner: AbortSignal): Open {
		const known = this.#tables.get(owner);
		if (known !== undefined) return known;
		const open: Open = { byHandle: new Map(), linked: new Map(), times: new SetTimes(), last: 0 };
		this.#tables.set(owner, open);
		owner.addEventListener('abort', () => void this.clear(owner).catch(() => undefined), { once: true });
		return open;
	}
}
