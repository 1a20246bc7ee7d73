import type { PluginVersion, VersionKey } from './plugin-record.ts';

/** What stood beside a version when it was last in use. */
export interface VersionUse {
	/** Of the grant that was in force when another version came into use; 0: none, or it is in use. */
	readonly grantVersion: number;
	/** What the plugin had kept by then, which can be brought back, bytes; null: that was not kept. */
	readonly stateBytes: number | null;
	/** When another version came into use, Unix ms; null: it is in use, or never was. */
	readonly leftAt: number | null;
	/** Whether it came into use since the plugin is installed: one of another that had the name is not gone back to. */
	readonly isOwn: boolean;
	/** Whether all of its files come back with it; false: its module and manifest alone. */
	readonly isWhole: boolean;
}

/** A version that can be gone back to. */
export interface KnownVersion extends PluginVersion {
	readonly use: VersionUse;
}

/** One text for a version, as a key of lists and maps. */
export function versionId({ sha256, manifestSha256 }: VersionKey): string {
	return `${sha256}:${manifestSha256}`;
}

/** The same module with the same manifest; null: no version. */
export function isVersion(one: VersionKey | null | undefined, other: VersionKey | null | undefined): boolean {
	return one != null && other != null && versionId(one) === versionId(other);
}

/** The version that a person looked at, as a write says it; nothing where nothing could be read. */
export type Seen = Partial<VersionKey>;

export function asSeen({ sha256, manifestSha256 }: { readonly [K in keyof VersionKey]: string | null }): Seen {
	return sha256 === null || manifestSha256 === null ? {} : { sha256, manifestSha256 };
}

export function isSeen(seen: Seen, now: Seen): boolean {
	return seen.sha256 === now.sha256 && seen.manifestSha256 === now.manifestSha256;
}

/** What a version is called in a sentence. */
export function titleOf({ label, sha256 }: Pick<PluginVersion, 'label' | 'sha256'>): string {
	return label === null ? sha256.slice(0, 12) : `version ${label}`;
}

/** Of what goes back with a version: as it is now, or as it was when that version was last in use. */
export const sinceWhen = ['now', 'then'] as const;
export type SinceWhen = (typeof sinceWhen)[number];
