import type { Database } from 'better-sqlite3';

/** What `work` takes away is overwritten in the file, not only given up. */
export function overwriting<R>(database: Database, work: () => R): R {
	database.pragma('secure_delete = ON');
	try {
		return work();
	} finally {
		database.pragma('secure_delete = FAST');
	}
}

/** Empties the log beside the file, where what was taken away still stands. Waits for nobody who reads it just then. */
export function scrubLog(database: Database): void {
	const patience = database.pragma('busy_timeout', { simple: true }) as number;
	database.pragma('busy_timeout = 0');
	try {
		database.pragma('wal_checkpoint(TRUNCATE)');
	} finally {
		database.pragma(`busy_timeout = ${patience}`);
	}
}
