import { extname, join, resolve } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Signing, Verification } from '../../../shared/plugin/packing.ts';
import { PACKAGE_EXTENSION } from '../../../shared/plugin/packing.ts';
import { DurableFile } from '../../files/durable-file.ts';
import { stat } from '../../files/user-files.ts';
import { HASH_LIST, SIGNATURE } from '../archive/hash-list.ts';
import { PackedFiles } from '../archive/packed-files.ts';
import { provenanceOfFolder, provenanceOfPacked } from '../package/folder-provenance.ts';
import { HeldFolder } from '../package/walk/held-folder.ts';
import { Listing } from '../package/walk/listing.ts';
import type { PrivateKey } from '../signing/private-key.ts';
import { signList } from '../signing/signature.ts';
import { listOf, notWritable, writePackage } from './write-package.ts';

/**
 * Signs a plugin’s files as they are now: in a folder, the list of hashes and the signature are written beside them; a
 * package is written anew with the signature, whole or not at all. Rejects with `invalid_input` for anything else, and
 * for a package as reading it does.
 */
export async function signPlugin(path: string, { key, secret }: PrivateKey): Promise<Signing> {
	const place = resolve(path);
	const signer = { fingerprint: key.fingerprint, publicKey: key.publicKey };
	if (await isPlugin(place)) {
		const list = await listIn(place);
		await replace(join(place, HASH_LIST), list);
		await replace(join(place, SIGNATURE), signList(list, key, secret));
		return { path: place, signer };
	}
	const files = await PackedFiles.open(place);
	try {
		await files.verify();
		const beside = [
			{ name: HASH_LIST, content: files.list },
			{ name: SIGNATURE, content: signList(files.list, key, secret) },
		];
		const contents = files.names.map((name) => ({
			name,
			bytes: files.sizeOf(name) ?? 0,
			read: () => files.pieces(name),
		}));
		await writePackage(place, beside, contents);
		return { path: place, signer };
	} finally {
		await files.close();
	}
}

/** What a plugin’s files say of themselves. Rejects as reading it does for a package that is not whole. */
export async function verifyPlugin(path: string): Promise<Verification> {
	const place = resolve(path);
	if (!(await isPlugin(place))) return { path: place, provenance: await provenanceOfPackage(place) };
	const held = await HeldFolder.open(place);
	try {
		return { path: place, provenance: await provenanceOfFolder(place, held, new Map()) };
	} finally {
		await held.close();
	}
}

async function provenanceOfPackage(path: string): ReturnType<typeof provenanceOfFolder> {
	const files = await PackedFiles.open(path);
	try {
		// First: of what is signed wrongly nothing else is looked at.
		const provenance = provenanceOfPacked(files);
		await files.verify();
		return provenance;
	} finally {
		await files.close();
	}
}

/** True: a folder with a manifest. False: a package. */
async function isPlugin(path: string): Promise<boolean> {
	const facts = await stat(path).catch(() => null);
	if (facts === null) {
		throw new DataFlareError('not_found', `There is nothing at ${path}.`, {
			details: because('nothing_there', { path }),
			hint: 'Check the spelling of the path.',
		});
	}
	if (facts.isFile() && extname(path).toLowerCase() === PACKAGE_EXTENSION) return false;
	const manifest = facts.isDirectory() ? await stat(join(path, 'plugin.json')).catch(() => null) : null;
	if (manifest !== null) return true;
	throw new DataFlareError('invalid_input', `${path} is neither a package nor the folder of a plugin.`, {
		hint: 'Put the module in a folder with a plugin.json.',
		details: because('no_manifest'),
	});
}

async function listIn(folder: string): Promise<Buffer> {
	const held = await HeldFolder.open(folder);
	try {
		const listing = new Listing(folder, null);
		await listing.take(held);
		return listOf(listing.files);
	} finally {
		await held.close();
	}
}

async function replace(path: string, content: Buffer): Promise<void> {
	const file = await DurableFile.create(path).catch((error: unknown) => {
		throw notWritable(path, error);
	});
	try {
		await file.write(content);
		await file.commit();
	} catch (error) {
		await file.abandon();
		throw notWritable(path, error);
	}
}
