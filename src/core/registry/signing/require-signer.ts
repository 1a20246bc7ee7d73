import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner } from '../../../shared/plugin/provenance.ts';
import { readSetting } from '../../program/settings.ts';
import type { KeyStore } from '../../store/plugins/key-store.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { NamedVersion } from '../registry.ts';

/**
 * Throws `conflict` where what a person looked at is not signed as what is there (`seen`: by which key, null: by none),
 * `permission_denied` where the signer changed and nobody said that this was seen.
 */
export function requireSeen(record: PluginRecord, seen: string | null | undefined): void {
	const { name, current } = record;
	if (seen === undefined) {
		if (record.state === 'waiting_for_review' && hasOtherSigner(record)) throw signerChanged(name);
		return;
	}
	if (seen !== (current?.signer ?? null)) throw changedSince(name);
}

/** Throws `conflict` where a plugin that waits for review holds another version than the one that was looked at. */
export function requireVersionSeen({ name, current }: PluginRecord, { sha256, manifestSha256 }: NamedVersion): void {
	const isSame = sha256 === current?.sha256 && (manifestSha256 ?? current.manifestSha256) === current.manifestSha256;
	if (!isSame) throw changedSince(name);
}

export function changedSince(what: string): DataFlareError {
	return new DataFlareError('conflict', `${what} changed since it was inspected.`, {
		hint: 'Review it again, then decide.',
		details: because('changed_since'),
	});
}

export function signerChanged(plugin: string): DataFlareError {
	return new DataFlareError(
		'permission_denied',
		`${plugin} is not signed by the key that signed it before, so it waits for your review.`,
		{
			hint: 'See who signed it, and accept it only if its author says so.',
			details: because('signer_changed', { plugin }),
		},
	);
}

/** Why a version signed by this key (null: by none) does not run where signatures are required; null: it does. */
export function unsignedRefusal(
	{ settings, keys }: { readonly settings: Pick<SettingsStore, 'get'>; readonly keys: Pick<KeyStore, 'get'> },
	plugin: string,
	signer: string | null,
): DataFlareError | null {
	if (!readSetting(settings, 'require_signatures')) return null;
	if (signer !== null && keys.get(signer) !== null) return null;
	const what = signer === null ? 'is not signed' : 'is signed by a key that is not known here';
	return new DataFlareError(
		'permission_denied',
		`${plugin} ${what}, and the settings require a signature by a known key.`,
		{
			hint: 'Get it from its author signed, and add the author’s key, or do not require signatures.',
			details: because('signature_required', { plugin }),
		},
	);
}
