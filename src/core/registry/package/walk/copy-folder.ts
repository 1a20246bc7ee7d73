import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../../files/private-files.ts';
import { mkdir, open } from '../../../files/user-files.ts';
import { HeldFolder } from './held-folder.ts';

/** Bounds of what is copied beside manifest and module. */
const MAX_FILES = 500;
const MAX_FOLDERS = 500;
const MAX_DEPTH = 16;
const MAX_BYTES = 64 * 1024 * 1024;
/** Entries that are looked at, those that are left out included. */
const MAX_ENTRIES = 10_000;
/** bytes */
const PIECE = 256 * 1024;

/** SHA-256 of files, lower-case hex, by their names relative to a folder; `/` parts folders. */
export type FileHashes = ReadonlyMap<string, string>;

/**
 * Copies the plain files of a plugin's folder into one of ours, in pieces and within bounds, while whoever made it may
 * be changing it. Links, pipes, names with a leading dot and `node_modules` are left out, and so is what has the name of
 * a file that is there already. Resolves to what was copied. Rejects with `invalid_input` where it is too much; what was
 * copied until then stays.
 */
export function copyFolder(source: string, target: string): Promise<FileHashes> {
	return walkedBy(new Copy(source, target, new Set()));
}

/** What a copy would hold, but the files with the names in `left`. Rejects as `copyFolder` does. */
export function hashFolder(source: string, left: ReadonlySet<string>): Promise<FileHashes> {
	return walkedBy(new Copy(source, null, left));
}

async function walkedBy(copy: Copy): Promise<FileHashes> {
	const root = await HeldFolder.open(copy.source);
	try {
		await copy.folder(root, '', 0);
	} finally {
		await root.close();
	}
	return copy.hashes;
}

class Copy {
	readonly source: string;
	readonly hashes = new Map<string, string>();
	/** Null: what there is is looked at alone. */
	readonly #target: string | null;
	readonly #left: ReadonlySet<string>;
	readonly #piece = Buffer.alloc(PIECE);
	#entries = 0;
	#files = 0;
	#folders = 0;
	#bytes = 0;

	constructor(source: string, target: string | null, left: ReadonlySet<string>) {
		this.source = source;
		this.#target = target;
		this.#left = left;
	}

	/** `path`: where it is in the whole, with a slash behind it. */
	async folder(from: HeldFolder, path: string, depth: number): Promise<void> {
		for await (const { name } of from.entries()) {
			this.#assertFrame(++this.#entries <= MAX_ENTRIES);
			if (name.startsWith('.')) continue;
			const below = await from.folder(name);
			if (below === null) await this.#file(from, name, `${path}${name}`);
			else {
				try {
					if (name !== 'node_modules') await this.#below(below, `${path}${name}`, depth + 1);
				} finally {
					await below.close();
				}
			}
		}
	}

	async #below(from: HeldFolder, path: string, depth: number): Promise<void> {
		this.#assertFrame(++this.#folders <= MAX_FOLDERS && depth <= MAX_DEPTH);
		const isOurs =
			this.#target === null ||
			(await mkdir(join(this.#target, path), PRIVATE_FOLDER).then(
				() => true,
				(error: unknown) => codeOf(error) === 'EEXIST',
			));
		if (isOurs) await this.folder(from, `${path}/`, depth);
	}

	async #file(from: HeldFolder, name: string, path: string): Promise<void> {
		if (this.#left.has(path)) return;
		const file = await from.openFile(name).catch((error: unknown) => {
			// It went away since the folder was listed.
			if (codeOf(error) === 'ENOENT') return 'special' as const;
			throw error;
		});
		if (file === 'special') return;
		try {
			this.#assertFrame(++this.#files <= MAX_FILES);
			if (this.#target === null) return await this.#content(file, null, path);
			const copy = await open(join(this.#target, path), 'wx', PRIVATE_FILE).catch((error: unknown) => {
				if (codeOf(error) === 'EEXIST') return null;
				throw error;
			});
			if (copy === null) return;
			try {
				await this.#content(file, copy, path);
			} finally {
				await copy.close();
			}
		} finally {
			await file.close();
		}
	}

	async #content(from: FileHandle, into: FileHandle | null, path: string): Promise<void> {
		const hash = createHash('sha256');
		for (;;) {
			const { bytesRead } = await from.read(this.#piece, 0, PIECE);
			if (bytesRead === 0) break;
			this.#bytes += bytesRead;
			this.#assertFrame(this.#bytes <= MAX_BYTES);
			const piece = this.#piece.subarray(0, bytesRead);
			hash.update(piece);
			await into?.appendFile(piece);
		}
		this.hashes.set(path, hash.digest('hex'));
	}

	#assertFrame(fits: boolean): void {
		if (fits) return;
		throw new DataFlareError(
			'invalid_input',
			`${this.source} is too large for a plugin (over ${MAX_FILES} files, ${MAX_FOLDERS} folders, ${MAX_DEPTH} levels or ${MAX_BYTES.toLocaleString('en')} bytes).`,
			{
				details: because('folder_too_large', { maxBytes: MAX_BYTES }),
				hint: 'Choose the folder that contains only the plugin.',
			},
		);
	}
}
