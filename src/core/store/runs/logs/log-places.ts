import type { Database } from 'better-sqlite3';
import type { RunLogLine } from '../../../../shared/run/run.ts';

export interface LogPlaces {
	/** Says of each line which one of its run it is, from 1. `lines` are of one run, oldest first. */
	number(runId: string, lines: readonly RunLogLine[], isWhole: boolean): readonly RunLogLine[];
	/** Id of a line by its place in its run, from 1; of the last line where there are fewer; null: there is none. */
	idAt(runId: string, place: number): number | null;
	/** Between which ids a run's lines lie; null: it has none. */
	reach(runId: string): { readonly first: number; readonly last: number } | null;
}

/** Where lines stand within their run: counted along the index of a run's lines, so that a million of them is little work. */
export function logPlaces(database: Database): LogPlaces {
	const rowOf = database.prepare<[string], number>('SELECT row FROM runs WHERE id = ?').pluck();
	const count = database
		.prepare<[number, number, number], number>('SELECT count(*) FROM run_logs WHERE row = ? AND id > ? AND id <= ?')
		.pluck();
	const at = database
		.prepare<[number, number], number>('SELECT id FROM run_logs WHERE row = ? ORDER BY id LIMIT 1 OFFSET ?')
		.pluck();
	const first = database.prepare<[number], number>('SELECT id FROM run_logs WHERE row = ? ORDER BY id LIMIT 1').pluck();
	const last = database
		.prepare<[number], number>('SELECT id FROM run_logs WHERE row = ? ORDER BY id DESC LIMIT 1')
		.pluck();
	return {
		number(runId, lines, isWhole) {
			const row = rowOf.get(runId);
			if (row === undefined) return lines;
			let [place, before] = [0, 0];
			return lines.map((line) => {
				// Without a filter each line follows the one before it.
				place += isWhole && before > 0 ? 1 : (count.get(row, before, line.id) ?? 0);
				before = line.id;
				return { ...line, line: place };
			});
		},
		idAt(runId, place) {
			const row = rowOf.get(runId);
			if (row === undefined) return null;
			return at.get(row, Math.max(0, place - 1)) ?? last.get(row) ?? null;
		},
		reach(runId) {
			const row = rowOf.get(runId);
			if (row === undefined) return null;
			const [from, to] = [first.get(row), last.get(row)];
			return from === undefined || to === undefined ? null : { first: from, last: to };
		},
	};
}
