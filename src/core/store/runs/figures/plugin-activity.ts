import type { Database } from 'better-sqlite3';
import { type PluginActivity, runStatuses } from '../../../../shared/run/run.ts';
import { oneOf } from '../../rows/one-of.ts';

/** What every plugin that ever ran did since `since` (Unix ms), in `buckets` equal parts of the time until now. */
export function pluginActivity(
	database: Database,
	since: number,
	buckets: number,
	now: number,
): readonly PluginActivity[] {
	const width = Math.max(1, (now + 1 - since) / buckets);
	const plugins = database
		.prepare<[], string>("SELECT plugin FROM run_tallies WHERE plugin <> '' GROUP BY plugin HAVING sum(runs) > 0")
		.pluck()
		.all();
	const inBuckets = database
		.prepare<[{ plugin: string; since: number; last: number; width: number }], [bucket: number, runs: number]>(
			`SELECT min(CAST((started_at - :since) / :width AS INTEGER), :last) AS bucket, count(*) FROM run_plugins
			 WHERE plugin = :plugin AND started_at >= :since GROUP BY bucket`,
		)
		.raw();
	// In a chain or a flow the plugin whose stage failed is to blame, not those beside it.
	const failures = database
		.prepare<[string, number, string], number>(
			`SELECT count(*) FROM run_plugins p WHERE p.plugin = ? AND p.started_at >= ? AND p.status = 'failed' AND (
				p.kind NOT IN ('chain', 'flow') OR EXISTS (
					SELECT 1 FROM run_stages s WHERE s.row = p.row AND s.plugin = ? AND s.stage ->> '$.error' IS NOT NULL
				)
			)`,
		)
		.pluck();
	const denials = database
		.prepare<[string, number], number>(
			'SELECT coalesce(sum(count), 0) FROM run_denials INDEXED BY run_denials_by_plugin WHERE plugin = ? AND at >= ?',
		)
		.pluck();
	const last = database.prepare<[string], { started_at: number; status: string }>(
		'SELECT started_at, status FROM run_plugins WHERE plugin = ? ORDER BY started_at DESC, row DESC LIMIT 1',
	);
	return plugins.map((plugin) => {
		const counts = new Array<number>(buckets).fill(0);
		for (const [bucket, runs] of inBuckets.all({ plugin, since, last: buckets - 1, width })) counts[bucket] = runs;
		const newest = last.get(plugin);
		return {
			plugin,
			runs: counts.reduce((sum, runs) => sum + runs, 0),
			failures: failures.get(plugin, since, plugin) ?? 0,
			denials: denials.get(plugin, since) ?? 0,
			lastRunAt: newest?.started_at ?? null,
			lastStatus: newest === undefined ? null : oneOf(runStatuses, newest.status, 'interrupted'),
			buckets: counts,
		};
	});
}
