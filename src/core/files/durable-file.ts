import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PRIVATE_FILE } from './private-files.ts';
import { temporaryName } from './temporary-files.ts';
import { open, rename, rm } from './user-files.ts';

/**
 * A file that appears under its name whole, with its bytes on the disk, at `commit`, or not at all: until then it lies
 * beside it under a name that is swept where the program ends before. Every method rejects with the system's own error.
 */
export class DurableFile {
	readonly #path: string;
	readonly #temporary: string;
	/** Null: committed or abandoned. */
	#handle: FileHandle | null;

	/** Takes over a new file that is open to be written; what it replaces, if anything, stays until `commit`. */
	constructor(handle: FileHandle, temporary: string, path: string) {
		this.#handle = handle;
		this.#temporary = temporary;
		this.#path = path;
	}

	/** `mode`: what the file's permissions are, before the umask; default: as the system does it. */
	static async create(path: string, mode?: number): Promise<DurableFile> {
		const temporary = join(dirname(path), temporaryName());
		return new DurableFile(await open(temporary, 'wx', mode), temporary, path);
	}

	/** Adds to the end. */
	async write(data: Uint8Array): Promise<void> {
		await this.#handle?.writeFile(data);
	}

	/** Where it rejects, nothing of it is left. */
	async commit(): Promise<void> {
		try {
			await this.#handle?.sync();
			await this.#close();
			await rename(this.#temporary, this.#path);
		} catch (error) {
			await this.#drop();
			throw error;
		}
	}

	/** Leaves nothing. Idempotent; a no-op after `commit`. */
	async abandon(): Promise<void> {
		if (this.#handle !== null) await this.#drop();
	}

	async #drop(): Promise<void> {
		await this.#close().catch(() => undefined);
		await rm(this.#temporary, { force: true }).catch(() => undefined);
	}

	async #close(): Promise<void> {
		const handle = this.#handle;
		this.#handle = null;
		await handle?.close();
	}
}

/** Writes a file that is not there yet; its bytes are on the disk when it resolves. Rejects with the system's own error. */
export async function writeNewFile(path: string, data: Uint8Array): Promise<void> {
	const file = await open(path, 'wx', PRIVATE_FILE);
	try {
		await file.writeFile(data);
		await file.sync();
	} finally {
		await file.close();
	}
}

/** Puts a whole file in the place of what is there, if anything. Rejects with the system's own error. */
export async function replaceFile(path: string, data: Uint8Array): Promise<void> {
	const file = await DurableFile.create(path, PRIVATE_FILE);
	try {
		await file.write(data);
	} catch (error) {
		await file.abandon();
		throw error;
	}
	await file.commit();
}
