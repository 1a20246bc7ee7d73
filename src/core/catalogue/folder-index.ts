import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { compare, valid } from 'semver';
import {
	type IndexedPlugin,
	type IndexedVersion,
	MAX_INDEX_VERSIONS,
	type PackageIndex,
} from '../../shared/api/package-index.ts';
import { DataFlareError, toDataFlareError, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';
import { notReadable } from '../files/not-readable.ts';
import { lstat, open, readdir } from '../files/user-files.ts';
import { archiveLimits } from '../registry/archive/archive-limits.ts';
import { readPackedFacts } from './packed-facts.ts';

export interface FolderIndex {
	readonly index: PackageIndex;
	readonly skipped: readonly { readonly file: string; readonly why: WireError }[];
}

/**
 * What the packages directly in a folder are. One that cannot be used, or is a second one of its version, is skipped and
 * named. The same packages make the same index.
 */
export async function indexFolder(folder: string): Promise<FolderIndex> {
	const names = await readdir(folder).catch((error: unknown) => {
		throw notReadable(folder, error);
	});
	const files = names.filter((name) => name.toLowerCase().endsWith(PACKAGE_EXTENSION) && !name.startsWith('.')).sort();
	const plugins = new Map<string, IndexedPlugin>();
	const skipped: FolderIndex['skipped'][number][] = [];
	for (const [at, file] of files.entries()) {
		try {
			if (at >= MAX_INDEX_VERSIONS)
				throw skip(file, `there are more than ${MAX_INDEX_VERSIONS.toLocaleString('en')} packages`);
			add(plugins, file, await indexed(folder, file));
		} catch (error) {
			skipped.push({ file, why: toDataFlareError(error).toWire() });
		}
	}
	const sorted = [...plugins.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	return {
		index: { plugins: sorted.map((each) => ({ ...each, versions: each.versions.toSorted(newestFirst) })) },
		skipped,
	};
}

type Found = { readonly name: string; readonly id: string | undefined; readonly version: IndexedVersion };

async function indexed(folder: string, file: string): Promise<Found> {
	const path = join(folder, file);
	if (!(await lstat(path)).isFile()) throw skip(file, 'it is not a plain file');
	const { sha256, size } = await hashOf(path);
	const { name, id, facts } = await readPackedFacts(path);
	if (facts === null) throw skip(file, 'its plugin.json says no version');
	const { version, ...rest } = facts;
	return { name, id, version: { version, file, sha256, size, ...rest } };
}

function add(plugins: Map<string, IndexedPlugin>, file: string, { name, id, version }: Found): void {
	const before = plugins.get(name);
	const twin = before?.versions.find((each) => each.version === version.version);
	if (twin !== undefined) throw skip(file, `${twin.file} is ${name} ${version.version} already`);
	if (before !== undefined && before.id !== id)
		throw skip(file, `its plugin is not the ${name} of the other packages, by its id`);
	const other =
		id === undefined ? undefined : [...plugins.values()].find((each) => each.id === id && each.name !== name);
	if (other !== undefined) throw skip(file, `its id ${id} is that of ${other.name}`);
	plugins.set(name, { ...(id === undefined ? {} : { id }), name, versions: [...(before?.versions ?? []), version] });
}

/** What is no semantic version comes last. */
function newestFirst(a: IndexedVersion, b: IndexedVersion): number {
	const [left, right] = [valid(a.version), valid(b.version)];
	if (left !== null && right !== null && compare(left, right) !== 0) return compare(right, left);
	if ((left === null) !== (right === null)) return left === null ? 1 : -1;
	return a.version < b.version ? 1 : -1;
}

async function hashOf(path: string): Promise<{ readonly sha256: string; readonly size: number }> {
	const file = await open(path, 'r');
	try {
		const hash = createHash('sha256');
		let size = 0;
		for await (const piece of file.createReadStream({
			autoClose: false,
			end: archiveLimits.fileBytes,
		}) as AsyncIterable<Buffer>) {
			hash.update(piece);
			size += piece.length;
		}
		return { sha256: hash.digest('hex'), size };
	} finally {
		await file.close();
	}
}

function skip(file: string, why: string): DataFlareError {
	return new DataFlareError('invalid_input', `${file} is left out: ${why}.`, {
		details: because('package_left_out', { file }),
	});
}
