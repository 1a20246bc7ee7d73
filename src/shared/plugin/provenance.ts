/** Two facts on a plugin's files, shown apart: whether they are as they were packed, and who signed that. */

/**
 * `intact`: the files are those of their list of hashes. `modified`: they are not. `unlisted`: they came without a list,
 * so nobody can tell.
 */
export const integrities = ['intact', 'modified', 'unlisted'] as const;
export type Integrity = (typeof integrities)[number];

/** What a plugin's files say of themselves, as it was checked. */
export interface Provenance {
	readonly integrity: Integrity;
	/** Of modified files the first that is not as listed, as a path within the plugin; else null. */
	readonly altered: string | null;
	/** Whose signature of the list is valid; null: it is not signed. A signature that is not valid rejects the whole. */
	readonly signer: Signer | null;
}

/** A key that signed something, whether anybody here knows it or not. */
export interface Signer {
	/** As `ssh-keygen -l` writes it: `SHA256:` and 43 letters. Tells the key from every other. */
	readonly fingerprint: string;
	/** `ssh-ed25519` and the key in base64. */
	readonly publicKey: string;
}

/** A key that a person gave a name. */
export interface SigningKey extends Signer {
	readonly name: string;
	/** Unix ms */
	readonly addedAt: number;
}

export const MAX_KEYS = 1_000;
export const MAX_KEY_NAME = 100;

export const unlistedProvenance: Provenance = { integrity: 'unlisted', altered: null, signer: null };

/** Whose signature covers the files as they are; a signature of what they were covers nothing. */
export function signerOf({ integrity, signer }: Provenance): string | null {
	return integrity === 'intact' ? (signer?.fingerprint ?? null) : null;
}

/** Who stands behind a version, in a person's own terms. */
export type Authorship =
	| { readonly kind: 'known'; readonly fingerprint: string; readonly name: string }
	| { readonly kind: 'unknown'; readonly fingerprint: string }
	/** It is one of the plugins that come with the program, which is what vouches for it. */
	| { readonly kind: 'program' }
	| { readonly kind: 'unsigned' };

export function authorshipOf(
	signer: string | null,
	keys: readonly Pick<SigningKey, 'fingerprint' | 'name'>[],
	comesWithProgram = false,
): Authorship {
	if (signer === null) return { kind: comesWithProgram ? 'program' : 'unsigned' };
	const name = keys.find(({ fingerprint }) => fingerprint === signer)?.name;
	return name === undefined ? { kind: 'unknown', fingerprint: signer } : { kind: 'known', fingerprint: signer, name };
}

/**
 * How what gives the id of an installed plugin is signed beside that one: `same`: by the key that signed it; `other`: by
 * another; `unsigned`: not at all, though that one is; `untold`: that one is not signed, so a signature tells nothing.
 */
export type TwinSigner = 'same' | 'other' | 'unsigned' | 'untold';

/** `accepted`: who signed the installed one, null: nobody. */
export function twinSigner(offered: string | null, accepted: string | null): TwinSigner {
	if (accepted === null) return 'untold';
	if (offered === null) return 'unsigned';
	return offered === accepted ? 'same' : 'other';
}

/** What people compare: how the fingerprint begins, 96 bits of it. */
export function shortFingerprint(fingerprint: string): string {
	return fingerprint.slice(0, 'SHA256:'.length + 16);
}

/** The version in use is not signed as what was accepted was: nothing of it runs until a person decides. */
export function hasOtherSigner({
	pinned,
	current,
}: {
	readonly pinned: string | null;
	readonly current: { readonly signer: string | null } | null;
}): boolean {
	return pinned !== null && current !== null && current.signer !== pinned;
}
