import type { VersionUse } from '../../../shared/plugin/version-use.ts';

/** What stood beside a version when it was last in use. All of it goes with the plugin, but its package. */
export interface VersionUses {
	get(plugin: string, sha256: string): VersionUse | null;
	list(plugin: string): ReadonlyMap<string, VersionUse>;
	/** All files of the version in use are in a package, by this name. */
	packed(plugin: string, sha256: string, name: string): void;
	/** Versions of which a package is kept, by its name, those that were in use last first. */
	packages(plugin: string): readonly { readonly sha256: string; readonly name: string }[];
	unpacked(plugin: string, sha256: string): void;
	/**
	 * Keeps what the plugin keeps now, for this version, and lets go of what the oldest ones kept. bytes; null: it is more
	 * than is kept, and what was kept before for this version is gone.
	 */
	keepState(plugin: string, sha256: string): number | null;
	/** Another version came into use. */
	left(plugin: string, sha256: string, grantVersion: number): void;
	/** Puts back what was kept for a version, in place of what the plugin keeps now. False: nothing was kept for it. */
	bringState(plugin: string, sha256: string): boolean;
	/** At most so many entries of what is kept for versions of a plugin; answers how many. */
	dropStates(plugin: string, atMost: number): number;
	/** The plugin is no longer installed: what was decided and kept for its versions is nobody's. */
	ended(plugin: string): void;
	/** Another plugin has the name: nothing that was there before belongs to it. */
	begin(plugin: string): void;
	/** The version came into use. */
	used(plugin: string, sha256: string): void;
}
