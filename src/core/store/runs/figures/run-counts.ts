import type { Database } from 'better-sqlite3';
import type { RunFilters } from '../../../../shared/run/run.ts';
import { sourceOf, textOf } from '../query/run-query.ts';

/** Counts of this many different queries are remembered. */
const REMEMBERED = 100;

/** Counts exactly: from the tallies where they tell, else by index, remembered until something is written. */
export function runCounts(database: Database, version: () => string): (query: RunFilters) => number {
	const remembered = new Map<string, number>();
	let countedAt = '';

	function byTallies({ plugin = '', kind, status, trigger, withDenials }: RunFilters): number {
		const parts = ['plugin = ?'];
		const values = [plugin];
		for (const [column, value] of Object.entries({ kind, status, trigger_kind: trigger })) {
			if (value === undefined) continue;
			parts.push(`${column} = ?`);
			values.push(value);
		}
		if (withDenials !== undefined) parts.push(withDenials ? 'denied = 1' : 'denied = 0');
		return total(`SELECT coalesce(sum(runs), 0) FROM run_tallies WHERE ${parts.join(' AND ')}`, values);
	}

	function byIndex(query: RunFilters): number {
		const { from, where, values } = sourceOf(query);
		return total(`SELECT count(*) FROM ${from} ${where}`, values);
	}

	function total(sql: string, values: readonly (string | number)[]): number {
		return (
			database
				.prepare<(string | number)[], number>(sql)
				.pluck()
				.get(...values) ?? 0
		);
	}

	return (query) => {
		const tallied =
			textOf(query) === null &&
			query.since === undefined &&
			query.until === undefined &&
			query.unseenAt === undefined &&
			query.plugin !== '';
		if (tallied) return byTallies(query);
		const now = version();
		if (now !== countedAt || remembered.size >= REMEMBERED) remembered.clear();
		countedAt = now;
		const { plugin, kind, status, trigger, since, until, withDenials, unseenAt, text } = query;
		const key = JSON.stringify([plugin, kind, status, trigger, since, until, withDenials, unseenAt, text]);
		const known = remembered.get(key) ?? byIndex(query);
		remembered.set(key, known);
		return known;
	};
}
