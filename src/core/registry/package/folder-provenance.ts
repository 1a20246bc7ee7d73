import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { type Provenance, unlistedProvenance } from '../../../shared/plugin/provenance.ts';
import type { Unfit } from '../../files/read-plain-file.ts';
import { HASH_LIST, MAX_LIST_BYTES, MAX_SIGNATURE_BYTES, parseHashList, SIGNATURE } from '../archive/hash-list.ts';
import type { PackedFiles } from '../archive/packed-files.ts';
import type { PublicKey } from '../signing/public-key.ts';
import { invalidSignature, verifySignature } from '../signing/signature.ts';
import type { HeldFolder } from './held-folder.ts';
import { Listing } from './listing.ts';

/**
 * Holds the files of a plugin’s folder against the list of hashes in it, if there is one. `read`: SHA-256 of what was
 * read already, by name: what runs is that, whatever lies there by now. Rejects with `plugin_load` for a signature that
 * is not valid.
 */
export async function provenanceOfFolder(
	folder: string,
	held: HeldFolder,
	read: ReadonlyMap<string, string>,
): Promise<Provenance> {
	const list = await contentOf(held, HASH_LIST, MAX_LIST_BYTES);
	const signature = await contentOf(held, SIGNATURE, MAX_SIGNATURE_BYTES);
	const signer = signature === null ? null : named(signerIn(folder, list, signature));
	if (list === null) return unlistedProvenance;
	const altered = list instanceof Uint8Array ? await firstAltered(folder, held, list, read) : HASH_LIST;
	return { integrity: altered === null ? 'intact' : 'modified', altered, signer };
}

/** The same of a package, whose files are held against its list when they are read. */
export function provenanceOfPacked({ list, packed: { path, signature } }: PackedFiles): Provenance {
	const signer = signature === null ? null : named(verifySignature(path, list, signature));
	return { integrity: 'intact', altered: null, signer };
}

function named({ fingerprint, publicKey }: PublicKey): Provenance['signer'] {
	return { fingerprint, publicKey };
}

/** Null: there is none. */
async function contentOf(held: HeldFolder, name: string, maxBytes: number): Promise<Buffer | Unfit | null> {
	return held.readFile(name, maxBytes).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	});
}

function signerIn(folder: string, list: Buffer | Unfit | null, signature: Buffer | Unfit): PublicKey {
	if (!(signature instanceof Uint8Array)) throw invalidSignature(folder, 'is too large, or no regular file');
	if (!(list instanceof Uint8Array)) throw invalidSignature(folder, `has no ${HASH_LIST} beside it`);
	return verifySignature(folder, list, signature);
}

/** By name; null: the files are exactly those of the list. */
async function firstAltered(
	folder: string,
	held: HeldFolder,
	list: Buffer,
	read: ReadonlyMap<string, string>,
): Promise<string | null> {
	let listed: ReadonlyMap<string, string>;
	const listing = new Listing(folder, null);
	try {
		listed = parseHashList(folder, list.toString('utf8'));
		await listing.take(held, '');
	} catch (error) {
		// What cannot be packed is nothing that was.
		if (error instanceof DataFlareError) return String(error.details['entry'] ?? HASH_LIST);
		throw error;
	}
	const there = new Map(listing.files.map(({ name, sha256 }) => [name, sha256]));
	for (const [name, sha256] of read) there.set(name, sha256);
	const names = [...new Set([...there.keys(), ...listed.keys()])].sort();
	return names.find((name) => there.get(name) !== listed.get(name)) ?? null;
}
