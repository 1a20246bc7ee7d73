import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PackedFile } from '../../../shared/plugin/packing.ts';
import { PACKAGE_EXTENSION } from '../../../shared/plugin/packing.ts';
import { archiveLimits } from '../archive/archive-limits.ts';
import { flawOfName, sameEverywhere } from '../archive/entry-names.ts';
import { HASH_LIST, SIGNATURE } from '../archive/hash-list.ts';
import { archiveTooLarge } from '../archive/refuse-archive.ts';
import type { HeldFolder } from './held-folder.ts';

/** bytes */
const PIECE = 256 * 1024;
/** What tells of the other files, and is made anew. */
const besides: ReadonlySet<string> = new Set([HASH_LIST, SIGNATURE].map(sameEverywhere));

/** The files of a plugin's folder that belong in its package, with their hashes, and what does not belong there. */
export class Listing {
	readonly files: PackedFile[] = [];
	readonly leftOut: string[] = [];
	readonly #folder: string;
	readonly #out: string | null;
	readonly #taken = new Map<string, string>();
	#bytes = 0;

	/** `out`: a file in it that is left out; null: none. */
	constructor(folder: string, out: string | null) {
		this.#folder = folder;
		this.#out = out;
	}

	/** Everything below a folder that belongs to the plugin, by name. */
	async take(held: HeldFolder, below: string): Promise<void> {
		const names: string[] = [];
		for await (const { name } of held.entries()) {
			if (names.push(name) > archiveLimits.entries) throw archiveTooLarge(this.#folder);
		}
		for (const name of names.sort()) {
			const path = `${below}${name}`;
			const inner = await held.folder(name);
			if (inner !== null) {
				try {
					if (name.startsWith('.') || name === 'node_modules') this.leftOut.push(`${path}/`);
					else await this.take(inner, `${path}/`);
				} finally {
					await inner.close();
				}
			} else if (!this.#isLeftOut(path, name)) await this.#file(held, name, path);
		}
	}

	#isLeftOut(path: string, name: string): boolean {
		if (besides.has(sameEverywhere(path)) || join(this.#folder, path) === this.#out) return true;
		const isLeft = name.startsWith('.') || name.toLowerCase().endsWith(PACKAGE_EXTENSION);
		if (isLeft) this.leftOut.push(path);
		return isLeft;
	}

	async #file(held: HeldFolder, name: string, path: string): Promise<void> {
		const file = await held.openFile(name);
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
		const hash = createHash('sha256');
		let bytes = 0;
		for await (const piece of pieces(file, hash)) {
			bytes += piece.length;
			this.#bytes += piece.length;
			if (this.#bytes > archiveLimits.unpackedBytes) throw archiveTooLarge(this.#folder);
		}
		this.files.push({ name: path, bytes, sha256: hash.digest('hex') });
		// The list of hashes and its signature are two more.
		if (this.files.length > archiveLimits.entries - 2) throw archiveTooLarge(this.#folder);
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
