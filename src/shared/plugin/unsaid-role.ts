import type { Manifest } from './manifest.ts';
import { traitsOf } from './module/guest-abi.ts';
import type { ModuleAnalysis } from './plugin-record.ts';

/**
 * Whether nobody but a person says what an installed plugin does: a program or an Extism plugin without a section of its
 * own, whose manifest names no author, version or anything else of itself, as one that was made of the module alone.
 */
export function isRoleUnsaid(manifest: Manifest, analysis: Pick<ModuleAnalysis, 'abi' | 'embeddedManifest'>): boolean {
	const { abi, embeddedManifest } = analysis;
	const isOpen = !traitsOf(abi).namesRole && embeddedManifest === null;
	return isOpen && Object.values(manifest.metadata).every((word) => word === undefined);
}
