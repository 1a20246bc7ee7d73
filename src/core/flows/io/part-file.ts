import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { access, constants, copyFile, link, lstat, open, rename, rm } from '../../files/user-files.ts';
import { outputIsFolder, partLost } from './io-failures.ts';
import type { WriterPlace } from './writer-place.ts';

/** Where what is written goes until it is whole. Rejects with the system's own error, or with why it cannot go on. */
export interface Output {
	/** Of a pipe or a device: writing may take for ever, and nothing of it is kept aside or taken back. Absent: none. */
	readonly isSpecial?: boolean;
	write(data: Uint8Array): Promise<void>;
	/** All that was written is on the disk when it resolves. */
	sync(): Promise<OutputPlace>;
	/** Rejects with what would keep it from being committed. Absent: what is written is where it belongs. */
	prepare?(): Promise<void>;
	commit(): Promise<void>;
	abandon(): Promise<void>;
	suspend(): Promise<void>;
}

export type OutputPlace = Pick<WriterPlace, 'part' | 'length' | 'crc'>;

/** Beside the file it becomes; named by the run, so that no sweep takes it for something that a killed program left. */
export function partName(run: string, component: number): string {
	return `.dataflare-${run}-${component}.part`;
}

/**
 * A file that takes its name when it is whole, and until then lies beside it under one of its run's, where a later run
 * finds it again.
 */
export class PartFile implements Output {
	readonly #path: string;
	readonly #part: string;
	/** What may stand under the name by then: anything, or nothing that this run did not put there itself. */
	readonly #mayReplace: boolean;
	/** Null: committed, abandoned or suspended. */
	#handle: FileHandle | null;
	#length: number;
	#crc: number;
	/** Whether it was committed. */
	#isCommitted = false;
	/** Whether its name is on the disk as well. */
	#isNamed = false;

	private constructor(
		names: { readonly path: string; readonly part: string },
		mayReplace: boolean,
		handle: FileHandle,
		{ length, crc }: Pick<OutputPlace, 'length' | 'crc'>,
	) {
		this.#path = names.path;
		this.#part = names.part;
		this.#mayReplace = mayReplace;
		this.#handle = handle;
		this.#length = length;
		this.#crc = crc;
	}

	static async create(path: string, name: string, mayReplace: boolean): Promise<PartFile> {
		const part = join(dirname(path), name);
		// Only what is no link and nobody else's: a run's id is nobody's who could have prepared one.
		await rm(part, { force: true });
		return new PartFile({ path, part }, mayReplace, await open(part, 'wx+'), { length: 0, crc: 0 });
	}

