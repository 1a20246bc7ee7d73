import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import type { Remark } from '../../../shared/errors/remark.ts';
import { signerOf } from '../../../shared/plugin/provenance.ts';
import { isOptional } from '../../../shared/plugin/words/asked-for.ts';
import type { Ask } from '../../../shared/policy/ask.ts';
import { powerOfSubject, powers } from '../../../shared/policy/powers.ts';

/**
 * What an inspected plugin is to what is installed: `new`; `review`: it lies in the plugins folder and nobody decided
 * yet; `same`: this very version is installed; `update`: a later word of the same plugin; `downgrade`: an earlier one;
 * `other`: another plugin that bears its name.
 */
export type OfferKind = 'new' | 'review' | 'same' | 'update' | 'downgrade' | 'other';

type Offered = Pick<InspectAnswer, 'installed' | 'isOlder' | 'source' | 'manifest' | 'analysis'>;

export function offerKind({ installed, isOlder, source, manifest, analysis }: Offered): OfferKind {
	if (installed === null) return 'new';
	const { current } = installed;
	if (installed.folder === source && installed.state === 'waiting_for_review') return 'review';
	const isSame =
		current !== null &&
		current.sha256 === analysis.sha256 &&
		JSON.stringify(current.manifest) === JSON.stringify(manifest);
	if (isSame && installed.state !== 'missing' && installed.state !== 'broken') return 'same';
	if (current === null) return 'update';
	const before = current.manifest;
	// Its id says that it is the same, whatever became of its author's name.
	const isKnown = manifest.id !== undefined && manifest.id === before.id;
	if (before.id !== undefined && before.id !== manifest.id) return 'other';
	const isAnother = before.type !== manifest.type || before.metadata.author !== manifest.metadata.author;
	if (isAnother && !isKnown) return 'other';
	return isOlder ? 'downgrade' : 'update';
}

/** What the version in use asks for as well and works without: a person said no to it, and that stands. */
function isKnownWish({ manifest, installed }: InspectAnswer, { entry, subject }: Ask): boolean {
	const power = powerOfSubject(subject.kind);
	const before = installed?.current?.manifest;
	if (power === null || before === undefined) return false;
	const { list } = powers[power];
	return isOptional(manifest, list, entry) && before.security_policy[list].includes(entry);
}

/** Whether what was accepted under its name was signed, and this is not signed by the same key. */
export function isOtherSigner({ installed, provenance }: Pick<InspectAnswer, 'installed' | 'provenance'>): boolean {
	const pinned = installed?.pinned ?? null;
	return pinned !== null && pinned !== signerOf(provenance);
}

const orderReasons: ReadonlySet<string> = new Set(['version_older', 'version_unordered', 'version_unsaid']);

/** What is said of a version that is older than the one in use, or may be. */
export const isAboutOrder = ({ reason }: Remark): boolean => orderReasons.has(reason);

/**
 * Whether an update may go in without a question: it asks for nothing that is not granted and that it needs, its code can call nothing
 * unasked, it is known not to be older, its author is stated and the same, it is no major version, and it replaces a plugin that
 * is in use and not held at its version.
 */
export function isQuietUpdate(offer: InspectAnswer): boolean {
	return (
		offerKind(offer) === 'update' &&
		offer.installed?.state === 'ready' &&
		!offer.installed.updates.held &&
		!offer.isMajor &&
		offer.manifest.metadata.author !== undefined &&
		!isOtherSigner(offer) &&
		offer.refusal === null &&
		offer.duplicateOf === null &&
		offer.knownAs === null &&
		!offer.warnings.some(isAboutOrder) &&
		offer.change?.added.every((ask) => isKnownWish(offer, ask)) === true &&
		offer.mismatches.every(({ code }) => code !== 'imports_unasked')
	);
}
