import type { VersionKey } from '../../../shared/plugin/plugin-record.ts';
import type { VersionUse } from '../../../shared/plugin/version-use.ts';

/** What stood beside a version when it was last in use. All of it goes with the plugin, but its package. */
export interface VersionUses {
	get(plugin: string, version: VersionKey): VersionUse | null;
	/** By `versionId`. */
	list(plugin: string): ReadonlyMap<string, VersionUse>;
	/** All files of the version in use are in a package, by this name. */
	packed(plugin: string, version: VersionKey, name: string): void;
	/** Versions of which a package is kept, by its name, those that were in use last first. */
	packages(plugin: string): readonly (VersionKey & { readonly name: string })[];
	unpacked(plugin: string, version: VersionKey): void;
	/**
	 * Keeps what the plugin keeps now, for this version, and lets go of what the oldest ones kept. bytes; null: it is more
	 * than is kept, and what was kept before for this version is gone.
	 */
	keepState(plugin: string, version: VersionKey): number | null;
	/** Another version came into use. */
	left(plugin: string, version: VersionKey, grantVersion: number): void;
	/** Puts back what was kept for a version, in place of what the plugin keeps now. False: nothing was kept for it. */
	bringState(plugin: string, version: VersionKey): boolean;
	/** At most so many entries of what is kept for versions of a plugin; answers how many. */
	dropStates(plugin: string, atMost: number): number;
	/** The plugin is no longer installed: what was decided and kept for its versions is nobody's. */
	ended(plugin: string): void;
	/** Another plugin has the name: nothing that was there before belongs to it. */
	begin(plugin: string): void;
	/** The version came into use. */
	used(plugin: string, version: VersionKey): void;
}
