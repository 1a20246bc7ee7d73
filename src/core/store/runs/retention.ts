import type { Database } from 'better-sqlite3';
import type { Retention, RunTrash } from './kept-runs.ts';

/** Runs deleted in one transaction: other programs get their turn after each. */
const STEP = 1000;
/** Runs deleted between two looks at the size. */
const SIZE_STEP = 200;

export interface Pruned {
	readonly runs: number;
	readonly bytes: number;
}

/** Deletes finished runs beyond the bounds, oldest first and at most `atMost`, and gives the space back to the disk. */
export function prune(
	database: Database,
	trash: Pick<RunTrash, 'purgeOlder'>,
	retention: Retention,
	now: number,
	atMost: number,
): Pruned {
	const { maxAgeMs, maxRuns, maxBytes } = retention;
	const before = usedBytes(database);
	let runs = 0;
	if (maxAgeMs !== undefined) runs += removeOldest(database, atMost, now - maxAgeMs);
	if (maxRuns !== undefined && runs < atMost) {
		const total =
			database.prepare<[], number>("SELECT sum(runs) FROM run_tallies WHERE plugin = ''").pluck().get() ?? 0;
		runs += removeOldest(database, Math.min(total - maxRuns, atMost - runs));
	}
	if (maxBytes !== undefined) {
		// Deleted runs make room before any other.
		while (usedBytes(database) > maxBytes && trash.purgeOlder(Number.MAX_SAFE_INTEGER, SIZE_STEP) > 0);
		while (runs < atMost && usedBytes(database) > maxBytes) {
			const removed = removeOldest(database, Math.min(SIZE_STEP, atMost - runs));
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

/** Deletes at most `count` finished runs that started before `before` (Unix ms); answers how many there were. */
function removeOldest(database: Database, count: number, before = Number.MAX_SAFE_INTEGER): number {
	const step = database.prepare<[number, number]>(
		`DELETE FROM runs WHERE row IN (
			SELECT row FROM runs INDEXED BY runs_by_facets WHERE status <> 'running' AND started_at < ?
			ORDER BY started_at, row LIMIT ?
		 )`,
	);
	let removed = 0;
	while (removed < count) {
		const { changes } = step.run(before, Math.min(STEP, count - removed));
		removed += changes;
		if (changes === 0) break;
	}
	return removed;
}

/** Pages in use; free ones are given back at the end. */
function usedBytes(database: Database): number {
	const read = (name: string): number => database.pragma(name, { simple: true }) as number;
	return (read('page_count') - read('freelist_count')) * read('page_size');
}
