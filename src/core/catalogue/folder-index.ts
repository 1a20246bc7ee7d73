import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import {
	type IndexedPlugin,
	type IndexedVersion,
	MAX_INDEX_VERSIONS,
	type PackageIndex,
} from '../../shared/api/package-index.ts';
import { DataFlareError, toDataFlareError, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';
import { namesIn } from '../files/names-in.ts';
import { notReadable } from '../files/not-readable.ts';
import { lstat, open } from '../files/user-files.ts';
import { archiveLimits } from '../registry/archive/archive-limits.ts';
import { newestFirst } from './offered-versions.ts';
import { readPackedFacts } from './packed-facts.ts';
import { unusableSource } from './refuse-source.ts';

/** So many names of one folder are looked at. */
const MAX_NAMES = 100_000;
/** Packages that are left out in one go. */
const PIECE = 100;

export interface FolderIndex {
	readonly index: PackageIndex;
	readonly skipped: readonly { readonly file: string; readonly why: WireError }[];
}

/**
 * What the packages directly in a folder are. One that cannot be used, or is a second one of its version, is skipped and
 * named. The same packages make the same index.
 */
export async function indexFolder(folder: string): Promise<FolderIndex> {
	const { names, isAll } = await namesIn(folder, MAX_NAMES).catch((error: unknown) => {
		throw notReadable(folder, error);
	});
	if (!isAll) throw unusableSource(folder, `has more than ${MAX_NAMES.toLocaleString('en')} names`);
	const files = names.filter((name) => name.toLowerCase().endsWith(PACKAGE_EXTENSION) && !name.startsWith('.')).sort();
	const plugins = new Map<string, IndexedPlugin>();
	const byId = new Map<string, string>();
	const skipped: FolderIndex['skipped'][number][] = [];
	for (const [at, file] of files.entries()) {
		if (at % PIECE === PIECE - 1) await turn();
		try {
			if (at >= MAX_INDEX_VERSIONS)
				throw skip(file, `there are more than ${MAX_INDEX_VERSIONS.toLocaleString('en')} packages`);
			add(plugins, byId, file, await indexed(folder, file));
		} catch (error) {
			skipped.push({ file, why: toDataFlareError(error).toWire() });
		}
	}
	const sorted = [...plugins.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	return {
		index: { plugins: sorted.map((each) => ({ ...each, versions: [...newestFirst(each.versions.toSorted(byText))] })) },
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

function add(
	plugins: Map<string, IndexedPlugin>,
	/** Names of plugins by their ids. */
	byId: Map<string, string>,
	file: string,
	{ name, id, version }: Found,
): void {
	const before = plugins.get(name);
	const twin = before?.versions.find((each) => each.version === version.version);
	if (twin !== undefined) throw skip(file, `${twin.file} is ${name} ${version.version} already`);
	if (before !== undefined && before.id !== id)
		throw skip(file, `its plugin is not the ${name} of the other packages, by its id`);
	const other = id === undefined ? undefined : byId.get(id);
	if (other !== undefined && other !== name) throw skip(file, `its id ${id} is that of ${other}`);
	if (id !== undefined) byId.set(id, name);
	plugins.set(name, { ...(id === undefined ? {} : { id }), name, versions: [...(before?.versions ?? []), version] });
}

/** Versions that none comes before stand by their texts. */
function byText(a: IndexedVersion, b: IndexedVersion): number {
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
