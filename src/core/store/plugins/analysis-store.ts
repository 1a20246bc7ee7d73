import type { Database } from 'better-sqlite3';
import { fromColumn } from '../rows/json-column.ts';
import { analysisColumn } from '../rows/row-schemas.ts';
import type { AnalysisStore } from '../store.ts';

export function analysisStore(database: Database): AnalysisStore {
	const get = database.prepare<[string], { analysis: string }>('SELECT analysis FROM analyses WHERE sha256 = ?');
	const put = database.prepare('INSERT OR REPLACE INTO analyses (sha256, analysis) VALUES (?, ?)');
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
		put: (analysis) => void put.run(analysis.sha256, JSON.stringify(analysis)),
	};
}
