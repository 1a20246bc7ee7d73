import { join } from 'node:path';
import { signerOf } from '../../shared/plugin/provenance.ts';
import { DATABASE } from '../files/hold-data-folder.ts';
import { realpathSync } from '../files/user-files.ts';
import { contains } from '../registry/package/contains.ts';
import type { PluginPackage } from '../registry/registry.ts';
import { signerChanged, unsignedRefusal } from '../registry/signing/require-signer.ts';
import { withTrust } from '../store/read-trust.ts';

/**
 * Throws `permission_denied` for what the person whose data folder this is would not run: what no known key signed, where
 * signatures are required; what lies in the folder of an installed plugin and is not signed by the key that was accepted.
 * Throws `storage` where that cannot be told.
 */
export function requireTrusted(dataDir: string, { source, modulePath, manifest, provenance }: PluginPackage): void {
	const signer = signerOf(provenance);
	const refusal = withTrust(join(dataDir, DATABASE), (trust) => {
		const unsigned = unsignedRefusal(trust, manifest.name, signer);
		if (unsigned !== null) return unsigned;
		const places = [source, modulePath].map(real);
		const owner = trust.pinned.find(
			(plugin) => plugin.signer !== signer && places.some((place) => contains(real(plugin.folder), place)),
		);
		return owner === undefined ? null : signerChanged(owner.name);
	});
	if (refusal !== null) throw refusal;
}

function real(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}
