import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import type { HostSide } from '../../imports/host-side.ts';
import { BrokerFiles } from '../../imports/wasi/broker-files.ts';
import { type FileEntry, FolderEntry, MOST_AT_ONCE } from '../../imports/wasi/entries.ts';
import { type Preopen, Table } from '../../imports/wasi/table.ts';

const FIRST_PREOPENED = 3;

/** An open file or folder, which a descriptor and streams may share; closed when the last of them is gone. */
export class OpenEntry {
	readonly entry: FileEntry | FolderEntry;
	readonly #onClose: () => void;
	#users = 0;

	constructor(entry: FileEntry | FolderEntry, onClose: () => void) {
		this.entry = entry;
		this.#onClose = onClose;
	}

	hold(): this {
		this.#users += 1;
		return this;
	}

	release(): void {
		this.#users -= 1;
		if (this.#users === 0) this.#onClose();
	}
}

/**
 * The open files of a component: entries and buffers as those of preview 1, and the same broker behind them, which knows
 * for itself what each handle may be used for. Letting go of a handle cannot wait, so that what a closing still has to
 * write is waited for by whatever follows.
 */
export class OpenFiles {
	readonly broker: BrokerFiles;
	readonly preopened: readonly (readonly [entry: OpenEntry, name: string])[];
	readonly #table: Table;
	readonly #closing = new Set<Promise<unknown>>();
	#late: Errno = errno.success;

	constructor(host: HostSide, preopens: readonly Preopen[]) {
		this.broker = new BrokerFiles(host);
		this.#table = new Table(this.broker, preopens);
		this.preopened = preopens.flatMap(({ name }, index) => {
			const entry = this.#table.get(FIRST_PREOPENED + index);
			// Open as long as the instance is.
			return entry instanceof FolderEntry ? [[new OpenEntry(entry, () => undefined), name] as const] : [];
		});
	}

	add(entry: FileEntry | FolderEntry): OpenEntry {
		const fd = this.#table.add(entry);
		return new OpenEntry(entry, () => {
			const closing = Promise.resolve(this.#table.close(fd)).then((error) => {
				if (this.#late === errno.success) this.#late = error;
				this.#closing.delete(closing);
			});
			this.#closing.add(closing);
		});
	}

	/** What waits is written: of one file, or of all. */
	async flush(id?: string): Promise<void> {
		await this.closed();
		await this.#table.flush(id);
	}

	/** All that was let go of is closed. */
	async closed(): Promise<void> {
		while (this.#closing.size > 0) await Promise.all(this.#closing);
	}

	/** What was read ahead is no longer what is there. */
	forgetAhead(id: string): void {
		this.#table.forgetAhead(id);
	}

	get dirty(): boolean {
		return this.#closing.size > 0 || this.#late !== errno.success || this.#table.dirty;
	}

	/** Writes what counts as written; answers with what went wrong with any of it, once. */
	async settle(): Promise<Errno> {
		await this.flush();
		const closed = this.#late;
		this.#late = errno.success;
		const late = this.#table.late();
		return closed === errno.success ? late : closed;
	}

	/** Up to `most` bytes from a place; empty: the end. */
	async read(file: FileEntry, at: number, most: number): Promise<Uint8Array | Errno> {
		const ahead = file.aheadOf(at);
		if (ahead !== null) return ahead.slice(0, most);
		await this.flush(file.id);
		const { error, data } = await file.fetch(at, Math.min(most, MOST_AT_ONCE));
		return error === errno.success ? data.slice(0, most) : error;
	}

	/** `at` null: at the end. What is little waits for more; what went wrong with what waited before is told here. */
	async write(file: FileEntry, at: number | null, bytes: Uint8Array): Promise<Errno> {
		const late = file.late();
		if (late !== errno.success) return late;
		if (bytes.length === 0) return errno.success;
		this.forgetAhead(file.id);
		if (file.take(at, [bytes], bytes.length)) return errno.success;
		await this.flush(file.id);
		const before = file.late();
		if (before !== errno.success) return before;
		for (let written = 0; written < bytes.length; written += MOST_AT_ONCE) {
			const error = await file.write(
				at === null ? null : at + written,
				bytes.subarray(written, written + MOST_AT_ONCE),
			);
			if (error !== errno.success) return error;
		}
		return errno.success;
	}

	/** What a file still had to tell once all of it is written. */
	async written(file: FileEntry): Promise<Errno> {
		await this.flush(file.id);
		return file.late();
	}
}
