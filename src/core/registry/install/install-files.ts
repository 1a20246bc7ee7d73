import { randomBytes } from 'node:crypto';
import { basename, dirname, join, normalize } from 'node:path';
import { codeOf, isNoRoom } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { writeNewFile } from '../../files/durable-file.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { isProcessAlive } from '../../files/temporary-files.ts';
import { lstat, mkdir, readdir, rename, rm } from '../../files/user-files.ts';
import { unpackFiles } from '../archive/packed-files.ts';
import { copyFolder, type FileHashes } from '../package/walk/copy-folder.ts';
import type { PluginPackage } from '../registry.ts';
import type { Place } from './place-of.ts';
import { hasFilesBeside } from './reviewed-files.ts';

export const STAGING_PREFIX = '.staging-';
/** How the name ends of what the next start puts back. */
const OLD = '.old';

/** Looks at what was copied beside manifest and module. */
type FilesCheck = (copied: FileHashes) => Promise<void>;

/**
 * Puts a package's files into a folder of the plugins folder (`placeOf`): all of them or, on any failure, none, with what
 * was there before back in place. Manifest and module are written as they were read; beside them plain files alone are copied, and
 * nothing is installed where `check` rejects.
 */
export async function installFiles(place: Place, found: PluginPackage, check?: FilesCheck): Promise<string> {
	const { manifest } = found;
	const target = place.path;
	const pluginsDir = dirname(target);
	const staging = stagingPath(pluginsDir, basename(target));
	const old = `${staging}${OLD}`;
	try {
		makeFolders(pluginsDir, PRIVATE_FOLDER);
		// Not recursive: that would answer ENOENT for whatever keeps a folder from being made.
		await mkdir(staging, PRIVATE_FOLDER);
		const modulePath = join(staging, normalize(manifest.module_path));
		await mkdir(dirname(modulePath), { recursive: true, mode: PRIVATE_FOLDER });
		// What was looked at, whatever the files are by now; what is copied beside it takes no name that it has.
		await writeNewFile(modulePath, found.module);
		await writeNewFile(join(staging, 'plugin.json'), found.manifestBytes ?? manifestText(manifest));
		if (found.packed !== undefined) await unpackFiles(found.packed, staging);
		else if (hasFilesBeside(found)) {
			const copied = await copyFolder(found.source, staging);
			await check?.(copied);
		}
		const replaced = place.isOwn && (await moveAway(target, old));
		try {
			await rename(staging, target);
		} catch (error) {
			if (replaced) await rename(old, target);
			throw error;
		}
		await rm(old, { recursive: true, force: true }).catch(() => undefined);
		return target;
	} catch (error) {
		await rm(staging, { recursive: true, force: true });
		if (error instanceof DataFlareError) throw error;
		const code = codeOf(error);
		throw new DataFlareError('storage', `${manifest.name} could not be copied into ${pluginsDir} (${code}).`, {
			details: isNoRoom(error)
				? because('disk_full', { path: pluginsDir })
				: because('copy_failed', { name: manifest.name, system: String(code) }),
			hint: isNoRoom(error) ? 'The disk is full: free some space.' : 'Check the plugins folder’s permissions.',
			cause: error,
		});
	}
}

/** False: nothing was there. */
function moveAway(target: string, old: string): Promise<boolean> {
	return rename(target, old).then(
		() => true,
		(error: unknown) => {
			if (codeOf(error) === 'ENOENT') return false;
			throw error;
		},
	);
}

function manifestText(manifest: Manifest): Buffer {
	return Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
}

/**
 * Takes an entry out of the plugins folder in one step. `forget` is called when it is out of the way: if it throws, or
 * the program ends before it returned, the entry comes back whole.
 */
export async function removeEntry(path: string, forget: () => void): Promise<void> {
	const old = await setEntryAside(path, forget);
	if (old === null) return;
	const gone = old.slice(0, -OLD.length);
	// Under a name that does not come back before its files go one by one. What is left, the next start removes.
	await rename(old, gone)
		.then(() => rm(gone, { recursive: true, force: true }))
		.catch(() => undefined);
}

/**
 * Moves an entry of the plugins folder to where the next start puts it back from. `decide` hears where that is (null:
 * nothing was there); what it does is what the entry's place depends on: if it throws, the entry comes back whole.
 */
export async function setEntryAside(path: string, decide: (aside: string | null) => void): Promise<string | null> {
	const old = `${stagingPath(dirname(path), basename(path))}${OLD}`;
	const moved = await rename(path, old).then(
		() => true,
		(error: unknown) => {
			if (codeOf(error) === 'ENOENT') return false;
			throw new DataFlareError('storage', `${path} cannot be removed (${codeOf(error)}).`, {
				details: because('not_writable', { path, system: String(codeOf(error)) }),
				hint: 'Fix the permissions of the plugins folder, then try again.',
				cause: error,
			});
		},
	);
	try {
		decide(moved ? old : null);
	} catch (error) {
		if (moved) await rename(old, path);
		throw error;
	}
	return moved ? old : null;
}

/** Beside the plugins, named for the process that owns it and for what it becomes or was. */
function stagingPath(pluginsDir: string, entry: string): string {
	return join(pluginsDir, `${STAGING_PREFIX}${process.pid}-${entry}-${randomBytes(4).toString('hex')}`);
}

const stagingForm = /^\.staging-(\d+)-(.+)-[0-9a-f]{8}(\.old)?$/;

/** Removes what a program that ended in the middle of an installation left, putting a set-aside plugin back first. */
export async function cleanStaging(pluginsDir: string): Promise<void> {
	const names = await readdir(pluginsDir).catch(() => [] as string[]);
	for (const name of names.filter((entry) => entry.startsWith(STAGING_PREFIX))) {
		const path = join(pluginsDir, name);
		const [, owner = '', entry, old] = stagingForm.exec(name) ?? [];
		// Another program that is at work on the same folder.
		if (owner !== '' && Number(owner) !== process.pid && isProcessAlive(Number(owner))) continue;
		const target = entry !== undefined && old !== undefined ? join(pluginsDir, entry) : null;
		if (target !== null && (await lstat(target).catch(() => null)) === null) await rename(path, target);
		else await rm(path, { recursive: true, force: true });
	}
}
