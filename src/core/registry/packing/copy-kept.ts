import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PackedFile, Packing } from '../../../shared/plugin/packing.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { HASH_LIST, parseHashList, SIGNATURE } from '../archive/hash-list.ts';
import { PackedFiles } from '../archive/packed-files.ts';
import { provenanceOfPacked } from '../package/folder-provenance.ts';
import type { PackTarget } from '../registry.ts';
import type { PackageStore } from '../versions/package-store.ts';
import { packagePlace } from './pack-plugin.ts';
import { writePackage } from './write-package.ts';

/**
 * Copies the package that is kept of a plugin's version in use: the files as they were when it came into use, with the
 * signature that it had, whatever lies in its folder by now. Rejects with `not_found` where none is kept, else as
 * `packPlugin` does.
 */
export async function copyKept(
	packages: PackageStore,
	{ name, current }: PluginRecord,
	target: PackTarget,
): Promise<Packing> {
	const path = current === null ? null : await packages.pathOf(name, current);
	if (current === null || path === null) throw notKept(name);
	const out = await packagePlace(target, { name, version: current.label ?? undefined });
	const kept = await PackedFiles.open(path);
	try {
		const { signer } = provenanceOfPacked(kept);
		const { signature } = kept.packed;
		const beside = [{ name: HASH_LIST, content: kept.list }];
		if (signature !== null) beside.push({ name: SIGNATURE, content: signature });
		const files = filesOf(kept);
		const bytes = await writePackage(
			out,
			beside,
			files.map((file) => ({ ...file, read: () => kept.pieces(file.name) })),
		);
		return { path: out, bytes, files, leftOut: [], signer };
	} finally {
		await kept.close();
	}
}

function filesOf(kept: PackedFiles): readonly PackedFile[] {
	const hashes = parseHashList(kept.packed.path, kept.list.toString('utf8'));
	return [...hashes].map(([name, sha256]) => ({ name, sha256, bytes: kept.sizeOf(name) ?? 0 }));
}

function notKept(name: string): DataFlareError {
	return new DataFlareError('not_found', `No package is kept of the version of ${name} that is in use.`, {
		hint: 'Pack its folder instead. One is kept of each version with a manifest once it was ready.',
		details: because('package_not_kept', { name }),
	});
}
