import type { Database } from 'better-sqlite3';
import type { Retention } from './store.ts';

/** Runs deleted between two looks at the size. */
const STEP = 200;

export interface Pruned {
	readonly runs: number;
	readonly bytes: number;
}

/** Deletes finished runs beyond the bounds, oldest first, and gives the space back to the disk. */
export function prune(database: Database, retention: Retention, now: number): Pruned {
	const before = usedBytes(database);
	let runs = 0;
	if (retention.maxAgeMs !== undefined) {
		runs += database
			.prepare("DELETE FROM runs WHERE status <> 'running' AND started_at < ?")
			.run(now - retention.maxAgeMs).changes;
	}
	if (retention.maxRuns !== undefined) {
		const { total } = database.prepare<[], { total: number }>('SELECT count(*) AS total FROM runs').get() ?? {
			total: 0,
		};
		if (total > retention.maxRuns) runs += removeOldest(database, total - retention.maxRuns);
	}
	if (retention.maxBytes !== undefined) {
		while (usedBytes(database) > retention.maxBytes) {
			const removed = removeOldest(database, STEP);
			runs += removed;
			if (removed === 0) break;
		}
	}
	if (runs > 0) {
		database.pragma('incremental_vacuum');
		database.pragma('wal_checkpoint(PASSIVE)');
	}
	return { runs, bytes: Math.max(0, before - usedBytes(database)) };
}

function removeOldest(database: Database, count: number): number {
	return database
		.prepare(
			"DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE status <> 'running' ORDER BY started_at, id LIMIT ?)",
		)
		.run(count).changes;
}

/** Pages in use; free ones are given back at the end. */
function usedBytes(database: Database): number {
	const read = (name: string): number => database.pragma(name, { simple: true }) as number;
	return (read('page_count') - read('freelist_count')) * read('page_size');
}
