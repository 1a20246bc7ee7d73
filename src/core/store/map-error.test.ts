import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mapError } from './map-error.ts';

describe('errors of the database', () => {
	it.each([
		['SQLITE_BUSY', 'Another program'],
		['SQLITE_FULL', 'disk is full'],
		['SQLITE_READONLY_DIRECTORY', 'read-only'],
		['SQLITE_CANTOPEN', 'cannot be opened'],
		['SQLITE_IOERR_WRITE', 'disk did not'],
	])('%s becomes a sentence with a hint and keeps its code', (code, words) => {
		expect(mapError(new Database.SqliteError('low level', code), 'f.db')).toMatchObject({
			code: 'storage',
			message: expect.stringContaining(words),
			hint: expect.any(String),
			details: { sqlite: code },
		});
	});

	it('a write that SQLite itself refuses is told so', () => {
		const database = new Database(':memory:');
		database.exec('CREATE TABLE t (x)');
		database.pragma('query_only = ON');
		let thrown: unknown;
		try {
			database.exec('INSERT INTO t VALUES (1)');
		} catch (error) {
			thrown = error;
		}
		expect(mapError(thrown, 'f.db')).toMatchObject({ code: 'storage', message: expect.stringContaining('read-only') });
	});
});
