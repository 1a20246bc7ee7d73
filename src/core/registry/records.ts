import { DataFlareError, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type Remark, remark } from '../../shared/errors/remark.ts';
import { noUpdateChoice, type PluginRecord, type PluginVersion } from '../../shared/plugin/plugin-record.ts';
import { type Provenance, signerOf } from '../../shared/plugin/provenance.ts';
import { versionLabelOf } from '../../shared/plugin/words/version-label.ts';
import { manifestHash } from '../store/rows/manifest-hash.ts';
import { powerMismatches } from './mismatch.ts';
import type { PluginPackage } from './registry.ts';

/** `known`: the plugin's versions; the same module with the same manifest is the version that it was before. */
export function versionOf(found: PluginPackage, known: readonly PluginVersion[], now: number): PluginVersion {
	const { manifest, analysis } = found;
	const before = known.find((version) => isSameVersion(version, found));
	return {
		plugin: manifest.name,
		sha256: analysis.sha256,
		manifestSha256: manifestHashOf(found, known),
		label: versionLabelOf(manifest) ?? null,
		manifest,
		size: analysis.size,
		firstSeenAt: before?.firstSeenAt ?? now,
		signer: signerOf(found.provenance),
	};
}

/** As its version has it, or would. `known`: the plugin's versions. */
export function manifestHashOf(
	found: Pick<PluginPackage, 'manifest' | 'analysis'>,
	known: readonly PluginVersion[],
): string {
	const before = known.find((version) => isSameVersion(version, found));
	return before?.manifestSha256 ?? manifestHash(JSON.stringify(found.manifest));
}

/** What a record keeps of it, beside the signer of its version. */
export function integrityOf({ integrity, altered }: Provenance): Pick<PluginRecord, 'integrity' | 'altered'> {
	return { integrity, altered };
}

/** `left`: what is to be said of data that others left. */
export function warningsOf(found: PluginPackage, left: Remark | null = null): readonly Remark[] {
	const mismatches = powerMismatches(found.manifest, found.analysis).map(({ code, power, imports }) =>
		code === 'imports_unasked' ? remark(code, { power, imports: imports.join(', ') }) : remark(code, { power }),
	);
	return [...found.warnings, ...mismatches, ...(left === null ? [] : [left])];
}

/** A record of something in the folder that cannot be used at all. */
export function brokenRecord(name: string, folder: string, problem: WireError, now: number): PluginRecord {
	return {
		name,
		state: 'broken',
		problem,
		current: null,
		failedUpdate: null,
		grantVersion: 0,
		folder,
		integrity: 'unlisted',
		altered: null,
		pinned: null,
		installedAt: now,
		changedAt: now,
		preload: false,
		inputPrivacy: null,
		updates: noUpdateChoice,
		warnings: [],
	};
}

/** The same module with the same manifest. */
export function isSameVersion(
	version: PluginVersion | null,
	found: Pick<PluginPackage, 'manifest' | 'analysis'>,
): boolean {
	return (
		version !== null &&
		version.sha256 === found.analysis.sha256 &&
		JSON.stringify(version.manifest) === JSON.stringify(found.manifest)
	);
}

export function takenName(name: string, folder: string, by: string): DataFlareError {
	return new DataFlareError('conflict', `${folder} contains a plugin named "${name}", but ${by} already has one.`, {
		hint: 'Rename one of the two in its manifest, or remove it.',
		details: { ...because('name_twice', { name, by }), name, folder, by },
	});
}
