import type { Database } from 'better-sqlite3';
import { MAX_USE_RUNS, type PluginUses, type UsedCall } from '../../../../shared/run/plugin-uses.ts';

/** What a plugin asked its host for in its newest runs that are kept, equal requests together, the newest first. */
export function pluginUses(database: Database, plugin: string, limit: number): PluginUses {
	const newest = database
		.prepare<[string, number], number>('SELECT DISTINCT row FROM run_stages WHERE plugin = ? ORDER BY row DESC LIMIT ?')
		.pluck()
		.all(plugin, MAX_USE_RUNS);
	// SQLite takes the other columns of an aggregate from the row that holds the maximum: the newest call.
	const calls = database
		.prepare<[string, string, number], UsedCall>(
			`SELECT op, target, count(*) AS count, sum(refused) AS refused, count(DISTINCT c.row) AS runs, max(at) AS lastAt,
			   (SELECT id FROM runs WHERE runs.row = c.row) AS lastRun
			 FROM json_each(?) AS chosen
			 JOIN run_stages s ON s.row = chosen.value AND s.plugin = ?
			 JOIN run_host_calls c ON c.row = s.row AND c.stage = s.position
			 WHERE target <> '' GROUP BY op, target ORDER BY lastAt DESC, op, target LIMIT ?`,
		)
		.all(JSON.stringify(newest), plugin, limit);
	return { runs: newest.length, calls };
}
