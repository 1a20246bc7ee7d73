import { basename, extname, join } from 'node:path';
import { DataFlareError, type ErrorCode, type WireError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { PACKAGE_EXTENSION } from '../../../shared/plugin/packing.ts';
import { nameOfEntry } from '../entry-name.ts';
import { claimName, isBorrowed } from '../install/borrowed-name.ts';
import { installFiles } from '../install/install-files.ts';
import { placeOf } from '../install/place-of.ts';
import { mismatchOf } from '../mismatch.ts';
import { identityOf, removeAsRead } from '../package/known-files.ts';
import { isPassing } from '../package/momentary.ts';
import type { PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { tellOfFailure } from './reconcile-folder.ts';

export function isPackage(entry: string): boolean {
	return extname(entry).toLowerCase() === PACKAGE_EXTENSION;
}

function installedAlready(name: string, path: string): DataFlareError {
	return new DataFlareError('conflict', `${basename(path)} contains "${name}", which is already installed.`, {
		hint: 'Install it as a replacement, then remove the package.',
		details: { ...because('package_of_installed', { name }), name },
	});
}

/** Codes of refusals that are of a package itself, and will be the same each time that it is read. */
const ofItself: ReadonlySet<ErrorCode> = new Set([
	'plugin_load',
	'configuration',
	'not_found',
	'invalid_input',
	'memory_limit',
	'conflict',
]);

/** What became of a package: the folder's name, or (null) it cannot be used, which is recorded, or is gone. */
interface Unpacked {
	readonly folder: string | null;
	/** The same package may be of use later. */
	readonly isPassing: boolean;
}

/**
 * Unpacks a package of a new plugin that was put into the plugins folder to a folder of its name, whole or not at all,
 * and takes it away. One that was refused before and is as it was is not read again. Rejects where this tells nothing of
 * the package.
 */
export async function unpackEntry(
	context: RegistryContext,
	entry: string,
	{ anew }: { readonly anew: boolean },
): Promise<Unpacked> {
	const path = join(context.pluginsDir, entry);
	const identity = await identityOf(path);
	const known = anew ? null : refusalOf(context, path, identity);
	try {
		if (known !== null) throw DataFlareError.fromWire(known);
		const folder = await context.room.share(async (take) => {
			const found = await (anew ? context.read(path, take) : context.readAgain(path, take));
			const { name } = found.manifest;
			if (isInstalled(context, name)) throw installedAlready(name, path);
			const problem = mismatchOf(found.manifest, found.analysis, null);
			if (problem !== null) throw DataFlareError.fromWire(problem);
			// In the turn of the plugin's own name, which the entry's need not be.
			return context.turns.run(name, () => unpack(context, found, path, identity));
		});
		return { folder, isPassing: false };
	} catch (thrown) {
		if (known === null) await rememberRefusal(context, path, identity, thrown);
		const isPassing = await context.turns.run(nameOfEntry(entry), () => tellOfFailure(context, path, thrown));
		return { folder: null, isPassing };
	}
}

/** Why a package was refused that is as it was then; null: it has to be read. */
function refusalOf(context: RegistryContext, path: string, identity: string | null): WireError | null {
	const refusal = context.files.refusalOf(path, identity);
	const { reason, name } = refusal?.details ?? {};
	// It was refused for another plugin, which may have gone.
	if (reason === 'package_of_installed' && !isInstalled(context, String(name))) return null;
	return refusal;
}

async function rememberRefusal(
	context: RegistryContext,
	path: string,
	identity: string | null,
	thrown: unknown,
): Promise<void> {
	if (identity === null || !(thrown instanceof DataFlareError)) return;
	if (!ofItself.has(thrown.code) || isPassing(thrown) || identity !== (await identityOf(path))) return;
	context.files.refuse(path, identity, thrown.toWire());
}

/** Whose grant a package would get, and whose files it would replace, is not for the package to say. */
function isInstalled(context: RegistryContext, name: string): boolean {
	const holder = context.get(name);
	return holder !== null && !isBorrowed(holder);
}

async function unpack(
	context: RegistryContext,
	found: PluginPackage,
	path: string,
	identity: string | null,
): Promise<string> {
	const { name } = found.manifest;
	// Another may have come since it was read.
	if (isInstalled(context, name)) throw installedAlready(name, path);
	const place = await placeOf(context, name);
	claimName(context, name, place.path);
	await installFiles(place, found);
	await removeAsRead(path, identity).catch((error: unknown) => {
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
	return basename(place.path);
}
