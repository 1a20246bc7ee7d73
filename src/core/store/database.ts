import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { isSqliteError, mapError } from './map-error.ts';
import { migrate } from './migrate.ts';

export interface OpenedDatabase {
	readonly database: Database.Database;
	readonly notice: { readonly movedTo: string; readonly reason: string } | null;
}

/** Opens the file; a damaged one is set aside, never deleted, and a new one begun. */
export function openDatabase(file: string, busyTimeoutMs: number): OpenedDatabase {
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		return { database: openOnce(file, busyTimeoutMs), notice: null };
	} catch (thrown) {
		if (!isDamage(thrown)) throw mapError(thrown, file);
		const movedTo = setAside(file);
		return { database: openOnce(file, busyTimeoutMs), notice: { movedTo, reason: thrown.message } };
	}
}

function openOnce(file: string, busyTimeoutMs: number): Database.Database {
	const existed = existsSync(file);
	const database = new Database(file, { timeout: busyTimeoutMs });
	try {
		if (!existed) database.pragma('auto_vacuum = INCREMENTAL');
		database.pragma('journal_mode = WAL');
		// Survives the end of the program at any moment; a power cut may cost the last moments, never the file.
		database.pragma('synchronous = NORMAL');
		database.pragma('foreign_keys = ON');
		database.pragma('trusted_schema = OFF');
		migrate(database, file);
		if (existed) requireSound(database);
		return database;
	} catch (thrown) {
		database.close();
		throw thrown;
	}
}

/** Reads every table's first and last row: cheap on any size, and enough to notice a file that was cut or overwritten. */
function requireSound(database: Database.Database): void {
	const tables = database
		.prepare<[], { name: string }>(
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('runs', 'plugins', 'grants', 'run_logs', 'settings')",
		)
		.all();
	if (tables.length < 5) throw new Database.SqliteError('tables are missing', 'SQLITE_CORRUPT');
	const pages = database.pragma('page_count', { simple: true }) as number;
	// A whole check reads the whole file: affordable while it is small, left to failing reads when it is large.
	if (pages <= 4096 && database.pragma('quick_check(1)', { simple: true }) !== 'ok') {
		throw new Database.SqliteError('its pages do not fit together', 'SQLITE_CORRUPT');
	}
	for (const { name } of tables) database.prepare(`SELECT * FROM ${name} LIMIT 1`).get();
}

function isDamage(thrown: unknown): thrown is Error {
	return isSqliteError(thrown) && /^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code);
}

function setAside(file: string): string {
	const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
	const movedTo = `${file}.damaged-${stamp}`;
	for (const suffix of ['', '-wal', '-shm']) {
		if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
	}
	return movedTo;
}
