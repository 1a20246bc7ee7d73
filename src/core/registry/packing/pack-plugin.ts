import { createHash } from 'node:crypto';
import { basename, extname, join, resolve } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { PACKAGE_EXTENSION, type PackedFile, type Packing, packageFileName } from '../../../shared/plugin/packing.ts';
import type { PluginVersion } from '../../../shared/plugin/plugin-record.ts';
import type { Signer } from '../../../shared/plugin/provenance.ts';
import { versionLabelOf } from '../../../shared/plugin/words/version-label.ts';
import { MAX_MANIFEST_BYTES } from '../../../shared/policy/limits.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { PRIVATE_FILE } from '../../files/private-files.ts';
import { lstat, stat } from '../../files/user-files.ts';
import { HASH_LIST, MAX_SIGNATURE_BYTES, SIGNATURE } from '../archive/hash-list.ts';
import { manifestTextOf } from '../package/package-reading.ts';
import { parseManifest } from '../package/parse-manifest.ts';
import { packedName } from '../package/read-packed.ts';
import { HeldFolder } from '../package/walk/held-folder.ts';
import { Listing, pieces } from '../package/walk/listing.ts';
import { openBelow } from '../package/walk/open-below.ts';
import type { PackTarget, PluginPackage } from '../registry.ts';
import type { PrivateKey } from '../signing/private-key.ts';
import { signList, verifySignature } from '../signing/signature.ts';
import { listOf, writePackage } from './write-package.ts';

/**
 * Packs the folder of a plugin that was read from it into one file, which appears whole or not at all. `key` signs it;
 * null: a signature in the folder is packed where it is one of these very files. Rejects with `conflict` where there is a
 * file already and it is not to be replaced, or where a file changes meanwhile, and with `invalid_input` for what an
 * installation would refuse.
 */
export async function packPlugin(found: PluginPackage, target: PackTarget, key: PrivateKey | null): Promise<Packing> {
	const folder = await folderOf(found);
	const { manifest } = found;
	const out = await packagePlace(target, { name: manifest.name, version: versionLabelOf(manifest) ?? undefined });
	const held = await HeldFolder.open(folder);
	try {
		const listing = new Listing(folder, out);
		await listing.take(held);
		const { files, leftOut } = listing;
		const list = listOf(files);
		const signed =
			key === null
				? await signedBefore(held, list)
				: { signature: signList(list, key.key, key.secret), signer: key.key };
		const bytes = await writeListed(held, files, list, signed, out);
		const left = signed === 'stale' ? [...leftOut, SIGNATURE].sort() : leftOut;
		return {
			path: out,
			bytes,
			files,
			leftOut: left,
			signer: signed === null || signed === 'stale' ? null : named(signed.signer),
		};
	} finally {
		await held.close();
	}
}

/** The file that a package is written to; rejects where `packPlugin` does. */
export async function packagePlace(
	{ to, replace }: PackTarget,
	{ name, version }: { readonly name: string; readonly version: string | undefined },
): Promise<string> {
	const isFolder = await stat(to).then(
		(facts) => facts.isDirectory(),
		() => false,
	);
	const out = resolve(isFolder ? join(to, packageFileName(name, version)) : to);
	if (extname(out).toLowerCase() !== PACKAGE_EXTENSION) {
		throw new DataFlareError('invalid_input', `${basename(out)} does not end with ${PACKAGE_EXTENSION}.`, {
			hint: `Name a file that ends with ${PACKAGE_EXTENSION}, or a folder to put it in.`,
			details: because('package_name', { path: out }),
		});
	}
	if (!replace && (await lstat(out).catch(() => null)) !== null) {
		throw new DataFlareError('conflict', `There is already a file at ${out}.`, {
			hint: 'Choose another name, or allow it to be replaced.',
			details: because('package_exists', { path: out }),
		});
	}
	return out;
}

/**
 * Packs a folder, with the signature that lies in it, under the name that its list of hashes (SHA-256, hex) gives it,
 * unless that file is there. Resolves to the name; null: its manifest, or the module that it names, is not that version's.
 */
