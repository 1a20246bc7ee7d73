import { isAbsolute, sep } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { right } from '../../../shared/wasm/wasi/rights.ts';
import { link, lstat, lutimes, mkdir, readlink, rename, rmdir, symlink, unlink } from '../../files/user-files.ts';
import { type FileKind, refusedAsOwn } from '../../policy/decide/path.ts';
import type { Act, BrokerTools, CallNotes } from '../act.ts';
import type { BrokerContext } from '../broker.ts';
import { assertAllowed } from '../host-failure.ts';
import { filestat, seconds, timesIn } from './facts.ts';
import { Grounds } from './grounds.ts';
import { lacks, refuseLackingBelow } from './lacking.ts';
import { type Found, walk } from './walk.ts';
import { WasiFailure } from './wasi-failure.ts';
import { countFile } from './write-limits.ts';

interface Asked {
	readonly context: BrokerContext;
	readonly tools: BrokerTools;
	readonly kind: FileKind;
	/** WASI's rights that the folder has to have. */
	readonly rights: number;
}

interface Target {
	readonly dir: number;
	readonly path: string;
	readonly follow: boolean;
}

/** Follows a path, decides on where it leads, and acts there. */
async function at<T>(
	{ dir, path, follow }: Target,
	asked: Asked,
	notes: CallNotes,
	act: (found: Found, grounds: Grounds) => Promise<T>,
): Promise<T> {
	const grounds = new Grounds(asked.context, asked.tools);
	const base = await grounds.descriptor(dir, asked);
	if (!base.folder) throw new WasiFailure('notdir', 'That is no folder.');
	if (lacks(base, asked.rights)) return refuseLackingBelow(base, { path, follow }, asked.kind, grounds, notes);
	const found = await walk(base, path, follow, grounds);
	try {
		notes.target = found.place;
		await grounds.assertPlace(asked.kind, found.place);
		return await act(found, grounds);
	} finally {
		await found.close();
	}
}

/** What is there, where it ends with a slash a folder; decided on by what it is. */
async function factsAt(found: Found, grounds: Grounds, kind: FileKind) {
	const facts = await lstat(found.at, { bigint: true });
	if (found.wantsFolder && !facts.isDirectory()) throw new WasiFailure('notdir', `${found.place} is no folder.`);
	if (!facts.isSymbolicLink()) assertAllowed(await grounds.opened(kind)(found.place, facts));
	return facts;
}

export const pathFacts: Act<'wasi_path_facts'> = ({ dir, path, follow }, context, tools, notes) =>
	at(
		{ dir, path, follow: follow !== 0 },
		{ context, tools, kind: 'read', rights: right.pathFilestatGet },
		notes,
		async (found) => {
			const facts = await lstat(found.at, { bigint: true });
			if (found.wantsFolder && !facts.isDirectory()) throw new WasiFailure('notdir', `${found.place} is no folder.`);
			return filestat(facts, tools.descriptors.times(context.signal));
		},
	);

export const pathTimes: Act<'wasi_path_times'> = ({ dir, path, follow, values }, context, tools, notes) =>
	at(
		{ dir, path, follow: follow !== 0 },
		{ context, tools, kind: 'write', rights: right.pathFilestatSetTimes },
		notes,
		async (found, grounds) => {
			const times = tools.descriptors.times(context.signal);
			const asked = timesIn(values, times.told(await factsAt(found, grounds, 'write')));
			await lutimes(found.at, seconds(asked.atime), seconds(asked.mtime));
			times.note(await lstat(found.at, { bigint: true }), asked);
			return null;
		},
	);

export const readLink: Act<'wasi_read_link'> = ({ dir, path }, context, tools, notes) =>
	at(
		{ dir, path, follow: false },
		{ context, tools, kind: 'read', rights: right.pathReadlink },
		notes,
		async ({ at: place }) => {
			const text = await readlink(place);
			// Where it leads outside is nothing that the guest may know.
			if (isAbsolute(text)) throw new WasiFailure('perm', 'The link leads out of what was granted.');
			return new TextEncoder().encode(text);
		},
	);

export const makeFolder: Act<'wasi_make_folder'> = ({ dir, path }, context, tools, notes) =>
	at(
		{ dir, path: trimmed(path), follow: false },
		{ context, tools, kind: 'write', rights: right.pathCreateDirectory },
		notes,
		async (found, grounds) => {
			if (found.name === '.' || (await isThere(found))) throw new WasiFailure('exist', `${found.place} is there.`);
			countFile(await grounds.place('write', found.place), found.place, context, tools);
			await mkdir(found.at);
			return null;
		},
	);

