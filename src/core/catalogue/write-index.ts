import { basename, join, resolve } from 'node:path';
import type { IndexAnswer } from '../../shared/api/catalogue-routes.ts';
import { MAX_INDEX_BYTES, type PackageIndex } from '../../shared/api/package-index.ts';
import { readPlainFile } from '../files/read-plain-file.ts';
import { indexFolder } from './folder-index.ts';
import { formatIndex, parseIndex } from './index-file.ts';
import { momentOf } from './packed-facts.ts';
import { invalidIndex } from './refuse-source.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes the index of the packages in a folder, whole or not at all, in the place of what is there. `to`: the file;
 * absent: `index.json` in that folder. The packages are named as if it lay beside them. When a version came out: as the
 * file that is there says of the very same package, else as the package says itself, else `published`, else nothing. The
 * clock has no part in it.
 */
export async function writeIndex(folder: string, to?: string, published?: string): Promise<IndexAnswer> {
	const place = resolve(folder);
	const path = to === undefined ? join(place, 'index.json') : resolve(to);
	const { index: found, skipped } = await indexFolder(place);
	const index = dated(found, await datesIn(path), published);
	const bytes = formatIndex(index);
	if (bytes.length > MAX_INDEX_BYTES) {
		throw invalidIndex(
			basename(path),
			`it would have more than ${MAX_INDEX_BYTES.toLocaleString('en')} bytes`,
			'Split the folder in two.',
		);
	}
	await writeWhole(path, bytes);
	const versions = index.plugins.reduce((sum, each) => sum + each.versions.length, 0);
	return { path, plugins: index.plugins.length, versions, skipped };
}

function dated(
	{ plugins }: PackageIndex,
	known: ReadonlyMap<string, string>,
	published: string | undefined,
): PackageIndex {
	return {
		plugins: plugins.map((plugin) => ({
			...plugin,
			versions: plugin.versions.map((version) => {
				const day = published === undefined ? undefined : momentOf(published);
				const at = known.get(version.sha256) ?? version.published_at ?? day;
				return at === undefined ? version : { ...version, published_at: at };
			}),
		})),
	};
}

/** When packages came out by their hashes, as an index says. What is no index says nothing. */
async function datesIn(path: string): Promise<ReadonlyMap<string, string>> {
	const dates = new Map<string, string>();
	try {
		const bytes = await readPlainFile(path, MAX_INDEX_BYTES);
		if (!Buffer.isBuffer(bytes)) return dates;
		for (const { versions } of (await parseIndex(bytes, path)).plugins) {
			for (const { sha256, published_at: at } of versions) if (at !== undefined) dates.set(sha256, at);
		}
	} catch {
		// It is replaced whatever it is.
	}
	return dates;
}
