import type { Database } from 'better-sqlite3';
import type { TrashedRun } from '../../../shared/run/trash.ts';
import { overwriting } from '../privacy/scrub.ts';
import type { RunTrash } from '../runs/kept-runs.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../runs/run-rows.ts';
import type { GramIndex } from '../search/gram-index.ts';

/** What belongs to a run, and what of it takes room. */
const children = {
	run_stages: 'octet_length(stage)',
	run_denials: 'octet_length(target) + octet_length(reason)',
	run_events: 'octet_length(detail)',
	run_logs: 'octet_length(message)',
	run_host_calls: 'octet_length(target)',
	run_edges: 'coalesce(octet_length(sample), 0)',
	run_resumes: '0',
	quarantined_records: 'octet_length(record) + octet_length(error)',
} as const;
const tables = Object.keys(children) as readonly (keyof typeof children)[];

const ofRun = `octet_length(request) + coalesce(octet_length(error), 0) + coalesce(octet_length(input_preview), 0)
	+ coalesce(octet_length(output_preview), 0)`;

/** Moves runs out of the history and back, with all that belongs to them, by statements over the tables alone. */
export function runTrash(database: Database, grams: Pick<GramIndex, 'addError' | 'wake'>): RunTrash {
	database.exec('CREATE TEMP TABLE moving (row INTEGER PRIMARY KEY) STRICT');
	const clear = database.prepare('DELETE FROM temp.moving');
	const choose = database.prepare<[string]>(
		`INSERT INTO temp.moving SELECT row FROM runs WHERE id IN (SELECT value FROM json_each(?)) AND status <> 'running'`,
	);
	const chooseTrashed = database.prepare<[string]>(
		'INSERT INTO temp.moving SELECT row FROM trash_runs WHERE id IN (SELECT value FROM json_each(?))',
	);
	const chooseDeletedAt = database.prepare<[number, number]>(
		'INSERT INTO temp.moving SELECT row FROM trash_runs WHERE deleted_at = ? ORDER BY row LIMIT ?',
	);
	const chooseOldest = database.prepare<[number, number]>(
		'INSERT INTO temp.moving SELECT row FROM trash_runs WHERE deleted_at < ? ORDER BY deleted_at, row LIMIT ?',
	);
	const isMoving = 'row IN (SELECT row FROM temp.moving)';
	const runColumns = columnsOf(database, 'runs').join(', ');
	const size = tables
		.map((table) => `coalesce((SELECT sum(${children[table]}) FROM ${table} c WHERE c.row = runs.row), 0)`)
		.join(' + ');
	const away = database.prepare<[number]>(
		`INSERT INTO trash_runs (${runColumns}, deleted_at, bytes)
		 SELECT ${runColumns}, ?, ${ofRun} + ${size} FROM runs WHERE ${isMoving}`,
	);
	const childrenAway = tables.map((table) => database.prepare(copy(database, table, `trash_${table}`, isMoving)));
	const dropRuns = database.prepare(`DELETE FROM runs WHERE ${isMoving}`);
	// The words of a failure are indexed when they are written behind the run.
	const back = database.prepare(
		`INSERT INTO runs (${runColumns}) SELECT ${columnsOf(database, 'runs')
			.map((column) => (column === 'error' ? 'NULL' : column))
			.join(', ')} FROM trash_runs WHERE ${isMoving} ORDER BY row`,
	);
	const errors = database.prepare<[], { readonly id: string; readonly error: string; readonly text: string | null }>(
		`SELECT id, error, iif(json_valid(error), concat_ws(' ', error ->> '$.message', error ->> '$.code'), NULL) AS text
		 FROM trash_runs WHERE ${isMoving} AND error IS NOT NULL`,
	);
	const putError = database.prepare<[string, string]>('UPDATE runs SET error = ? WHERE id = ?');
	// Where another run goes on from the same one by now, that one does.
	const childrenBack = tables.map((table) =>
		database.prepare(copy(database, `trash_${table}`, table, isMoving, table === 'run_resumes' ? ' OR IGNORE' : '')),
	);
	const wideLines = database.prepare(
		`INSERT OR IGNORE INTO gram_due (id) SELECT id FROM run_logs WHERE ${isMoving} AND octet_length(message) > length(message)`,
	);
	const purge = [...tables.map((table) => `trash_${table}`), 'trash_runs'].map((table) =>
		database.prepare(`DELETE FROM ${table} WHERE ${isMoving}`),
	);
	const page = database.prepare<[number, number], SummaryRow & { readonly deleted_at: number }>(
		// The rows are chosen by the index alone: however far down, those before them are not read.
		`SELECT ${summaryColumns}, r.deleted_at FROM (
			SELECT row, deleted_at FROM trash_runs ORDER BY deleted_at DESC, row DESC LIMIT ? OFFSET ?
		 ) page JOIN trash_runs r ON r.row = page.row ORDER BY page.deleted_at DESC, page.row DESC`,
	);
	const totals = database.prepare<[], { readonly total: number; readonly bytes: number }>(
		'SELECT runs AS total, bytes FROM trash_run_totals',
	);

	/** Does the work on what `chosen` put among the moving; answers how many runs that were. */
	const moving = database.transaction((chosen: () => { readonly changes: number }, work: () => void): number => {
		clear.run();
		const { changes } = chosen();
		if (changes > 0) work();
		clear.run();
		return changes;
	}).immediate;

	function restore(chosen: () => { readonly changes: number }): number {
		const restored = moving(chosen, () => {
			back.run();
			for (const { id, error, text } of errors.all()) {
				putError.run(error, id);
				if (text !== null) grams.addError(id, text);
			}
			for (const statement of childrenBack) statement.run();
			wideLines.run();
			for (const statement of purge) statement.run();
		});
		return restored;
	}

	return {
		trash: (ids, deletedAt) =>
			moving(
				() => choose.run(JSON.stringify(ids)),
				() => {
					away.run(deletedAt);
					for (const statement of childrenAway) statement.run();
					dropRuns.run();
				},
			),
		restore(ids) {
			const restored = restore(() => chooseTrashed.run(JSON.stringify(ids)));
			grams.wake();
			return restored;
		},
		restoreDeletedAt(deletedAt, atMost) {
			const restored = restore(() => chooseDeletedAt.run(deletedAt, atMost));
			grams.wake();
			return restored;
		},
		restoreSome(atMost) {
			const restored = restore(() => chooseOldest.run(Number.MAX_SAFE_INTEGER, atMost));
			grams.wake();
			return restored;
		},
		purge: (ids) => overwriting(database, () => purgeChosen(() => chooseTrashed.run(JSON.stringify(ids)))),
		purgeOlder: (before, atMost) => overwriting(database, () => purgeChosen(() => chooseOldest.run(before, atMost))),
		trashed: (limit, offset) =>
			page.all(limit, offset).map((row): TrashedRun => ({ run: toSummary(row), deletedAt: row.deleted_at })),
		trashTotals: () => totals.get() ?? { total: 0, bytes: 0 },
	};

	function purgeChosen(chosen: () => { readonly changes: number }): number {
		return moving(chosen, () => {
			for (const statement of purge) statement.run();
		});
	}
}

function copy(database: Database, from: string, to: string, where: string, or: '' | ' OR IGNORE' = ''): string {
	const columns = columnsOf(database, from.replace(/^trash_/, '')).join(', ');
	return `INSERT${or} INTO ${to} (${columns}) SELECT ${columns} FROM ${from} WHERE ${where}`;
}

function columnsOf(database: Database, table: string): readonly string[] {
	return database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}