	/**
	 * Goes on behind what was on the disk at a place, or (`anew`) in front of it; what came behind that is cut off. Rejects
	 * with `conflict` where it is not there.
	 */
	static async reopen(path: string, place: WriterPlace, anew: boolean, mayReplace: boolean): Promise<PartFile> {
		const part = join(dirname(path), place.part);
		await takeBack(path, part, place);
		const handle = await open(part, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
		const from = anew ? { length: 0, crc: 0 } : place;
		try {
			const facts = await handle.stat();
			if (!facts.isFile() || facts.size < place.length) throw partLost(path, place.length, facts.size);
			await handle.truncate(from.length);
		} catch (error) {
			await handle.close();
			throw error;
		}
		return new PartFile({ path, part }, mayReplace, handle, from);
	}

	async write(data: Uint8Array): Promise<void> {
		const handle = this.#opened();
		for (let at = 0; at < data.length; ) {
			const { bytesWritten } = await handle.write(data, at, data.length - at, this.#length);
			this.#crc = crc32(data.subarray(at, at + bytesWritten), this.#crc);
			at += bytesWritten;
			this.#length += bytesWritten;
		}
	}

	async sync(): Promise<OutputPlace> {
		await this.#opened().sync();
		if (!this.#isNamed) await syncFolder(dirname(this.#path));
		this.#isNamed = true;
		return { part: basename(this.#part), length: this.#length, crc: this.#crc };
	}

	async prepare(): Promise<void> {
		await this.#opened().sync();
		if ((await lstat(this.#part).catch(() => null)) === null) throw partLost(this.#path, this.#length, null);
		await access(dirname(this.#path), constants.W_OK);
		await this.#requireFree();
	}

	async commit(): Promise<void> {
		if (this.#handle === null) return;
		await this.prepare();
		await this.suspend();
		if (this.#mayReplace || !(await this.#takeFreeName())) await rename(this.#part, this.#path);
		this.#isCommitted = true;
		// Two names of one file stay two when one is given the other's.
		await rm(this.#part, { force: true });
		await syncFolder(dirname(this.#path));
	}

	async abandon(): Promise<void> {
		if (this.#isCommitted) return;
		await this.suspend();
		for (const name of [this.#part, `${this.#part}.copy`]) await rm(name, { force: true });
	}

	async suspend(): Promise<void> {
		const handle = this.#handle;
		this.#handle = null;
		await handle?.close();
	}

	/** Rejects where the name is a folder’s, or another file’s that may not be replaced. */
	async #requireFree(): Promise<void> {
		const standing = await lstat(this.#path).catch(() => null);
		if (standing?.isDirectory() === true) throw outputIsFolder(this.#path);
		if (standing !== null && !this.#mayReplace) await this.#requireOwn();
	}

	/** Whatever takes the name in this moment is not replaced. False: a file may not have two names here. */
	async #takeFreeName(): Promise<boolean> {
		try {
			await link(this.#part, this.#path);
			return true;
		} catch (error) {
			if (codeOf(error) === 'EEXIST') await this.#requireOwn();
			return false;
		}
	}

	/** What is there may be what this run put there itself before it was ended. */
	async #requireOwn(): Promise<void> {
		if ((await crcOf(this.#path, this.#length, true)) !== this.#crc) throw outputExists(this.#path);
	}

	#opened(): FileHandle {
		if (this.#handle === null) throw new DataFlareError('runtime', `${this.#path} is not being written any more.`);
		return this.#handle;
	}
}

/** Removes what a run wrote of a file and kept aside. Nothing happens where there is nothing. */
export async function removePart(path: string, run: string, component: number): Promise<void> {
	const part = join(dirname(path), partName(run, component));
	for (const name of [part, `${part}.copy`]) await rm(name, { force: true });
}

/**
 * Where the program ended after this file had got its name and before others had theirs, it is the target by now. It is
 * copied, so that the target stands whole until it is replaced by its like.
 */
async function takeBack(path: string, part: string, place: WriterPlace): Promise<void> {
	if ((await lstat(part).catch(() => null)) !== null) return;
	// Nothing of it is needed.
	if (place.length === 0) await (await open(part, 'wx')).close();
	else if ((await crcOf(path, place.length)) === place.crc) await copyWhole(path, part);
	else throw partLost(path, place.length, null);
}

/** A copy that is cut off by the end of the program is none. */
async function copyWhole(path: string, part: string): Promise<void> {
	const copy = `${part}.copy`;
	await rm(copy, { force: true });
	await copyFile(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
	await rename(copy, part);
}

/** Of the first bytes of a plain file; null: it has not so many, or (`whole`) more. */
async function crcOf(path: string, length: number, whole = false): Promise<number | null> {
	const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null);
	if (handle === null) return null;
	try {
		const facts = await handle.stat();
		if (!facts.isFile() || (whole && facts.size !== length)) return null;
		const data = new Uint8Array(1024 * 1024);
		let crc = 0;
		for (let at = 0; at < length; ) {
			const { bytesRead } = await handle.read(data, 0, Math.min(data.length, length - at), at);
			if (bytesRead === 0) return null;
			crc = crc32(data.subarray(0, bytesRead), crc);
			at += bytesRead;
		}
		return crc;
	} finally {
		await handle.close();
	}
}

/** That a name stands for something is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
	try {
		const handle = await open(folder, 'r');
		await handle.sync().finally(() => handle.close());
	} catch (error) {
		// Windows opens no folders, and some file systems do not sync them.
		if (!['EPERM', 'EISDIR', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
	}
}

export function outputExists(path: string): DataFlareError {
	return new DataFlareError('conflict', `${path} already exists and would be replaced.`, {
		details: because('output_exists', { path }),
		hint: 'Choose another place for the output, or allow it to be replaced.',
	});
}
