import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { changing, fileType } from '../../../shared/wasm/wasi/rights.ts';
import type { BrokerFiles } from './broker-files.ts';

/** What is read at once, and what is written at once, however little the guest asks for. bytes */
const AHEAD_BYTES = 256 * 1024;
const BEHIND_BYTES = 64 * 1024;
/** The most that the broker moves at once. bytes */
export const MOST_AT_ONCE = 4 * 1024 * 1024;

/** An open descriptor: what the guest was told of it. What it may do, the broker knows for itself. */
export interface Entry {
	readonly type: number;
	/** What the guest kept of what it was given. */
	rights: number;
	inheriting: number;
	flags: number;
}

/**
 * Whether something is to be asked of the broker. What the guest gave up is its own; what changes something and was never
 * given is the broker's to refuse, which knows the rule and records the denial.
 */
export function mayAsk(
	{ rights, given }: { readonly rights: number; readonly given: number },
	needed: number,
): boolean {
	const missing = needed & ~rights;
	return (missing & (given | ~changing)) === 0;
}

export class StreamEntry implements Entry {
	readonly type = fileType.characterDevice;
	readonly stream: 0 | 1 | 2;
	rights: number;
	inheriting = 0;
	flags = 0;

	constructor(stream: 0 | 1 | 2, rights: number) {
		this.stream = stream;
		this.rights = rights;
	}
}

export interface Opened {
	readonly handle: number;
	readonly type: number;
	readonly rights: number;
	readonly inheriting: number;
	readonly flags: number;
	/** The same for all that is the same file. */
	readonly id: string;
}

export class FolderEntry implements Entry {
	readonly type = fileType.directory;
	readonly handle: number;
	/** The name under which the guest finds it from its beginning; null: it opened it. */
	readonly preopened: Uint8Array | null;
	rights: number;
	inheriting: number;
	flags: number;
	/** What the broker last listed: whole entries from a cookie on, and whether they are the last. */
	listed: { readonly from: bigint; readonly data: Uint8Array; readonly last: boolean } | null = null;
	/** Rights that the broker gave it. */
	readonly given: number;

	constructor({ handle, rights, inheriting, flags }: Omit<Opened, 'type' | 'id'>, preopened: Uint8Array | null) {
		this.handle = handle;
		this.given = rights;
		this.rights = rights;
		this.inheriting = inheriting;
		this.flags = flags;
		this.preopened = preopened;
	}
}

/** An open file with what was read ahead and what is still to be written. */
export class FileEntry implements Entry {
	readonly type: number;
	readonly handle: number;
	readonly id: string;
	/** Rights that the broker gave it. */
	readonly given: number;
	rights: number;
	inheriting: number;
	flags: number;
	/** Where it is read and written next, bytes; null: at the end, wherever that is. */
	offset: number | null = 0;
	#ahead: { readonly at: number; readonly data: Uint8Array } | null = null;
	#behind: { readonly at: number | null; readonly data: Uint8Array; length: number } | null = null;
	/** What went wrong when something that counted as written was written: told once. */
	#late: Errno = errno.success;
	readonly #broker: BrokerFiles;

	constructor({ handle, type, rights, inheriting, flags, id }: Opened, broker: BrokerFiles) {
		this.type = type;
		this.handle = handle;
		this.id = id;
		this.given = rights;
		this.rights = rights;
		this.inheriting = inheriting;
		this.flags = flags;
		this.#broker = broker;
	}

	get dirty(): boolean {
		return this.#behind !== null;
	}

	/** What was read ahead of a place; null: nothing was. */
	aheadOf(offset: number): Uint8Array | null {
		if (this.#ahead === null) return null;
		const { at, data } = this.#ahead;
		return offset >= at && offset < at + data.length ? data.subarray(offset - at) : null;
	}

	forgetAhead(): void {
		this.#ahead = null;
	}

	/** Bytes from a place; more is read than is wanted, and kept. */
	async fetch(offset: number, wanted: number): Promise<{ readonly error: Errno; readonly data: Uint8Array }> {
		const max = Math.min(Math.max(wanted, AHEAD_BYTES), MOST_AT_ONCE);
		const answer = await this.#broker.ask('read', { handle: this.handle, offset, max });
		this.#ahead = answer.data.length > wanted ? { at: offset, data: answer.data } : null;
		return answer;
	}

	/** Takes what is to be written where it fits behind what waits; false: that has to be written first. */
	take(at: number | null, buffers: readonly Uint8Array[], total: number): boolean {
		const waiting = this.#behind;
		if (total > BEHIND_BYTES) return false;
		const behind = waiting ?? { at, data: new Uint8Array(BEHIND_BYTES), length: 0 };
		const next = behind.at === null ? null : behind.at + behind.length;
		if (at !== next || behind.length + total > behind.data.length) return false;
		for (const bytes of buffers) {
			behind.data.set(bytes, behind.length);
			behind.length += bytes.length;
		}
		this.#behind = behind;
		return true;
	}

	/** Writes what waits; what went wrong is kept for `late`. */
	async flush(): Promise<void> {
		const behind = this.#behind;
		this.#behind = null;
		if (behind === null) return;
		const error = await this.write(behind.at, behind.data.subarray(0, behind.length));
		if (this.#late === errno.success) this.#late = error;
	}

	async write(at: number | null, data: Uint8Array): Promise<Errno> {
		const where = at === null ? 'end' : 'at';
		const { error } = await this.#broker.ask('write', { handle: this.handle, where, offset: at ?? 0, data });
		return error;
	}

	/** What went wrong before, once. */
	late(): Errno {
		const error = this.#late;
		this.#late = errno.success;
		return error;
	}
}
