import type { Database } from 'better-sqlite3';
import type { RunDetail } from '../../../shared/run/run.ts';
import type { NewRun, RecordedRuns } from './kept-runs.ts';
import type { RunWriter } from './run-writer.ts';

/**
 * Takes the steps of a run by the statements that write every run, each within a transaction that is rolled back: nobody
 * sees it, nothing of it is in the file. What a run says meanwhile is not taken at all. Throws where another program
 * writes just then, for whom a rehearsal does not wait.
 */
export function rehearsedRuns(
	database: Database,
	{ start, writeEnd }: Pick<RunWriter, 'start' | 'writeEnd'>,
	get: (id: string) => RunDetail | null,
): RecordedRuns {
	const begun = new Map<string, NewRun>();
	const ended = new Map<string, RunDetail>();

	function undone(work: () => void): void {
		const patience = database.pragma('busy_timeout', { simple: true }) as number;
		database.pragma('busy_timeout = 0');
		try {
			database.exec('BEGIN IMMEDIATE');
			work();
		} finally {
			// A failure of the disk may have rolled it back already.
			if (database.inTransaction) database.exec('ROLLBACK');
			database.pragma(`busy_timeout = ${patience}`);
		}
	}

	return {
		start(run) {
			undone(() => start(run));
			begun.set(run.id, run);
		},
		finish(id, result) {
			const run = begun.get(id);
			begun.delete(id);
			if (run === undefined) throw new Error(`the rehearsal ${id} did not begin`);
			undone(() => {
				start(run);
				writeEnd(id, result);
				const detail = get(id);
				if (detail !== null) ended.set(id, detail);
			});
		},
		get(id) {
			const detail = ended.get(id) ?? null;
			ended.delete(id);
			return detail;
		},
		log: () => undefined,
		denial: () => undefined,
		event: () => undefined,
		hostCall: () => undefined,
	};
}
