import { normalize, sep } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { formatHashList } from '../archive/hash-list.ts';
import { contains } from '../package/contains.ts';
import { type FileHashes, hashFolder } from '../package/walk/copy-folder.ts';
import type { PluginPackage } from '../registry.ts';

type Read = Pick<
	PluginPackage,
	'source' | 'modulePath' | 'manifest' | 'manifestBytes' | 'analysis' | 'inferred' | 'packed'
>;

/** Whether what lies beside the module belongs to the plugin, and is installed with it. */
export function hasFilesBeside({ source, modulePath, inferred, packed }: Read): boolean {
	return packed === undefined && !inferred && contains(source, modulePath);
}

/**
 * Tells all that would be installed of a plugin from anything else: its manifest, its module and each file beside them.
 * Null: its folder is too large to be copied.
 *
 * @param found as it was read, whatever role a person gives it
 */
export async function reviewedPrint(found: Read): Promise<string | null> {
	if (found.packed !== undefined) return found.packed.listSha256;
	if (!hasFilesBeside(found)) return printWith(found, new Map());
	try {
		return await printWith(found, await hashFolder(found.source, new Set(['plugin.json', moduleNameOf(found)])));
	} catch (error) {
		if (error instanceof DataFlareError) return null;
		throw error;
	}
}

/** The same, where it is known what lies beside manifest and module. */
export async function printWith(found: Read, beside: FileHashes): Promise<string> {
	const manifest = found.manifestBytes ?? Buffer.from(JSON.stringify(found.manifest));
	const all = new Map(beside);
	all.set('plugin.json', await sha256Of(manifest));
	all.set(moduleNameOf(found), found.analysis.sha256);
	return sha256Of(Buffer.from(formatHashList(all)));
}

/** Throws `conflict` where this is not what a person looked at. */
export function assertReviewed(source: string, expected: string | null, found: string | null): void {
	if (expected === found) return;
	throw new DataFlareError('conflict', `${source} changed since it was inspected.`, {
		hint: 'Review it again, then decide.',
		details: { ...because('changed_since'), expected, found },
	});
}

function moduleNameOf({ manifest }: Read): string {
	return normalize(manifest.module_path).replaceAll(sep, '/');
}
