import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { PRIVATE_FILE } from '../../files/private-files.ts';
import { isSqliteError } from './map-error.ts';

/** Up to this size the whole file is checked at every opening: a few milliseconds. */
const SMALL_PAGES = 1_024;

export function isDamage(thrown: unknown): thrown is Error {
	return isSqliteError(thrown) && /^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code);
}

/**
 * Throws SQLITE_CORRUPT when the file does not hold together. `thorough` reads all of it; otherwise a large file is
 * only probed, so that a start stays quick whatever the history's size.
 */
export function requireSound(database: Database.Database, thorough: boolean): void {
	const pages = database.pragma('page_count', { simple: true }) as number;
	if (thorough || pages <= SMALL_PAGES) {
		const problem = firstProblem(database);
		if (problem !== null) throw new Database.SqliteError(problem, 'SQLITE_CORRUPT');
	}
	for (const table of ['runs', 'run_stages', 'run_logs', 'plugins', 'grants', 'settings', 'sessions']) {
		probe(database, table);
	}
}

function probe(database: Database.Database, table: string): void {
	try {
		database.prepare(`SELECT * FROM ${table} LIMIT 1`).get();
	} catch (thrown) {
		if (isSqliteError(thrown) && thrown.code === 'SQLITE_ERROR') {
			throw new Database.SqliteError(`table ${table} is missing`, 'SQLITE_CORRUPT');
		}
		throw thrown;
	}
}

function firstProblem(database: Database.Database): string | null {
	const problem = quickCheck(database);
	if (problem === null || !/fts5/i.test(problem)) return problem;
	// The word indexes hold nothing of their own: they are made anew from the lines themselves.
	for (const index of ['log_words', 'error_words']) {
		database.exec(`INSERT INTO ${index} (${index}) VALUES ('rebuild')`);
	}
	// Those of characters are filled again in pieces, while the program runs.
	database.exec(`
		INSERT INTO log_grams (log_grams) VALUES ('delete-all');
		INSERT INTO error_grams (error_grams) VALUES ('delete-all');
		INSERT OR REPLACE INTO gram_backlog SELECT 'log', max(id) + 1 FROM run_logs HAVING max(id) IS NOT NULL;
		INSERT OR REPLACE INTO gram_backlog SELECT 'error', max(row) + 1 FROM run_errors HAVING max(row) IS NOT NULL;
	`);
	return quickCheck(database);
}

function quickCheck(database: Database.Database): string | null {
	const found = database.pragma('quick_check(1)', { simple: true }) as string;
	return found === 'ok' ? null : found;
}

/** Says for the next opening that damage was met, so that it looks at the whole file whatever its size. */
export function markSuspect(file: string): void {
	try {
		writeFileSync(markOf(file), '', { mode: PRIVATE_FILE });
	} catch {
		// A disk that takes no mark is reported by the failure that led here.
	}
}

export function isSuspect(file: string): boolean {
	return existsSync(markOf(file));
}

export function clearSuspect(file: string): void {
	rmSync(markOf(file), { force: true });
}

function markOf(file: string): string {
	return `${file}.check`;
}

/** Which file this is, whatever it is called later; null where there is none. */
export function identityOf(file: string): string | null {
	const found = statSync(file, { throwIfNoEntry: false, bigint: true });
	return found === undefined ? null : `${found.dev}:${found.ino}`;
}

/**
 * Renames a damaged file with its write-ahead log, never deletes it. Null: another program has already done so and the
 * file of that name is a new one.
 */
export function moveDamaged(file: string, identity: string | null): string | null {
	if (identityOf(file) !== identity) return null;
	const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
	let movedTo = `${file}.damaged-${stamp}`;
	for (let copy = 2; existsSync(movedTo); copy++) movedTo = `${file}.damaged-${stamp}-${copy}`;
	for (const suffix of ['', '-wal', '-shm']) {
		if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
	}
	clearSuspect(file);
	return movedTo;
}
