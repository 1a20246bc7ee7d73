import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { right } from '../../../shared/wasm/wasi/rights.ts';
import type { BrokerFiles } from './broker-files.ts';
import { type Entry, FileEntry, FolderEntry, StreamEntry } from './entries.ts';

/** What is granted from the beginning, as the broker tells it. */
export interface Preopen {
	readonly handle: number;
	readonly name: string;
	readonly rights: number;
	readonly inheriting: number;
}

const FIRST_OWN = 3;
const streamRights = right.fdFdstatSetFlags | right.fdFilestatGet | right.pollFdReadwrite;

/** The guest's numbers for what is open. */
export class Table {
	readonly broker: BrokerFiles;
	readonly #entries = new Map<number, Entry>();

	constructor(broker: BrokerFiles, preopens: readonly Preopen[]) {
		this.broker = broker;
		this.#entries.set(0, new StreamEntry(0, streamRights | right.fdRead));
		this.#entries.set(1, new StreamEntry(1, streamRights | right.fdWrite));
		this.#entries.set(2, new StreamEntry(2, streamRights | right.fdWrite));
		for (const { name, ...one } of preopens) {
			this.#entries.set(this.#free(), new FolderEntry({ ...one, flags: 0 }, new TextEncoder().encode(name)));
		}
	}

	get(fd: number): Entry | undefined {
		return this.#entries.get(fd >>> 0);
	}

	add(entry: Entry): number {
		const fd = this.#free();
		this.#entries.set(fd, entry);
		return fd;
	}

	#free(): number {
		let fd = FIRST_OWN;
		while (this.#entries.has(fd)) fd += 1;
		return fd;
	}

	/** One gets the number of the other, which is closed. */
	renumber(from: number, to: number): Errno | Promise<Errno> {
		const [entry, other] = [this.get(from), this.get(to)];
		if (entry === undefined || other === undefined) return errno.badf;
		if (entry === other) return errno.success;
		this.#entries.delete(from >>> 0);
		this.#entries.set(to >>> 0, entry);
		return this.#end(other);
	}

	close(fd: number): Errno | Promise<Errno> {
		const entry = this.get(fd);
		if (entry === undefined) return errno.badf;
		this.#entries.delete(fd >>> 0);
		return this.#end(entry);
	}

	/** A stream has nobody to be told; whoever has the broker waited for can be suspended. */
	#end(entry: Entry): Errno | Promise<Errno> {
		return entry instanceof StreamEntry ? errno.success : this.#endOpened(entry);
	}

	async #endOpened(entry: Entry): Promise<Errno> {
		let late: Errno = errno.success;
		if (entry instanceof FileEntry) {
			await entry.flush();
			late = entry.late();
		}
		const { error } = await this.broker.ask('close', { handle: (entry as FileEntry | FolderEntry).handle });
		return late === errno.success ? error : late;
	}

	/** Whether something counts as written that is not. */
	get dirty(): boolean {
		for (const entry of this.#entries.values()) if (entry instanceof FileEntry && entry.dirty) return true;
		return false;
	}

	/** Writes what waits: of one file, or of all. */
	async flush(id?: string): Promise<void> {
		for (const entry of this.#entries.values()) {
			if (entry instanceof FileEntry && entry.dirty && (id === undefined || entry.id === id)) await entry.flush();
		}
	}

	/** The first thing that went wrong with what counted as written. */
	late(): Errno {
		for (const entry of this.#entries.values()) {
			const error = entry instanceof FileEntry ? entry.late() : errno.success;
			if (error !== errno.success) return error;
		}
		return errno.success;
	}

	/** What was read ahead of a file, or of all, is no longer what is in it. */
	forgetAhead(id?: string): void {
		for (const entry of this.#entries.values()) {
			if (entry instanceof FileEntry && (id === undefined || entry.id === id)) entry.forgetAhead();
		}
	}
}
