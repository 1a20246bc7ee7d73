import { dirname, join, resolve } from 'node:path';
import { entriesInForce } from '../../../shared/policy/powers.ts';
import { changing, folderRights, handedOn } from '../../../shared/wasm/wasi/rights.ts';
import { constants, lstat, mkdir, realpath } from '../../files/user-files.ts';
import { type PathEntry, parsePathEntry } from '../../policy/entries/path-entry.ts';
import type { Act } from '../act.ts';
import { openDecided } from '../files/opened-file.ts';
import { Grounds } from './grounds.ts';

interface Granted {
	/** Absolute, as it was granted. */
	readonly path: string;
	/** As the guest finds it. */
	readonly name: string;
	readonly readOnly: boolean;
	/** A file's folder is opened for its sake; nothing else in it is granted by that. */
	readonly ofFile: boolean;
}

/**
 * Each granted folder is open from the beginning: one in the data folder under its path there (`./data/` is `/data`, `.`
 * is `/`), others under their absolute path. Of a granted file the folder is open, in which only that file is reached.
 */
export const begin: Act<'wasi_begin'> = async (_request, context, tools, notes) => {
	const { descriptors } = tools;
	await descriptors.clear(context.signal);
	const grounds = new Grounds(context, tools);
	const found: { handle: number; name: string; rights: number; inheriting: number }[] = [];
	for (const { path, name, readOnly, ofFile } of await grantedFolders(grounds)) {
		const place = await realpath(path).catch(() => null);
		if (place === null || (!ofFile && !(await grounds.place('list', place)).allowed)) continue;
		const decide = ofFile
			? async () => ({ allowed: true, rule: 'its file is granted' }) as const
			: grounds.opened('list');
		const flags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0);
		const handle = await openDecided(place, flags, decide).catch(() => null);
		if (handle === null) continue;
		const cut = readOnly ? ~changing : ~0;
		const [rights, inheriting] = [folderRights & cut, handedOn & cut];
		const facts = { handle, folder: true, place, rights, inheriting, writable: !readOnly, listing: null };
		found.push({
			handle: await descriptors.add(context.signal, { ...facts, grounds: grounds.text }),
			name,
			rights,
			inheriting,
		});
	}
	const data = new TextEncoder().encode(JSON.stringify(found));
	notes.bytes = data.byteLength;
	return data;
};

/** Each place once, changeable where any entry says so; the ones that hold others come last among equals of a name. */
async function grantedFolders({ scope }: Grounds): Promise<readonly Granted[]> {
	const texts = [...(scope.extraPaths ?? []), ...entriesInForce(scope.policy, 'files')];
	const places = new Map<string, Granted>();
	for (const text of texts) {
		const parsed = parsePathEntry(text, scope);
		if (!parsed.ok) continue;
		const one = await grantedBy(parsed.entry, scope.dataFolder);
		if (one === null) continue;
		const before = places.get(one.name);
		const both = {
			readOnly: one.readOnly && before?.readOnly !== false,
			ofFile: one.ofFile && before?.ofFile !== false,
		};
		places.set(one.name, { ...one, ...both });
	}
	return [...places.values()];
}

async function grantedBy({ path, relative, readOnly }: PathEntry, dataFolder: string): Promise<Granted | null> {
	const absolute = relative ? resolve(dataFolder, path) : resolve(path);
	const isFolder = await stateOf(absolute);
	// What is missing in the plugin's own folder is made: it is granted for the plugin to fill.
	if (isFolder === null && relative && !readOnly) {
		const made = await mkdir(absolute, { recursive: true }).then(
			() => true,
			() => false,
		);
		return made ? { path: absolute, name: nameIn(absolute, relative, dataFolder), readOnly, ofFile: false } : null;
	}
	if (isFolder === true)
		return { path: absolute, name: nameIn(absolute, relative, dataFolder), readOnly, ofFile: false };
	const folder = dirname(absolute);
	return { path: folder, name: nameIn(folder, relative, dataFolder), readOnly, ofFile: true };
}

async function stateOf(path: string): Promise<boolean | null> {
	const real = await realpath(path).catch(() => null);
	if (real === null) return null;
	return (await lstat(real).catch(() => null))?.isDirectory() ?? null;
}

function nameIn(path: string, relative: boolean, dataFolder: string): string {
	if (!relative) return path.replaceAll('\\', '/');
	const below = path.slice(resolve(dataFolder).length).replaceAll('\\', '/');
	return below === '' ? '/' : join('/', below).replaceAll('\\', '/');
}
