import type { Database } from 'better-sqlite3';
import type { RunStore } from './kept-runs.ts';

/** Notes which failed runs a person has looked at. */
export function seenFailures(database: Database, now: () => number): Pick<RunStore, 'unseen' | 'markSeen'> {
	const count = database.prepare<[], number>('SELECT count(*) FROM run_failures WHERE seen_at IS NULL').pluck();
	const mark = database.prepare<[number, string]>(
		`UPDATE run_failures SET seen_at = ? WHERE seen_at IS NULL AND row IN (
			SELECT row FROM runs WHERE id IN (SELECT value FROM json_each(?))
		 )`,
	);
	return {
		unseen: () => count.get() ?? 0,
		markSeen: (ids) => mark.run(now(), JSON.stringify(ids)).changes,
	};
}