export const remove: Act<'wasi_remove'> = ({ dir, path, what }, context, tools, notes) =>
	at(
		{ dir, path: what === 'folder' ? trimmed(path) : path, follow: false },
		{ context, tools, kind: 'write', rights: what === 'file' ? right.pathUnlinkFile : right.pathRemoveDirectory },
		notes,
		async (found, grounds) => {
			if (found.name === '.') throw new WasiFailure(what === 'file' ? 'isdir' : 'inval', 'That is the folder itself.');
			const facts = await lstat(found.at, { bigint: true });
			if (!facts.isSymbolicLink()) assertAllowed(await grounds.opened('write')(found.place, facts));
			if (what === 'folder') {
				if (!facts.isDirectory()) throw new WasiFailure('notdir', `${found.place} is no folder.`);
				await rmdir(found.at);
				return null;
			}
			if (facts.isDirectory()) throw new WasiFailure('isdir', `${found.place} is a folder.`);
			if (found.wantsFolder) throw new WasiFailure('notdir', `${found.place} is no folder.`);
			await unlink(found.at);
			const links = tools.descriptors.linked(context.signal);
			const id = `${facts.dev}:${facts.ino}`;
			const known = links.get(id) ?? 0;
			if (known > 1) links.set(id, known - 1);
			else links.delete(id);
			return null;
		},
	);

export const move: Act<'wasi_move'> = ({ dir, path, toDir, to }, context, tools, notes) =>
	at(
		{ dir, path, follow: false },
		{ context, tools, kind: 'write', rights: right.pathRenameSource },
		notes,
		(from, grounds) =>
			at(
				{ dir: toDir, path: to, follow: false },
				{ context, tools, kind: 'write', rights: right.pathRenameTarget },
				notes,
				async (onto) => {
					if (from.name === '.' || onto.name === '.') throw new WasiFailure('busy', 'That is an open folder itself.');
					const facts = await factsAt(from, grounds, 'write');
					assertHoldsNothingOwn(from.place, grounds);
					const there = await lstat(onto.at, { bigint: true }).catch(() => null);
					if (there !== null && !there.isSymbolicLink())
						assertAllowed(await grounds.opened('write')(onto.place, there));
					if (onto.wantsFolder && !facts.isDirectory()) throw new WasiFailure('notdir', `${onto.place} is no folder.`);
					await rename(from.at, onto.at);
					return null;
				},
			),
	);

export const makeLink: Act<'wasi_link'> = ({ dir, path, toDir, to }, context, tools, notes) =>
	at(
		{ dir, path, follow: false },
		// Whoever may only read a file does not get a name of it that it may write by.
		{ context, tools, kind: 'write', rights: right.pathLinkSource },
		notes,
		(from, grounds) =>
			at(
				{ dir: toDir, path: to, follow: false },
				{ context, tools, kind: 'write', rights: right.pathLinkTarget },
				notes,
				async (onto) => {
					const facts = await factsAt(from, grounds, 'write');
					if (facts.isDirectory()) throw new WasiFailure('perm', 'Folders have one name.');
					if (onto.name === '.' || (await isThere(onto))) throw new WasiFailure('exist', `${onto.place} is there.`);
					if (onto.wantsFolder) throw new WasiFailure('noent', `There is no ${onto.place}.`);
					countFile(await grounds.place('write', onto.place), onto.place, context, tools);
					await link(from.at, onto.at);
					const links = tools.descriptors.linked(context.signal);
					const id = `${facts.dev}:${facts.ino}`;
					links.set(id, (links.get(id) ?? 0) + 1);
					return null;
				},
			),
	);

export const makeSymlink: Act<'wasi_symlink'> = ({ dir, path, text }, context, tools, notes) =>
	at(
		{ dir, path, follow: false },
		{ context, tools, kind: 'write', rights: right.pathSymlink },
		notes,
		async (found, grounds) => {
			if (isAbsolute(text) || /^[\\/]|^[A-Za-z]:/.test(text)) throw new WasiFailure('perm', 'Links are relative.');
			if (found.name === '.') throw new WasiFailure('exist', 'That is a folder.');
			const there = await lstat(found.at).catch(() => null);
			if (there !== null) {
				throw new WasiFailure(
					found.wantsFolder && !there.isDirectory() ? 'notdir' : 'exist',
					`${found.place} is there.`,
				);
			}
			if (found.wantsFolder) throw new WasiFailure('noent', `There is no ${found.place}.`);
			countFile(await grounds.place('write', found.place), found.place, context, tools);
			await symlink(text, found.at);
			return null;
		},
	);

/** A folder is meant anyhow. */
function trimmed(path: string): string {
	return path.length > 1 ? path.replace(/(?<=[^/])\/+$/, '') : path;
}

async function isThere({ at: place }: Found): Promise<boolean> {
	return lstat(place).then(
		() => true,
		(error: unknown) => {
			if (codeOf(error) === 'ENOENT') return false;
			throw error;
		},
	);
}

/** A folder that holds the program's own files does not move: they would lie where nobody keeps them from a grant. */
function assertHoldsNothingOwn(place: string, { scope }: Grounds): void {
	const places = scope.own?.places;
	if (places === undefined) return;
	const held = [...places.sealed, ...places.unwritable].find((own) => own === place || own.startsWith(place + sep));
	if (held !== undefined)
		assertAllowed(refusedAsOwn(place, `${place} holds files of DataFlare itself, which do not move.`));
}
