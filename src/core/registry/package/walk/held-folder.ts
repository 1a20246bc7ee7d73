import type { BigIntStats, Dirent } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../../shared/errors/code-of.ts';
import { readWhole, type Unfit } from '../../../files/read-plain-file.ts';
import { constants, existsSync, lstat, open, opendir, stat } from '../../../files/user-files.ts';
import { isMomentary } from '../momentary.ts';

/** Never follows a last link, never waits for a pipe's other end. Absent on Windows, where neither exists. */
const CAREFUL = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Names below an open folder can be reached through it, whatever takes its place meanwhile. */
const hasHandlePaths = process.platform === 'linux' && existsSync('/proc/self/fd');

interface Identity {
	readonly dev: bigint;
	readonly ino: bigint;
}

/**
 * A folder that somebody else made and may be changing, held while it is read. No link below it is followed, neither in
 * the place of a file nor of a folder. Where names cannot be reached through an open folder, what was opened is
 * compared with what the names stand for afterwards.
 */
export class HeldFolder {
	readonly #path: string;
	readonly #handle: FileHandle | null;
	readonly #identity: Identity;

	private constructor(path: string, handle: FileHandle | null, identity: Identity) {
		this.#path = path;
		this.#handle = handle;
		this.#identity = identity;
	}

	/**
	 * The folder that the path leads to, by links as well: the path is the person's. Rejects like `open`. `byHandle`:
	 * whether names are reached through the open folder; default: where the system can.
	 */
	static async open(path: string, { byHandle = hasHandlePaths } = {}): Promise<HeldFolder> {
		return byHandle ? HeldFolder.#openHandle(path, 0) : HeldFolder.#openPath(path, await stat(path, { bigint: true }));
	}

	static #openPath(path: string, facts: BigIntStats): HeldFolder {
		if (!facts.isDirectory()) throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
		return new HeldFolder(path, null, facts);
	}

	static async #openHandle(path: string, flags: number): Promise<HeldFolder> {
		const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | flags);
		return new HeldFolder(`/proc/self/fd/${handle.fd}`, handle, await handle.stat({ bigint: true }));
	}

	/** In the order of the file system. */
	async *entries(): AsyncGenerator<Dirent> {
		// Leaving the loop closes the folder.
		for await (const entry of await opendir(this.#path)) yield entry;
	}

	/** Null: nothing of this name, or no folder. */
	async folder(name: string): Promise<HeldFolder | null> {
		const path = join(this.#path, name);
		const found =
			this.#handle === null
				? await lstat(path, { bigint: true })
						.then((facts) => HeldFolder.#openPath(path, facts))
						.catch(nothing)
				: await HeldFolder.#openHandle(path, CAREFUL).catch(nothing);
		if (found !== null && !(await this.#isUnmoved(name, found.#identity))) {
			await found.close();
			return null;
		}
		return found;
	}

	/** A plain file, open to be read; `special` is anything else, links included. Rejects like `open`. */
	async openFile(name: string): Promise<FileHandle | 'special'> {
		const handle = await open(join(this.#path, name), constants.O_RDONLY | CAREFUL).catch((error: unknown) => {
			// What a link, and a socket, answer.
			if (['ELOOP', 'ENXIO', 'EMLINK'].includes(String(codeOf(error)))) return null;
			throw error;
		});
		if (handle === null) return 'special';
		try {
			const facts = await handle.stat({ bigint: true });
			if (facts.isFile() && (await this.#isUnmoved(name, facts))) return handle;
		} catch (error) {
			await handle.close();
			throw error;
		}
		await handle.close();
		return 'special';
	}

	/** The content of a plain file of at most `maxBytes`. Rejects like `open`. */
	async readFile(name: string, maxBytes: number): Promise<Buffer | Unfit> {
		const handle = await this.openFile(name);
		if (handle === 'special') return { kind: 'special' };
		try {
			return await readWhole(handle, maxBytes);
		} finally {
			await handle.close();
		}
	}

	async close(): Promise<void> {
		await this.#handle?.close();
	}

	/** Whether the name stands for what was opened, and is no link. */
	async #isUnmoved(name: string, opened: Identity): Promise<boolean> {
		if (this.#handle !== null) return true;
		const there = await lstat(join(this.#path, name), { bigint: true });
		const here = await stat(this.#path, { bigint: true });
		return !there.isSymbolicLink() && isSame(there, opened) && isSame(here, this.#identity);
	}
}

function isSame(one: Identity, other: Identity): boolean {
	return one.dev === other.dev && one.ino === other.ino;
}

/** Nothing is there, unless the system could not tell at this moment. */
function nothing(error: unknown): null {
	if (isMomentary(error)) throw error;
	return null;
}
