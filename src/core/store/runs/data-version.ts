import type { Database } from 'better-sqlite3';

/** A text that differs once anything was written since, by this program or by another. */
export function dataVersion(database: Database): () => string {
	const own = database.prepare<[], number>('SELECT total_changes()').pluck();
	return () => `${database.pragma('data_version', { simple: true })}.${own.get()}`;
}
