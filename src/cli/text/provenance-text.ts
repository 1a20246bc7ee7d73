import {
	type Authorship,
	authorshipOf,
	type Integrity,
	type Provenance,
	shortFingerprint,
} from '../../shared/plugin/provenance.ts';
import { quoted } from '../../shared/quoted.ts';

function integrityText(integrity: Integrity, altered: string | null): string {
	switch (integrity) {
		case 'intact':
			return 'intact, as in their list of hashes';
		case 'modified':
			return `modified: ${quoted(altered ?? 'a file')} is not as in the list of hashes`;
		case 'unlisted':
			return 'not checked, as there is no list of hashes';
	}
}

export function authorText(author: Authorship): string {
	if (author.kind === 'program') return 'none; it comes with DataFlare';
	return author.kind === 'unsigned' ? 'none' : `valid, ${byWhom(author)}`;
}

function byWhom(author: Authorship): string {
	if (author.kind === 'unsigned' || author.kind === 'program') return 'by nobody';
	const who = author.kind === 'known' ? quoted(author.name) : 'a key that is not known here';
	return `by ${who} (${shortFingerprint(author.fingerprint)})`;
}

/** The same in a table, in a word or two. */
export function signedBy(author: Authorship): string {
	if (author.kind === 'program') return 'bundled';
	if (author.kind === 'unsigned') return '—';
	return author.kind === 'known' ? author.name : `unknown: ${shortFingerprint(author.fingerprint)}`;
}

/** Both facts, each for itself. */
export function provenanceLines(
	{ integrity, altered, signer }: Provenance,
	keys: Parameters<typeof authorshipOf>[1],
	isBundled = false,
): readonly string[] {
	const author = authorshipOf(signer?.fingerprint ?? null, keys, isBundled);
	// What was signed is not what is there.
	const signature =
		integrity === 'modified' && signer !== null ? `of other files, ${byWhom(author)}` : authorText(author);
	return [`Files: ${integrityText(integrity, altered)}`, `Signature: ${signature}`];
}
