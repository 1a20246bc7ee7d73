import { setImmediate } from 'node:timers/promises';
import type { PluginRecord, VersionKey } from '../../../shared/plugin/plugin-record.ts';
import { isVersion } from '../../../shared/plugin/version-use.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Entries per transaction: the engine goes on between two of them. */
const SLICE = 2_000;

/** A version that is about to be replaced by another. */
export interface LeavingVersion {
	/** The other one is in use. */
	left(): void;
}

/**
 * Keeps what a plugin keeps, before another version of it starts and may write to it. Null: there is no version in use, or
 * the other one is the same.
 */
export function leavingVersion(
	context: RegistryContext,
	before: PluginRecord | null,
	next: VersionKey,
): LeavingVersion | null {
	if (before?.current == null || isVersion(before.current, next)) return null;
	const { versionUses } = context.store;
	const { name, current } = before;
	versionUses.keepState(name, current);
	return { left: () => versionUses.left(name, current, before.grantVersion) };
}

/**
 * A plugin is uninstalled: what was decided and kept for its versions is not for another of its name. `forGood`: their
 * files go as well; else they stay until it leaves the trash.
 */
export async function endVersions(context: RegistryContext, name: string, forGood: boolean): Promise<void> {
	const { versionUses } = context.store;
	versionUses.ended(name);
	while (versionUses.dropStates(name, SLICE) === SLICE) await setImmediate();
	if (forGood && context.store.pluginTrash.ofName(name).length === 0) await context.packages.forget(name);
}
