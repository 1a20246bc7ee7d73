import type { Database } from 'better-sqlite3';

/** A text that differs once anything was written since, by this program or by another. */
export function dataVersion(database: Database): () => string {
	const own = database.prepare<[], number>('SELECT total_changes()').pluck();
	return () => `${othersVersion(database)}.${own.get()}`;
}

/** A number that differs once anything was written since through another connection than this one. */
export function othersVersion(database: Database): number {
	return Number(database.pragma('data_version', { simple: true }));
}
