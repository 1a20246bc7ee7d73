import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../files/private-files.ts';
import { mkdir, open } from '../../files/user-files.ts';
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

/**
 * Copies the plain files of a plugin's folder into one of ours, in pieces and within bounds, while whoever made it may
 * be changing it. Links, pipes, names with a leading dot and `node_modules` are left out, and so is what has the name of
 * a file that is there already. Rejects with `invalid_input` where it is too much; what was copied until then stays.
 */
export async function copyFolder(source: string, target: string): Promise<void> {
	const root = await HeldFolder.open(source);
	try {
		await new Copy(source).folder(root, target, 0);
	} finally {
		await root.close();
	}
}

class Copy {
	readonly #source: string;
	readonly #piece = Buffer.alloc(PIECE);
	#entries = 0;
	#files = 0;
	#folders = 0;
	#bytes = 0;

	constructor(source: string) {
		this.#source = source;
	}

	async folder(from: HeldFolder, into: string, depth: number): Promise<void> {
		for await (const { name } of from.entries()) {
			this.#assertFrame(++this.#entries <= MAX_ENTRIES);
			if (name.startsWith('.')) continue;
			const below = await from.folder(name);
			if (below === null) await this.#file(from, name, join(into, name));
			else {
				try {
					if (name !== 'node_modules') await this.#below(below, join(into, name), depth + 1);
				} finally {
					await below.close();
				}
			}
		}
	}

	async #below(from: HeldFolder, into: string, depth: number): Promise<void> {
		this.#assertFrame(++this.#folders <= MAX_FOLDERS && depth <= MAX_DEPTH);
		const isOurs = await mkdir(into, PRIVATE_FOLDER).then(
			() => true,
			(error: unknown) => codeOf(error) === 'EEXIST',
		);
		if (isOurs) await this.folder(from, into, depth);
	}

	async #file(from: HeldFolder, name: string, into: string): Promise<void> {
		const file = await from.openFile(name).catch((error: unknown) => {
			// It went away since the folder was listed.
			if (codeOf(error) === 'ENOENT') return 'special' as const;
			throw error;
		});
		if (file === 'special') return;
		try {
			this.#assertFrame(++this.#files <= MAX_FILES);
			const copy = await open(into, 'wx', PRIVATE_FILE).catch((error: unknown) => {
				if (codeOf(error) === 'EEXIST') return null;
				throw error;
			});
			if (copy === null) return;
			try {
				await this.#content(file, copy);
			} finally {
				await copy.close();
			}
		} finally {
			await file.close();
		}
	}

	async #content(from: FileHandle, into: FileHandle): Promise<void> {
		for (;;) {
			const { bytesRead } = await from.read(this.#piece, 0, PIECE);
			if (bytesRead === 0) return;
			this.#bytes += bytesRead;
			this.#assertFrame(this.#bytes <= MAX_BYTES);
			await into.appendFile(this.#piece.subarray(0, bytesRead));
		}
	}

	#assertFrame(fits: boolean): void {
		if (fits) return;
		throw new DataFlareError(
			'invalid_input',
			`${this.#source} is too large for a plugin (over ${MAX_FILES} files, ${MAX_FOLDERS} folders, ${MAX_DEPTH} levels or ${MAX_BYTES.toLocaleString('en')} bytes).`,
			{
				details: because('folder_too_large', { maxBytes: MAX_BYTES }),
				hint: 'Choose the folder that contains only the plugin.',
			},
		);
	}
}
