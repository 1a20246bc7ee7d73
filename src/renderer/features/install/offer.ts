import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import { signerOf } from '../../../shared/plugin/provenance.ts';
import { isOlder } from './version-order.ts';

/**
 * What an inspected plugin is to what is installed: `new`; `review`: it lies in the plugins folder and nobody decided
 * yet; `same`: this very version is installed; `update`: a later word of the same plugin; `downgrade`: an earlier one;
 * `other`: another plugin that bears its name.
 */
export type OfferKind = 'new' | 'review' | 'same' | 'update' | 'downgrade' | 'other';

type Offered = Pick<InspectAnswer, 'installed' | 'source' | 'manifest' | 'analysis'>;

export function offerKind({ installed, source, manifest, analysis }: Offered): OfferKind {
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
	if (before.type !== manifest.type || before.metadata.author !== manifest.metadata.author) return 'other';
	return isOlder(manifest.metadata.version, before.metadata.version) ? 'downgrade' : 'update';
}

/** Whether what was accepted under its name was signed, and this is not signed by the same key. */
export function isOtherSigner({ installed, provenance }: Pick<InspectAnswer, 'installed' | 'provenance'>): boolean {
	const pinned = installed?.pinned ?? null;
	return pinned !== null && pinned !== signerOf(provenance);
}

/**
 * Whether an update may go in without a question: it asks for nothing that is not granted, its code can call nothing
 * unasked, its author is stated and the same, and it replaces a plugin that is in use.
 */
export function isQuietUpdate(offer: InspectAnswer): boolean {
	return (
		offerKind(offer) === 'update' &&
		offer.installed?.state === 'ready' &&
		offer.manifest.metadata.author !== undefined &&
		!isOtherSigner(offer) &&
		offer.refusal === null &&
		offer.duplicateOf === null &&
		offer.change !== null &&
		offer.change.added.length === 0 &&
		offer.mismatches.every(({ code }) => code !== 'imports_unasked')
	);
}
