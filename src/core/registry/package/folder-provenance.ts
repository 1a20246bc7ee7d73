import { createHash } from 'node:crypto';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { type FailureReason, reasonOf } from '../../../shared/errors/failure-reason.ts';
import { type Provenance, unlistedProvenance } from '../../../shared/plugin/provenance.ts';
import type { Unfit } from '../../files/read-plain-file.ts';
import { archiveLimits } from '../archive/archive-limits.ts';
import { HASH_LIST, MAX_LIST_BYTES, MAX_SIGNATURE_BYTES, parseHashList, SIGNATURE } from '../archive/hash-list.ts';
import type { PackedFiles } from '../archive/packed-files.ts';
import { archiveTooLarge } from '../archive/refuse-archive.ts';
import type { PublicKey } from '../signing/public-key.ts';
import { invalidSignature, verifySignature } from '../signing/signature.ts';
import { notRead } from './not-read.ts';
import type { HeldFolder } from './walk/held-folder.ts';
import { Listing, pieces } from './walk/listing.ts';
import { openBelow } from './walk/open-below.ts';

const neverPacked: ReadonlySet<FailureReason | null> = new Set(['package_entry', 'package_unlisted']);

/**
 * Holds the files of a plugin’s folder against the list of hashes in it, if there is one. `read`: SHA-256 of what was
 * read already, by name: what runs is that, whatever lies there by now. Rejects with `plugin_load` for a signature that
 * is not valid, and where there is a list and more beside it than any package holds.
 */
export async function provenanceOfFolder(
	folder: string,
	held: HeldFolder,
	read: ReadonlyMap<string, string>,
): Promise<Provenance> {
	const list = await contentOf(folder, held, HASH_LIST, MAX_LIST_BYTES);
	const signature = await contentOf(folder, held, SIGNATURE, MAX_SIGNATURE_BYTES);
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
async function contentOf(
	folder: string,
	held: HeldFolder,
	name: string,
	maxBytes: number,
): Promise<Buffer | Unfit | null> {
	return held.readFile(name, maxBytes).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return null;
		throw notRead(folder, name, error);
	});
}

function signerIn(folder: string, list: Buffer | Unfit | null, signature: Buffer | Unfit): PublicKey {
	if (!(signature instanceof Uint8Array)) throw invalidSignature(folder, 'is too large, or no regular file');
	if (!(list instanceof Uint8Array)) throw invalidSignature(folder, `has no ${HASH_LIST} beside it`);
	return verifySignature(folder, list, signature);
}

/**
 * A name that the list has and the folder has not, or the other way round, before anything is hashed; then the first, by
 * name, that is another than listed. Null: the files are exactly those of the list.
 */
async function firstAltered(
	folder: string,
	held: HeldFolder,
	list: Buffer,
	read: ReadonlyMap<string, string>,
): Promise<string | null> {
	let listed: ReadonlyMap<string, string>;
	let there: ReadonlySet<string>;
	try {
		listed = parseHashList(folder, list.toString('utf8'));
		there = new Set([...(await new Listing(folder, null).names(held)), ...read.keys()]);
	} catch (error) {
		// What cannot be packed is nothing that was.
		if (error instanceof DataFlareError && neverPacked.has(reasonOf(error))) {
			return String(error.details['entry'] ?? HASH_LIST);
		}
		throw error;
	}
	const names = [...new Set([...there, ...listed.keys()])].sort();
	const unpaired = names.find((name) => !there.has(name) || !listed.has(name));
	if (unpaired !== undefined) return unpaired;
	for (const [name, sha256] of read) if (listed.get(name) !== sha256) return name;
	const room = { bytes: archiveLimits.unpackedBytes };
	for (const name of names) {
		if (!read.has(name) && (await hashOf(folder, held, name, room)) !== listed.get(name)) return name;
	}
	return null;
}

/** Null: it is no plain file by now. `room`: how much of all files is still to be read, bytes. */
async function hashOf(folder: string, held: HeldFolder, name: string, room: { bytes: number }): Promise<string | null> {
	const hash = createHash('sha256');
	try {
		const file = await openBelow(held, name.split('/'));
		if (file === 'special') return null;
		for await (const piece of pieces(file, hash)) {
			room.bytes -= piece.length;
			if (room.bytes < 0) throw archiveTooLarge(folder);
		}
	} catch (error) {
		throw error instanceof DataFlareError ? error : notRead(folder, name, error);
	}
	return hash.digest('hex');
}
