import type { PolicyListEntry } from '../../../../shared/api/policy-routes.ts';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import type { PreloadedPlugin, PreloadState } from '../../../../shared/plugin/preload.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import type { PluginActivity } from '../../../../shared/run/run.ts';
import { type PluginCondition, pluginCondition } from '../../../lib/plugin-condition.ts';

/** One row: a plugin with what it may do and what it did. */
export interface PluginEntry {
	readonly name: string;
	readonly record: PluginRecord;
	readonly condition: PluginCondition;
	/** Null: no version was ever usable. */
	readonly type: ComponentType | null;
	/** What is in force; null: not known yet. */
	readonly policy: SecurityPolicy | null;
	/** How far it is ready from the start; null: it is not to be. */
	readonly preload: PreloadState | null;
	/** Runs in each part of the last day; empty: none ever. */
	readonly buckets: readonly number[];
	/** Since a person looked last. */
	readonly failures: number;
	readonly denials: number;
	/** Unix ms. */
	readonly lastRunAt: number | null;
}

interface Sources {
	readonly records: readonly PluginRecord[];
	readonly running: ReadonlySet<string>;
	readonly preloaded: ReadonlyMap<string, PreloadedPlugin>;
	readonly policies: readonly PolicyListEntry[];
	readonly lastDay: readonly PluginActivity[];
	readonly sinceSeen: readonly PluginActivity[];
}

export function pluginEntries(sources: Sources): readonly PluginEntry[] {
	const policies = new Map(sources.policies.map(({ name, effective }) => [name, effective]));
	const lastDay = new Map(sources.lastDay.map((activity) => [activity.plugin, activity]));
	const sinceSeen = new Map(sources.sinceSeen.map((activity) => [activity.plugin, activity]));
	return sources.records.map((record) => {
		const { name } = record;
		const day = lastDay.get(name);
		const seen = sinceSeen.get(name);
		return {
			name,
			record,
			condition: pluginCondition(record, sources.running.has(name)),
			type: record.current?.manifest.type ?? null,
			policy: policies.get(name) ?? null,
			preload: sources.preloaded.get(name)?.state ?? null,
			buckets: day?.buckets ?? [],
			failures: seen?.failures ?? 0,
			denials: seen?.denials ?? 0,
			lastRunAt: day?.lastRunAt ?? null,
		};
	});
}
