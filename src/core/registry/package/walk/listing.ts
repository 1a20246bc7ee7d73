import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import type { PackedFile } from '../../../../shared/plugin/packing.ts';
import { PACKAGE_EXTENSION } from '../../../../shared/plugin/packing.ts';
import { archiveLimits } from '../../archive/archive-limits.ts';
import { flawOfName, sameEverywhere } from '../../archive/entry-names.ts';
import { HASH_LIST, SIGNATURE } from '../../archive/hash-list.ts';
import { archiveTooLarge } from '../../archive/refuse-archive.ts';
import { notRead } from '../not-read.ts';
import type { HeldFolder } from './held-folder.ts';

/** bytes */
const PIECE = 256 * 1024;
/** Folders that are looked into. */
const MAX_FOLDERS = 500;
/** Names that are looked at, those that are left out included. */
const MAX_SEEN = 10_000;
/** What tells of the other files, and is made anew. */
const besides: ReadonlySet<string> = new Set([HASH_LIST, SIGNATURE].map(sameEverywhere));

/** What is done with each file that belongs to the plugin; it closes the file. */
type Take = (file: FileHandle, path: string) => Promise<void>;

/**
 * The files of a plugin's folder that belong in its package, and what does not belong there. It is walked within bounds,
 * whoever made it: one descriptor is held of each folder on the way, so never more than `archiveLimits.depth`. Rejects
 * with `plugin_load` (`package_too_large`) for more than these, with `invalid_input` for a name that cannot be packed,
 * and as `notRead` tells of what could not be read.
 */
export class Listing {
	readonly files: PackedFile[] = [];
	readonly leftOut: string[] = [];
	readonly #folder: string;
	readonly #out: string | null;
	readonly #taken = new Map<string, string>();
	#bytes = 0;
	#folders = 0;
	#seen = 0;

	/** `out`: a file in it that is left out; null: none. */
	constructor(folder: string, out: string | null) {
		this.#folder = folder;
		this.#out = out;
	}

	/** Everything that belongs to the plugin, by name, with its hashes. */
	take(held: HeldFolder): Promise<void> {
		return this.#walk(held, '', 0, (file, path) => this.#hashed(file, path));
	}

	/** The names alone: nothing is read of the files. */
	async names(held: HeldFolder): Promise<readonly string[]> {
		await this.#walk(held, '', 0, (file) => file.close());
		return [...this.#taken.values()];
	}

	async #walk(held: HeldFolder, below: string, depth: number, take: Take): Promise<void> {
		const names = await this.#namesIn(held, below);
		for (const name of names.sort()) {
			const path = `${below}${name}`;
			const inner = await held.folder(name).catch((error: unknown) => {
				throw notRead(this.#folder, path, error);
			});
			if (inner !== null) {
				try {
					if (name.startsWith('.') || name === 'node_modules') this.leftOut.push(`${path}/`);
					else {
						if (++this.#folders > MAX_FOLDERS || depth >= archiveLimits.depth) throw archiveTooLarge(this.#folder);
						await this.#walk(inner, `${path}/`, depth + 1, take);
					}
				} finally {
					await inner.close();
				}
			} else if (!this.#isLeftOut(path, name)) await this.#file(held, name, path, take);
		}
	}

	async #namesIn(held: HeldFolder, below: string): Promise<string[]> {
		const names: string[] = [];
		try {
			for await (const { name } of held.entries()) {
				if (++this.#seen > MAX_SEEN || names.push(name) > archiveLimits.entries) throw archiveTooLarge(this.#folder);
			}
		} catch (error) {
			throw error instanceof DataFlareError ? error : notRead(this.#folder, below, error);
		}
		return names;
	}

	#isLeftOut(path: string, name: string): boolean {
		if (besides.has(sameEverywhere(path)) || join(this.#folder, path) === this.#out) return true;
		const isLeft = name.startsWith('.') || name.toLowerCase().endsWith(PACKAGE_EXTENSION);
		if (isLeft) this.leftOut.push(path);
		return isLeft;
	}

	async #file(held: HeldFolder, name: string, path: string, take: Take): Promise<void> {
		const file = await held.openFile(name).catch((error: unknown) => {
			throw notRead(this.#folder, path, error);
		});
		if (file === 'special') {
			this.leftOut.push(path);
			return;
		}
		const flaw = flawOfName(path);
		const same = this.#taken.get(sameEverywhere(path));
		if (flaw !== null || same !== undefined) {
			await file.close();
			const what = flaw ?? `is the same as ${JSON.stringify(same)} on systems that do not tell capitals apart`;
			throw new DataFlareError('invalid_input', `${JSON.stringify(path)} ${what}.`, {
				hint: 'Rename it, or move it out of the plugin’s folder.',
				details: because('package_entry', { entry: path }),
			});
		}
		this.#taken.set(sameEverywhere(path), path);
		await take(file, path);
		// The list of hashes and its signature are two more.
		if (this.#taken.size > archiveLimits.entries - 2) throw archiveTooLarge(this.#folder);
	}

	async #hashed(file: FileHandle, path: string): Promise<void> {
		const hash = createHash('sha256');
		let bytes = 0;
		try {
			for await (const piece of pieces(file, hash)) {
				bytes += piece.length;
				this.#bytes += piece.length;
				if (this.#bytes > archiveLimits.unpackedBytes) throw archiveTooLarge(this.#folder);
			}
		} catch (error) {
			throw error instanceof DataFlareError ? error : notRead(this.#folder, path, error);
		}
		this.files.push({ name: path, bytes, sha256: hash.digest('hex') });
	}
}

/** What an open file holds, hashed on its way; it is closed when that was taken. */
export async function* pieces(file: FileHandle, hash: Hash): AsyncGenerator<Buffer> {
	try {
		for (;;) {
			const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE), 0, PIECE);
			if (bytesRead === 0) return;
			const piece = buffer.subarray(0, bytesRead);
			hash.update(piece);
			yield piece;
		}
	} finally {
		await file.close();
	}
}
