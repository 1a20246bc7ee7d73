import type { Database } from 'better-sqlite3';
import { asksForGrams, gramQuery } from '../../search/grams.ts';
import { ftsQuery, MATCHES } from './run-query.ts';

/** Up to so many runs are looked up one by one; more of them are picked out of all. */
const FEW = 20_000;

export interface TextMatches {
	/** Makes `MATCHES` hold the runs that `text` finds in log lines, errors and labels as they are now. */
	fill(text: string): void;
}

/** Keeps the matches of the last text for as long as nothing is written, so that scrolling through them is quick. */
export function textMatches(database: Database, version: () => string): TextMatches {
	const facets = 'started_at, row, status, kind, trigger_kind, denials, finished_at';
	database.exec(`
		CREATE TEMP TABLE run_hits (row INTEGER PRIMARY KEY) STRICT;
		CREATE TEMP TABLE run_matches (
			started_at INTEGER, row INTEGER, status TEXT, kind TEXT, trigger_kind TEXT, denials INTEGER, finished_at INTEGER,
			PRIMARY KEY (started_at, row)
		) STRICT, WITHOUT ROWID;
	`);
	const clearHits = database.prepare('DELETE FROM temp.run_hits');
	const clearMatches = database.prepare(`DELETE FROM ${MATCHES}`);
	const inLogs = database.prepare(
		`INSERT OR IGNORE INTO temp.run_hits
		 SELECT l.row FROM log_words w CROSS JOIN run_logs l ON l.id = w.rowid WHERE log_words MATCH ?`,
	);
	const inErrors = database.prepare(
		'INSERT OR IGNORE INTO temp.run_hits SELECT rowid FROM error_words WHERE error_words MATCH ?',
	);
	const partsOfLogs = database.prepare(
		`INSERT OR IGNORE INTO temp.run_hits
		 SELECT l.row FROM log_grams g CROSS JOIN run_logs l ON l.id = g.rowid WHERE log_grams MATCH ?`,
	);
	const partsOfErrors = database.prepare(
		'INSERT OR IGNORE INTO temp.run_hits SELECT rowid FROM error_grams WHERE error_grams MATCH ?',
	);
	// Steps from label to label: there are few of them, however many runs there are.
	const inLabels = database.prepare(
		`WITH RECURSIVE labels (label) AS (
			SELECT min(label) FROM runs
			UNION ALL SELECT (SELECT min(label) FROM runs WHERE label > labels.label) FROM labels WHERE labels.label IS NOT NULL
		 )
		 INSERT OR IGNORE INTO temp.run_hits
			SELECT row FROM runs WHERE label IN (SELECT label FROM labels WHERE label LIKE ? ESCAPE '!')`,
	);
	const hits = database.prepare<[], number>('SELECT count(*) FROM temp.run_hits').pluck();
	const lookUp = database.prepare(
		`INSERT INTO ${MATCHES} SELECT ${facets} FROM runs WHERE row IN (SELECT row FROM temp.run_hits)`,
	);
	const pickOut = database.prepare(
		`INSERT INTO ${MATCHES} SELECT ${facets} FROM runs INDEXED BY runs_by_facets
		 WHERE EXISTS (SELECT 1 FROM temp.run_hits h WHERE h.row = runs.row) ORDER BY started_at, row`,
	);
	let held: string | null = null;
	const keyOf = (text: string): string => `${version()} ${text}`;
	const refill = database.transaction((text: string) => {
		clearHits.run();
		clearMatches.run();
		const words = asksForGrams(text) ? null : ftsQuery(text);
		if (words !== null) {
			inLogs.run(words);
			inErrors.run(words);
		}
		const parts = gramQuery(text);
		if (parts !== null) {
			partsOfLogs.run(parts);
			partsOfErrors.run(parts);
		}
		inLabels.run(`%${text.replaceAll(/[!%_]/g, '!$&')}%`);
		(hits.get() ?? 0) > FEW ? pickOut.run() : lookUp.run();
		clearHits.run();
	});
	return {
		fill(text) {
			if (held === keyOf(text)) return;
			held = null;
			refill(text);
			held = keyOf(text);
		},
	};
}
