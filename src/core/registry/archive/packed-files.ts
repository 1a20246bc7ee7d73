import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../files/private-files.ts';
import { mkdir, open } from '../../files/user-files.ts';
import { foldersOf, sameEverywhere } from './entry-names.ts';
import { HASH_LIST, MAX_LIST_BYTES, MAX_SIGNATURE_BYTES, parseHashList, SIGNATURE } from './hash-list.ts';
import { Archive } from './open-archive.ts';
import { hostileEntry, modifiedEntry, unlisted } from './refuse-archive.ts';

/** A packed plugin as it was looked at: unpacked later, it must still be this one. */
export interface Packed {
	/** Absolute path of the file. */
	readonly path: string;
	/** SHA-256 of its list of hashes, and so of all that it holds; lower-case hex. */
	readonly listSha256: string;
	/** Of the list, as it was packed beside it; null: it is not signed. */
	readonly signature: Buffer | null;
}

/** The files of a packed plugin, each held against the list of hashes that is packed with them. */
export class PackedFiles {
	readonly packed: Packed;
	readonly #archive: Archive;
	/** Byte for byte. */
	readonly list: Buffer;
	readonly #hashes: ReadonlyMap<string, string>;

	private constructor(archive: Archive, list: Buffer, signature: Buffer | null, hashes: ReadonlyMap<string, string>) {
		this.packed = { path: archive.path, listSha256: createHash('sha256').update(list).digest('hex'), signature };
		this.#archive = archive;
		this.list = list;
		this.#hashes = hashes;
	}

	/**
	 * Rejects with `plugin_load` where the list is not of exactly what is there. `take` resolves once there is memory for so
	 * many bytes, and nothing of the content is read before. The caller closes them.
	 */
	static async open(path: string, take?: (bytes: number) => Promise<void>): Promise<PackedFiles> {
		const archive = await Archive.open(path);
		try {
			await take?.(heldOf(archive));
			if (!archive.files.has(HASH_LIST)) {
				throw unlisted(path, `it has no list of hashes (${HASH_LIST}), so nothing tells whether it is whole`);
			}
			const list = await collect(archive, HASH_LIST, MAX_LIST_BYTES);
			const hashes = parseHashList(path, list.toString('utf8'));
			for (const name of archive.files.keys()) {
				if (name !== SIGNATURE && sameEverywhere(name) === sameEverywhere(SIGNATURE)) {
					throw hostileEntry(path, name, `is in the way of "${SIGNATURE}"`);
				}
				if (!isBeside(name) && !hashes.has(name)) {
					throw unlisted(path, `${JSON.stringify(name)} is not in its list of hashes`);
				}
			}
			for (const name of hashes.keys()) {
				if (isBeside(name) || !archive.files.has(name)) {
					throw unlisted(path, `${JSON.stringify(name.slice(0, 120))} is in its list of hashes, and not in the file`);
				}
			}
			const signed = archive.files.has(SIGNATURE);
			const signature = signed ? await collect(archive, SIGNATURE, MAX_SIGNATURE_BYTES) : null;
			return new PackedFiles(archive, list, signature, hashes);
		} catch (error) {
			await archive.close();
			throw error;
		}
	}

	/** Without the list and its signature. */
	get names(): readonly string[] {
		return [...this.#hashes.keys()];
	}

	/** Unpacked, bytes; null: there is no such file. */
	sizeOf(name: string): number | null {
		return this.#archive.files.get(name)?.uncompressedSize ?? null;
	}

	/** What one file holds, in pieces. Fails at its end where it is not the one that was packed. */
	async *pieces(name: string): AsyncGenerator<Buffer> {
		const hash = createHash('sha256');
		for await (const piece of await this.#archive.stream(name)) {
			hash.update(piece as Buffer);
			yield piece as Buffer;
		}
		if (hash.digest('hex') !== this.#hashes.get(name)) throw modifiedEntry(this.packed.path, name);
	}

	/** The first `most` bytes of one file. Rejects with `plugin_load` where it is not the one that was packed. */
	async read(name: string, most: number): Promise<Buffer> {
		const whole = Buffer.alloc(Math.min(most, this.sizeOf(name) ?? 0));
		let filled = 0;
		await this.#pass(name, (piece) => {
			filled += piece.copy(whole, filled);
		});
		return whole.subarray(0, filled);
	}

