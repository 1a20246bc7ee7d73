import type { Database } from 'better-sqlite3';
import type { ModuleAnalysis } from '../../../shared/plugin/plugin-record.ts';
import { fromColumn } from '../rows/json-column.ts';
import { analysisColumn } from '../rows/row-schemas.ts';

export interface AnalysisStore {
	get(sha256: string): ModuleAnalysis | null;
	put(analysis: ModuleAnalysis): void;
	/**
	 * Deletes what is said of modules that no plugin has or had, installed or in the trash, among the first `most` behind
	 * `after` in order of their hashes. `kept`: hashes that are named elsewhere. Answers where to go on; null: that was all.
	 */
	sweep(after: string, most: number, kept: ReadonlySet<string>): string | null;
}

/** Versions that a plugin has or could go back to, installed or in the trash, and updates that could not be started. */
const named = `SELECT v.sha256 FROM plugin_versions v
		WHERE v.plugin IN (SELECT name FROM plugins UNION SELECT name FROM trash_plugins)
	UNION ALL SELECT coalesce(iif(json_valid(version), version ->> '$.sha256', NULL), '') FROM trash_plugins
	UNION ALL SELECT coalesce(iif(json_valid(record), record ->> '$.failedUpdate.sha256', NULL), '') FROM plugins`;

function isOver({ sha256, named: isNamed }: { sha256: string; named: number }, kept: ReadonlySet<string>): boolean {
	return isNamed === 0 && !kept.has(sha256);
}

export function analysisStore(database: Database): AnalysisStore {
	const get = database.prepare<[string], { analysis: string }>('SELECT analysis FROM analyses WHERE sha256 = ?');
	const put = database.prepare('INSERT OR REPLACE INTO analyses (sha256, analysis) VALUES (?, ?)');
	const page = database.prepare<[string, number], { sha256: string; named: number }>(
		`SELECT sha256, sha256 IN (${named}) AS named FROM analyses WHERE sha256 > ? ORDER BY sha256 LIMIT ?`,
	);
	const drop = database.prepare<[string]>('DELETE FROM analyses WHERE sha256 = ?');
	const next = (rows: readonly { sha256: string }[], most: number): string | null =>
		rows.length < most ? null : (rows.at(-1)?.sha256 ?? null);
	const sweep = database.transaction((after: string, most: number, kept: ReadonlySet<string>) => {
		const rows = page.all(after, most);
		for (const row of rows) if (isOver(row, kept)) drop.run(row.sha256);
		return next(rows, most);
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
		sweep(after, most, kept) {
			const rows = page.all(after, most);
			// As a rule there is nothing to delete, and nobody who writes is waited for.
			return rows.some((row) => isOver(row, kept)) ? sweep.immediate(after, most, kept) : next(rows, most);
		},
		put: (analysis) => void put.run(analysis.sha256, JSON.stringify(analysis)),
	};
}
