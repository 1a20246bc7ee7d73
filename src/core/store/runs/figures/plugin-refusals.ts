import type { Database } from 'better-sqlite3';
import type { PluginDenial } from '../../../../shared/run/run.ts';
import { type StoredRefusal, storedKind } from '../kind-of-rule.ts';

/** A plugin can be refused a million times; the newest say enough, and are read from an index. */
const MAX_READ = 10_000;

/** What a plugin was refused in the runs that are kept and not forgotten, equal requests together, the newest first. */
export function pluginRefusals(database: Database, plugin: string, limit: number): readonly PluginDenial[] {
	// SQLite takes the other columns of an aggregate from the row that holds the maximum: the newest refusal.
	return database
		.prepare<[string, number, number], StoredRefusal>(
			`SELECT op, target, kind, rule, reason, sum(count) AS count, count(DISTINCT row) AS runs, max(at) AS lastAt,
			   (SELECT id FROM runs WHERE runs.row = newest.row) AS lastRun
			 FROM (
			   SELECT row, op, target, kind, rule, reason, at, count FROM run_denials INDEXED BY run_denials_by_plugin
			   WHERE plugin = ? AND target <> '' ORDER BY at DESC LIMIT ?
			 ) AS newest
			 GROUP BY op, target ORDER BY lastAt DESC, op, target LIMIT ?`,
		)
		.all(plugin, MAX_READ, limit)
		.map((refusal) => ({ ...refusal, kind: storedKind(refusal.kind, refusal.rule) }));
}