	/** Rejects with `plugin_load` naming the first file that is not the one that was packed. */
	async verify(except: readonly string[] = []): Promise<void> {
		for (const name of this.#hashes.keys()) {
			if (!except.includes(name)) await this.#pass(name, () => undefined);
		}
	}

	/**
	 * Writes all of them below a folder of ours, but those that are there. Rejects with `conflict` where this is not what
	 * was looked at; what was written until then stays.
	 */
	async unpack(folder: string, expected: Packed): Promise<void> {
		if (this.packed.listSha256 !== expected.listSha256) {
			throw new DataFlareError('conflict', `${expected.path} changed since it was inspected.`, {
				hint: 'Review it again, then decide.',
				details: because('changed_since'),
			});
		}
		for (const name of this.#hashes.keys()) {
			await this.#write(folder, name, (to) => this.#pass(name, (piece) => to.appendFile(piece)));
		}
		await this.#write(folder, HASH_LIST, (to) => to.appendFile(this.list));
		// The one that was looked at, whichever lies in the package by now.
		const { signature } = expected;
		if (signature !== null) await this.#write(folder, SIGNATURE, (to) => to.appendFile(signature));
	}

	async #write(folder: string, name: string, fill: (to: FileHandle) => Promise<void>): Promise<void> {
		for (const below of foldersOf(name)) {
			await mkdir(join(folder, below), PRIVATE_FOLDER).catch((error: unknown) => {
				if (codeOf(error) !== 'EEXIST') throw error;
			});
		}
		const to = await open(join(folder, name), 'wx', PRIVATE_FILE).catch((error: unknown) => {
			if (codeOf(error) === 'EEXIST') return null;
			throw error;
		});
		if (to === null) return;
		try {
			await fill(to);
		} finally {
			await to.close();
		}
	}

	async #pass(name: string, take: (piece: Buffer) => void | Promise<void>): Promise<void> {
		const hash = createHash('sha256');
		await this.#archive.each(name, (piece) => {
			hash.update(piece);
			return take(piece);
		});
		if (hash.digest('hex') !== this.#hashes.get(name)) throw modifiedEntry(this.packed.path, name);
	}

	close(): Promise<void> {
		return this.#archive.close();
	}
}

/** What tells of the other files, and is not told of. */
function isBeside(name: string): boolean {
	return name === HASH_LIST || name === SIGNATURE;
}

/** Writes what was looked at below a folder of ours, but the files that are there. Rejects with `conflict` for another package. */
export async function unpackFiles(packed: Packed, folder: string): Promise<void> {
	const files = await PackedFiles.open(packed.path);
	try {
		await files.unpack(folder, packed);
	} finally {
		await files.close();
	}
}

/** What is held of one at most while it is read: its list of hashes, and the largest file that may be a module. bytes */
function heldOf({ files }: Archive): number {
	const sizes = [...files.values()].map(({ uncompressedSize }) => uncompressedSize);
	const list = files.get(HASH_LIST)?.uncompressedSize ?? 0;
	return Math.min(list, MAX_LIST_BYTES) + Math.min(Math.max(0, ...sizes), MAX_MODULE_BYTES);
}

async function collect(archive: Archive, name: string, maxBytes: number): Promise<Buffer> {
	const parts: Buffer[] = [];
	let bytes = 0;
	await archive.each(name, (piece) => {
		bytes += piece.length;
		if (bytes > maxBytes) throw unlisted(archive.path, `${JSON.stringify(name)} is larger than ${maxBytes} bytes`);
		parts.push(piece);
	});
	return Buffer.concat(parts);
}
