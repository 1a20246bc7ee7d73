import type { Database } from 'better-sqlite3';
import { fromColumn } from '../rows/json-column.ts';
import { analysisColumn } from '../rows/row-schemas.ts';
import type { AnalysisStore } from '../store.ts';

/** Versions that a plugin could go back to, what it has now, and the update that it could not start. */
const isNamed = `EXISTS (SELECT 1 FROM plugin_versions v WHERE v.sha256 = a.sha256
		AND (v.plugin IN (SELECT name FROM plugins) OR v.plugin IN (SELECT name FROM trash_plugins)))
	OR EXISTS (SELECT 1 FROM trash_plugins t WHERE iif(json_valid(t.version), t.version ->> '$.sha256', NULL) = a.sha256)
	OR EXISTS (SELECT 1 FROM plugins p
		WHERE iif(json_valid(p.record), p.record ->> '$.failedUpdate.sha256', NULL) = a.sha256)`;

export function analysisStore(database: Database): AnalysisStore {
	const get = database.prepare<[string], { analysis: string }>('SELECT analysis FROM analyses WHERE sha256 = ?');
	const put = database.prepare('INSERT OR REPLACE INTO analyses (sha256, analysis) VALUES (?, ?)');
	const page = database.prepare<[string, number], { sha256: string; named: number }>(
		`SELECT a.sha256, (${isNamed}) AS named FROM analyses a WHERE a.sha256 > ? ORDER BY a.sha256 LIMIT ?`,
	);
	const drop = database.prepare<[string]>('DELETE FROM analyses WHERE sha256 = ?');
	const sweep = database.transaction((after: string, most: number, kept: ReadonlySet<string>) => {
		const rows = page.all(after, most);
		for (const { sha256, named } of rows) if (named === 0 && !kept.has(sha256)) drop.run(sha256);
		return rows.length < most ? null : (rows.at(-1)?.sha256 ?? null);
	});
	return {
		get(sha256) {
			const row = get.get(sha256);
			if (row === undefined) return null;
			try {
				return fromColumn(analysisColumn, row.analysis, `the analysis of ${sha256}`);
			} catch {
				// What a module holds is told again from the module itself.
				return null;
			}
		},
		sweep: (...asked) => sweep.immediate(...asked),
		put: (analysis) => void put.run(analysis.sha256, JSON.stringify(analysis)),
	};
}
