import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { IndexedVersion } from '../../shared/api/package-index.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';
import { notReadable } from '../files/not-readable.ts';
import { PRIVATE_FILE } from '../files/private-files.ts';
import { openRunFolder } from '../files/run-folder.ts';
import { constants, open } from '../files/user-files.ts';
import { fetchBounded } from './fetch-bounded.ts';
import type { Source } from './open-source.ts';
import { otherPackage, unusableSource } from './refuse-source.ts';

const PACKAGE_MS = 15 * 60_000;
const PIECE_BYTES = 1024 * 1024;

export interface StagedPackage {
	/** Absolute. */
	readonly path: string;
	close(): Promise<void>;
}

/**
 * Brings a package into a private folder below `dataDir`, where nobody else changes it, and hands its path to `use`. It
 * is the one that the source speaks of, by size and hash, and is gone when this settles.
 */
export async function withPackage<T>(
	dataDir: string,
	source: Source,
	name: string,
	version: IndexedVersion,
	use: (path: string) => Promise<T>,
): Promise<T> {
	const staged = await stagePackage(dataDir, source, name, version);
	try {
		return await use(staged.path);
	} finally {
		await staged.close();
	}
}

/** The same for who keeps it until `close`. */
export async function stagePackage(
	dataDir: string,
	source: Source,
	name: string,
	version: IndexedVersion,
): Promise<StagedPackage> {
	const folder = openRunFolder(join(dataDir, 'updates'));
	try {
		const path = join(folder.path, `${name}${PACKAGE_EXTENSION}`);
		const file = await open(path, 'wx', PRIVATE_FILE);
		try {
			await bring(source.placeOf(version), file, name, version);
		} finally {
			await file.close();
		}
		return { path, close: folder.close };
	} catch (error) {
		await folder.close();
		throw error;
	}
}

async function bring(
	from: URL | string,
	to: FileHandle,
	name: string,
	{ version, size, sha256 }: IndexedVersion,
): Promise<void> {
	const hash = createHash('sha256');
	let bytes = 0;
	const take = async (piece: Buffer): Promise<void> => {
		bytes += piece.length;
		if (bytes > size) throw wrongSize();
		hash.update(piece);
		await to.writeFile(piece);
	};
	if (typeof from === 'string') await copyPlain(from, take);
	else await fetchBounded(from, { bytes: size + PIECE_BYTES, ms: PACKAGE_MS }, take);
	if (bytes !== size) throw wrongSize();
	if (hash.digest('hex') !== sha256)
		throw otherPackage(name, version, 'is another than the source says: its SHA-256 differs');

	function wrongSize() {
		return otherPackage(
			name,
			version,
			`is another than the source says: it does not have ${size.toLocaleString('en')} bytes`,
		);
	}
}

async function copyPlain(path: string, take: (piece: Buffer) => Promise<void>): Promise<void> {
	const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
		throw notReadable(path, error);
	});
	try {
		if (!(await file.stat()).isFile()) throw unusableSource(path, 'is not a plain file');
		for (;;) {
			const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, null);
			if (bytesRead === 0) return;
			await take(buffer.subarray(0, bytesRead));
		}
	} finally {
		await file.close();
	}
}
