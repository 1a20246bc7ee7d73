import { join, posix } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MAX_MANIFEST_BYTES, MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';
import { PackedFiles } from '../archive/packed-files.ts';
import { unlisted } from '../archive/refuse-archive.ts';
import type { PluginPackage } from '../registry.ts';
import { provenanceOfPacked } from './folder-provenance.ts';
import { MAX_README_BYTES } from './package-files.ts';
import { manifestTextOf, type PackageReading, refuseOtherHash } from './package-reading.ts';
import { parseManifest } from './parse-manifest.ts';

/**
 * Reads a plugin that is packed into one file, and unpacks nothing. Every file in it is held against the list of hashes
 * that was packed with them; one that differs rejects the whole.
 */
export async function readPacked(file: string, { analyst, files, take }: PackageReading): Promise<PluginPackage> {
	const packed = await PackedFiles.open(file, take);
	try {
		// First: of what is signed wrongly nothing else is looked at.
		const provenance = provenanceOfPacked(packed);
		if (packed.sizeOf('plugin.json') === null) throw unlisted(file, 'it has no plugin.json');
		const manifestBytes = await bounded(packed, 'plugin.json', MAX_MANIFEST_BYTES);
		const { manifest, warnings } = parseManifest(manifestTextOf(manifestBytes, 'plugin.json'), 'plugin.json');
		const name = moduleNameOf(packed, manifest.module_path);
		const module = await bounded(packed, name, MAX_MODULE_BYTES);
		const hasReadme = packed.sizeOf('README.md') !== null;
		const readme = hasReadme ? (await packed.read('README.md', MAX_README_BYTES)).toString('utf8') : null;
		await packed.verify(['plugin.json', name, 'README.md']);
		const analysis = await analyst.analyse(module, { anew: files === null });
		refuseOtherHash(manifest, analysis);
		const source = { source: file, modulePath: join(file, name), manifestBytes, provenance, roleIsOpen: false };
		return { ...source, manifest, analysis, module, readme, warnings, inferred: false, packed: packed.packed };
	} finally {
		await packed.close();
	}
}

async function bounded(packed: PackedFiles, name: string, maxBytes: number): Promise<Buffer> {
	const sizeBytes = packed.sizeOf(name) ?? 0;
	if (sizeBytes <= maxBytes) return packed.read(name, maxBytes);
	throw new DataFlareError(
		'plugin_load',
		`${name} in ${packed.packed.path} has ${sizeBytes.toLocaleString('en')} bytes; the limit is ${maxBytes.toLocaleString('en')}.`,
		{ details: because('too_large', { sizeBytes, maxBytes }) },
	);
}

/** What a `module_path` is called in a package. */
export function packedName(path: string): string {
	return posix.normalize(path.replaceAll('\\', '/')).replace(/^\.\//, '');
}

function moduleNameOf(packed: PackedFiles, path: string): string {
	const name = packedName(path);
	if (packed.sizeOf(name) !== null) return name;
	throw new DataFlareError('not_found', `plugin.json: module_path: there is no file ${JSON.stringify(path)} in it.`, {
		details: because('module_missing', { file: 'plugin.json', module: path }),
		hint: 'Pack the folder again, with the module in it.',
	});
}
