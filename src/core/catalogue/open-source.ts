import { dirname, join, resolve } from 'node:path';
import { type IndexedVersion, MAX_INDEX_BYTES, type PackageIndex } from '../../shared/api/package-index.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { notReadable } from '../files/not-readable.ts';
import { readPlainFile } from '../files/read-plain-file.ts';
import { stat } from '../files/user-files.ts';
import { VERSION } from '../program/version.ts';
import { fetchBounded, usableAddress } from './fetch-bounded.ts';
import { type FolderIndex, indexFolder } from './folder-index.ts';
import { parseIndex } from './index-file.ts';
import { readVersions } from './offered-versions.ts';
import { invalidIndex, unusableSource } from './refuse-source.ts';

const INDEX_MS = 60_000;

/** Where packages are taken from, and what it says that it has. */
export interface Source {
	/** An address, or an absolute path. */
	readonly shown: string;
	readonly index: PackageIndex;
	/** Packages of a folder that are left out, and why. */
	readonly skipped: FolderIndex['skipped'];
	/** Where a package is: an address, or an absolute path. */
	readonly placeOf: (version: IndexedVersion) => URL | string;
}

/**
 * Reads a folder of packages, an index file, or the index at an address. `said`: by a person; null: nothing. Rejects with
 * `configuration` for an index that is none, and with `invalid_input` for what cannot be a source.
 */
export async function openSource(said: string | null): Promise<Source> {
	if (said === null || said === '') {
		throw new DataFlareError('not_found', 'Nobody said where updates come from.', {
			hint: 'Choose a folder of packages, an index file, or the address of one.',
			details: because('no_update_source'),
		});
	}
	const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(said) && !/^[a-z]:[\\/]/i.test(said);
	const source = await (isAddress ? openAddress(said) : openPath(resolve(said)));
	await readVersions(source.index, VERSION);
	return source;
}

async function openAddress(said: string): Promise<Source> {
	const address = usableAddress(said);
	const pieces: Buffer[] = [];
	await fetchBounded(address, { bytes: MAX_INDEX_BYTES, ms: INDEX_MS }, (piece) => void pieces.push(piece));
	const index = await parseIndex(Buffer.concat(pieces), address.href);
	return {
		shown: address.href,
		index,
		skipped: [],
		placeOf: ({ file, url }) =>
			file === undefined
				? usableAddress(url ?? '')
				: new URL(file.split('/').map(encodeURIComponent).join('/'), address),
	};
}

async function openPath(path: string): Promise<Source> {
	const facts = await stat(path).catch((error: unknown) => {
		throw notReadable(path, error);
	});
	if (facts.isDirectory()) {
		const { index, skipped } = await indexFolder(path);
		return { shown: path, index, skipped, placeOf: ({ file }) => join(path, file ?? '') };
	}
	const bytes = await readPlainFile(path, MAX_INDEX_BYTES).catch((error: unknown) => {
		throw notReadable(path, error);
	});
	if (!Buffer.isBuffer(bytes)) {
		if (bytes.kind === 'special') throw unusableSource(path, 'is neither a file nor a folder');
		throw invalidIndex(
			path,
			`it has ${bytes.size.toLocaleString('en')} bytes; the limit is ${MAX_INDEX_BYTES.toLocaleString('en')}`,
		);
	}
	const index = await parseIndex(bytes, path);
	return {
		shown: path,
		index,
		skipped: [],
		placeOf: ({ file, url }) =>
			file === undefined ? usableAddress(url ?? '') : join(dirname(path), ...file.split('/')),
	};
}
