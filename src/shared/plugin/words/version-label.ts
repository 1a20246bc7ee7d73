import type { Manifest } from '../manifest.ts';

/** What a version calls itself: `version` or, in older manifests, any text in `metadata`. Undefined: nothing. */
export function versionLabelOf({ version, metadata }: Pick<Manifest, 'version' | 'metadata'>): string | undefined {
	return version ?? metadata.version;
}
