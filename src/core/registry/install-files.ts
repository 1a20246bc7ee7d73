import { randomBytes } from 'node:crypto';
import { basename, dirname, join, normalize } from 'node:path';
import { DataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import { makeFolders } from '../make-folders.ts';
import { isProcessAlive } from '../temporary-files.ts';
import { cp, lstat, mkdir, open, readdir, rename, rm, writeFile } from '../user-files.ts';
import type { PluginPackage } from './registry.ts';

export const STAGING_PREFIX = '.staging-';
/** Bounds of what is copied beside manifest and module. */
const MAX_FILES = 500;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Puts a package's files into `<pluginsDir>/<name>`: all of them or, on any failure, none, with what was there before
 * back in place. The package's files are copied as they were read: links are not followed, only plain files are taken.
 */
export async function installFiles(
	pluginsDir: string,
	found: PluginPackage,
	options: {
		/** Writes the package's manifest instead of copying the one beside the module. */
		readonly writeManifest?: boolean;
	} = {},
): Promise<string> {
	const { manifest } = found;
	const target = join(pluginsDir, manifest.name);
	const staging = stagingPath(pluginsDir, manifest.name);
	const old = `${staging}.old`;
	try {
		makeFolders(pluginsDir);
		// Not recursive: that would answer ENOENT for whatever keeps a folder from being made.
		await mkdir(staging);
		if (!found.inferred) await copyCompanions(found.source, staging);
		const modulePath = join(staging, normalize(manifest.module_path));
		await mkdir(dirname(modulePath), { recursive: true });
		await writeDurably(modulePath, found.module);
		if (found.inferred || options.writeManifest === true) {
			await writeDurably(join(staging, 'plugin.json'), Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`));
		}
		const replaced = await rename(target, old).then(
			() => true,
			(error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOENT') return false;
				throw error;
			},
		);
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
		const code = (error as NodeJS.ErrnoException).code;
		throw new DataFlareError('storage', `${manifest.name} could not be copied into ${pluginsDir} (${code}).`, {
			details:
				code === 'ENOSPC'
					? because('disk_full', { path: pluginsDir })
					: because('copy_failed', { name: manifest.name, system: String(code) }),
			hint: code === 'ENOSPC' ? 'The disk is full: free some space.' : 'Check the plugins folder’s permissions.',
			cause: error,
		});
	}
}

async function copyCompanions(source: string, staging: string): Promise<void> {
	let files = 0;
	let bytes = 0;
	await cp(source, staging, {
		recursive: true,
		async filter(path) {
			const stat = await lstat(path);
			if (path !== source && basename(path).startsWith('.')) return false;
			if (stat.isDirectory()) return basename(path) !== 'node_modules';
			if (!stat.isFile()) return false;
			files++;
			bytes += stat.size;
			if (files > MAX_FILES || bytes > MAX_BYTES) {
				throw new DataFlareError(
					'invalid_input',
					`${source} holds too much for a plugin (over ${MAX_FILES} files or ${MAX_BYTES.toLocaleString('en')} bytes).`,
					{
						details: because('folder_too_large', { maxBytes: MAX_BYTES }),
						hint: 'Name the folder that holds just the plugin.',
					},
				);
			}
			return true;
		},
	});
}

async function writeDurably(path: string, data: Uint8Array): Promise<void> {
	await writeFile(path, data);
	const file = await open(path, 'r+');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

/**
 * Takes an entry out of the plugins folder in one step. `forget` is called when it is out of the way: if it throws, or
 * the program ends before it returned, the entry comes back whole.
 */
export async function removeEntry(path: string, forget: () => void): Promise<void> {
	const gone = stagingPath(dirname(path), basename(path));
	const old = `${gone}.old`;
	const moved = await rename(path, old).then(
		() => true,
		(error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return false;
			throw new DataFlareError('storage', `${path} cannot be removed (${error.code}).`, {
				details: because('not_writable', { path, system: String(error.code) }),
				hint: 'Mend the permissions of the plugins folder, and try again.',
				cause: error,
			});
		},
	);
	try {
		forget();
	} catch (error) {
		if (moved) await rename(old, path);
		throw error;
	}
	// Under a name that does not come back before its files go one by one. What is left, the next start removes.
	await rename(old, gone)
		.then(() => rm(gone, { recursive: true, force: true }))
		.catch(() => undefined);
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
