/** Routes on the keys that sign plugins, and on signing and verifying. */
import { z } from 'zod';
import type { Signing, Verification } from '../plugin/packing.ts';
import { MAX_KEY_NAME, type SigningKey } from '../plugin/provenance.ts';
import { defineRoute } from './define-route.ts';
import { fingerprint, path } from './fields.ts';

export interface KeyAnswer extends SigningKey {
	/** Names of the plugins whose version in use it signed. */
	readonly plugins: readonly string[];
}

export interface NewKeyAnswer {
	readonly key: SigningKey;
	/** Absolute paths of the files that were written. */
	readonly privateFile: string;
	readonly publicFile: string;
}

/** What is not seen would make two names look like one: controls, marks of direction, ends of lines, fillers. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const keyName = z
	.string()
	.min(1)
	.max(MAX_KEY_NAME)
	.refine((name) => name.trim() === name && !unseen.test(name), {
		error: 'must not begin or end with a blank, or have characters that are not seen',
	});
/** A text that is pasted, or what a file holds. */
const text = z.string().min(1).max(100_000);
const passphrase = z.string().min(1).max(1_000).optional();

/** Where a private key is. It is read for one request and never kept. */
export const keyFile = z.strictObject({ path, passphrase });

export const keyRoutes = {
	/** By name. */
	'keys.list': defineRoute<readonly KeyAnswer[]>()('read', z.strictObject({})),
	/** A public key, as it is in `id_ed25519.pub`, or the file that holds it. */
	'keys.add': defineRoute<SigningKey>()(
		'write',
		z.union([z.strictObject({ name: keyName, text }), z.strictObject({ name: keyName, path })]),
	),
	'keys.rename': defineRoute<SigningKey>()('write', z.strictObject({ fingerprint, name: keyName })),
	/** What it signed stays as it is, and is signed by a key that is not known from then on. */
	'keys.remove': defineRoute<SigningKey>()('write', z.strictObject({ fingerprint })),
	/** Writes a new private key to a file that is not there yet, and its public key beside it, which is then known. */
	'keys.generate': defineRoute<NewKeyAnswer>()('write', z.strictObject({ name: keyName, path, passphrase })),
	/** Signs a folder, or a package, as it is. */
	'plugins.sign': defineRoute<Signing>()('write', z.strictObject({ path, key: keyFile })),
	/** Whether the files of a folder or a package are as they were packed, and who signed that. */
	'plugins.verify': defineRoute<Verification>()('read', z.strictObject({ path })),
} as const;
