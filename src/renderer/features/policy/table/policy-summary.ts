import type { PolicyListEntry } from '../../../../shared/api/policy-routes.ts';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { entriesInForce, type PowerName } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import type { PluginActivity } from '../../../../shared/run/run.ts';

/** How much a policy allows, in numbers. */
export interface Summary {
	readonly reads: number;
	readonly writes: number;
	readonly hosts: number;
	readonly variables: number;
}

/** Entries that count: none while their switch is off. */
export function summaryOf(policy: SecurityPolicy | null): Summary {
	const entries = (power: PowerName): readonly string[] => (policy === null ? [] : entriesInForce(policy, power));
	const paths = entries('files');
	const reads = paths.filter((path) => path.endsWith(':ro')).length;
	return {
		reads,
		writes: paths.length - reads,
		hosts: entries('network').length,
		variables: entries('environment').length,
	};
}

export const policyFilters = ['all', 'waiting', 'network', 'writes'] as const;
export type PolicyFilter = (typeof policyFilters)[number];

export interface PolicyLine {
	readonly record: PluginRecord;
	readonly requested: SecurityPolicy | null;
	readonly entry: PolicyListEntry | null;
	readonly asked: Summary;
	readonly inForce: Summary;
	/** Null: it never ran, or its runs are deleted. */
	readonly activity: PluginActivity | null;
}

/** A line for every plugin, by name. */
export function linesOf(
	records: readonly PluginRecord[],
	entries: readonly PolicyListEntry[],
	activities: readonly PluginActivity[],
): readonly PolicyLine[] {
	const byName = new Map(entries.map((entry) => [entry.name, entry]));
	const activity = new Map(activities.map((one) => [one.plugin, one]));
	return records
		.map((record) => {
			const requested = record.current?.manifest.security_policy ?? null;
			const entry = byName.get(record.name) ?? null;
			return {
				record,
				requested,
				entry,
				asked: summaryOf(requested),
				inForce: summaryOf(entry?.effective ?? null),
				activity: activity.get(record.name) ?? null,
			};
		})
		.toSorted((left, right) => left.record.name.localeCompare(right.record.name, 'en'));
}

export function fitsFilter(line: PolicyLine, filter: PolicyFilter): boolean {
	switch (filter) {
		case 'all':
			return true;
		case 'waiting':
			return line.record.state === 'waiting_for_review';
		case 'network':
			return line.inForce.hosts > 0;
		case 'writes':
			return line.inForce.writes > 0;
	}
}