export async function packKept(
	folder: string,
	into: string,
	nameOf: (listSha256: string) => string,
	version: PluginVersion,
): Promise<string | null> {
	const held = await HeldFolder.open(folder);
	try {
		const listing = new Listing(folder, '');
		await listing.take(held);
		if (!(await holdsVersion(held, listing.files, version))) return null;
		const list = listOf(listing.files);
		const signed = await signedBefore(held, list);
		// The same files under another signature are another package.
		const named = createHash('sha256').update(list);
		if (signed !== null && signed !== 'stale') named.update(signed.signature);
		const name = nameOf(named.digest('hex'));
		const out = join(into, name);
		if ((await lstat(out).catch(() => null)) === null)
			await writeListed(held, listing.files, list, signed, out, PRIVATE_FILE);
		return name;
	} finally {
		await held.close();
	}
}

/** By the manifest that is packed, and by the file that it names: others may lie beside them. */
async function holdsVersion(
	held: HeldFolder,
	files: readonly PackedFile[],
	{ sha256, manifest }: PluginVersion,
): Promise<boolean> {
	const hashOf = (name: string): string | undefined => files.find((file) => file.name === name)?.sha256;
	if (hashOf(packedName(manifest.module_path)) !== sha256) return false;
	const bytes = await held.readFile('plugin.json', MAX_MANIFEST_BYTES);
	if (!(bytes instanceof Buffer) || (await sha256Of(bytes)) !== hashOf('plugin.json')) return false;
	try {
		const found = parseManifest(manifestTextOf(bytes, 'plugin.json'), 'plugin.json').manifest;
		return JSON.stringify(found) === JSON.stringify(manifest);
	} catch (error) {
		if (error instanceof DataFlareError) return false;
		throw error;
	}
}

type Signed = { readonly signature: Buffer; readonly signer: Signer } | 'stale' | null;

/** bytes */
function writeListed(
	held: HeldFolder,
	files: readonly PackedFile[],
	list: Buffer,
	signed: Signed,
	out: string,
	mode?: number,
): Promise<number> {
	const beside = [{ name: HASH_LIST, content: list }];
	if (signed !== null && signed !== 'stale') beside.push({ name: SIGNATURE, content: signed.signature });
	return writePackage(
		out,
		beside,
		files.map((file) => ({ ...file, read: () => unchanged(held, file) })),
		mode,
	);
}

/** The signature that lies in the folder, where it is one of this list. `stale`: it is of another. */
async function signedBefore(held: HeldFolder, list: Buffer): Promise<Signed> {
	const signature = await held.readFile(SIGNATURE, MAX_SIGNATURE_BYTES).catch(() => null);
	if (signature === null) return null;
	if (!(signature instanceof Uint8Array)) return 'stale';
	try {
		return { signature, signer: verifySignature(SIGNATURE, list, signature) };
	} catch (error) {
		if (error instanceof DataFlareError) return 'stale';
		throw error;
	}
}

function named({ fingerprint, publicKey }: Signer): Signer {
	return { fingerprint, publicKey };
}

async function folderOf(found: PluginPackage): Promise<string> {
	if (!found.inferred && found.packed === undefined && (await stat(found.source)).isDirectory()) return found.source;
	throw new DataFlareError('invalid_input', `${found.source} is not the folder of a plugin.`, {
		hint: 'Put the module in a folder with a plugin.json, and pack the folder.',
		details: because('no_manifest'),
	});
}

/** The content of a file as it was when it was listed. Fails where it is another by now. */
async function* unchanged(held: HeldFolder, { name, sha256 }: PackedFile): AsyncGenerator<Buffer> {
	const file = await openBelow(held, name.split('/'));
	const hash = createHash('sha256');
	if (file !== 'special') yield* pieces(file, hash);
	if (hash.digest('hex') === sha256) return;
	throw new DataFlareError('conflict', `${name} changed while it was being packed.`, {
		hint: 'Pack the plugin again once its build is done.',
		details: because('changed_since'),
	});
}
