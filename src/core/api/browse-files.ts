import { homedir } from 'node:os';
import { dirname, join, parse, resolve } from 'node:path';
import type { BrowseAnswer, BrowseEntry } from '../../shared/api/program-routes.ts';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { namesIn } from '../files/names-in.ts';
import { stat } from '../files/user-files.ts';

const MAX_ENTRIES = 2_000;
/** So many names are put in order, of which the first ones are shown. */
const MAX_NAMES = 20_000;

export interface BrowsePlaces {
	readonly data: string;
	readonly plugins: string;
	readonly samples: string | null;
}

/** What a folder holds, folders first, for choosing a file where the face has no dialog of its own. */
export async function browseFiles(
	path: string | undefined,
	kind: 'any' | 'folder',
	places: BrowsePlaces,
): Promise<BrowseAnswer> {
	const folder = resolve(path ?? homedir());
	const { names, isAll } = await namesIn(folder, MAX_NAMES).catch((error: unknown) => {
		throw new DataFlareError(
			codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? 'not_found' : 'permission_denied',
			codeOf(error) === 'ENOENT' ? `There is no folder ${folder}.` : `${folder} cannot be listed (${codeOf(error)}).`,
			{
				hint: 'Choose another folder.',
				details: {
					...(codeOf(error) === 'ENOENT'
						? because('folder_not_found', { path: folder })
						: because('folder_unlistable', { path: folder, system: String(codeOf(error)) })),
					path: folder,
				},
				cause: error,
			},
		);
	});
	const shown = names.filter((name) => !name.startsWith('.')).toSorted(collator.compare);
	const entries = await Promise.all(shown.slice(0, MAX_ENTRIES).map((name) => entryOf(folder, name)));
	const fitting = entries.filter((entry) => entry !== null && (kind === 'any' || entry.kind === 'folder'));
	const parent = dirname(folder);
	return {
		path: folder,
		parent: parent === folder ? null : parent,
		entries: (fitting as BrowseEntry[]).toSorted((a, b) => rank(a) - rank(b)),
		truncated: !isAll || shown.length > MAX_ENTRIES,
		places: [
			{ name: 'home', path: homedir() },
			{ name: 'data', path: places.data },
			{ name: 'plugins', path: places.plugins },
			...(places.samples === null ? [] : [{ name: 'samples' as const, path: places.samples }]),
			{ name: 'root', path: parse(folder).root },
		],
	};
}

/** Null where it is neither a file nor a folder, or went away meanwhile. Links are followed. */
async function entryOf(folder: string, name: string): Promise<BrowseEntry | null> {
	const found = await stat(join(folder, name)).catch(() => null);
	if (found === null || !(found.isFile() || found.isDirectory())) return null;
	const kind = found.isDirectory() ? 'folder' : 'file';
	return { name, kind, bytes: kind === 'file' ? found.size : 0, modifiedAt: found.mtimeMs };
}

const rank = (entry: BrowseEntry): number => (entry.kind === 'folder' ? 0 : 1);

const collator = new Intl.Collator('en', { numeric: true });
