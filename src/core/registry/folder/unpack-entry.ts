import { basename, extname, join } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { PACKAGE_EXTENSION } from '../../../shared/plugin/packing.ts';
import { rm } from '../../files/user-files.ts';
import { nameOfEntry } from '../entry-name.ts';
import { claimName, isBorrowed } from '../install/borrowed-name.ts';
import { installFiles } from '../install/install-files.ts';
import type { PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { readEntry, tellOfFailure } from './reconcile-folder.ts';

export function isPackage(entry: string): boolean {
	return extname(entry).toLowerCase() === PACKAGE_EXTENSION;
}

function installedAlready(name: string, path: string): DataFlareError {
	return new DataFlareError('conflict', `${basename(path)} contains "${name}", which is already installed.`, {
		hint: 'Install it as a replacement, then remove the package.',
		details: { ...because('package_of_installed', { name }), name },
	});
}

/**
 * Unpacks a package of a new plugin that was put into the plugins folder to a folder of its name, whole or not at all,
 * and takes it away. Resolves to the folder's name; null: it cannot be used, which is recorded, or it is gone. Rejects where
 * this tells nothing of the package.
 */
export async function unpackEntry(
	context: RegistryContext,
	entry: string,
	how: { readonly anew: boolean },
): Promise<string | null> {
	const path = join(context.pluginsDir, entry);
	try {
		return await context.room.share(async (take) => {
			const found = await readEntry(context, path, how, take);
			// In the turn of the plugin's own name, which the entry's need not be.
			return context.turns.run(found.manifest.name, () => unpack(context, found, path));
		});
	} catch (thrown) {
		await context.turns.run(nameOfEntry(entry), () => tellOfFailure(context, path, thrown));
		return null;
	}
}

async function unpack(context: RegistryContext, found: PluginPackage, path: string): Promise<string> {
	const { name } = found.manifest;
	const target = join(context.pluginsDir, name);
	// Whose grant it would get, and whose files it would replace, is not for the package to say.
	const holder = context.get(name);
	if (holder !== null && !isBorrowed(holder)) throw installedAlready(name, path);
	claimName(context, name, target);
	await installFiles(context.pluginsDir, found);
	await rm(path, { force: true }).catch((error: unknown) => {
		throw new DataFlareError('storage', `${path} was unpacked, but cannot be removed.`, {
			hint: 'Remove it yourself, or fix the permissions of the plugins folder.',
			cause: error,
		});
	});
	const before = context.store.plugins.at(path);
	if (before !== null && before.current === null) {
		context.store.plugins.remove(before.name, 'it was unpacked');
		context.emit({ kind: 'removed', plugin: before });
	}
	return name;
}
