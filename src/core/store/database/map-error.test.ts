import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mapError, mapErrors } from './map-error.ts';

describe('errors of the database', () => {
	it.each([
		['SQLITE_BUSY', 'Another program'],
		['SQLITE_FULL', 'disk is full'],
		['SQLITE_READONLY_DIRECTORY', 'read-only'],
		['SQLITE_CANTOPEN', 'cannot be opened'],
		['SQLITE_IOERR_WRITE', 'disk failed to'],
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

	it('a write for which there is no room is told so, and what was there before stays', () => {
		const database = new Database(':memory:');
		database.exec("CREATE TABLE t (x); INSERT INTO t VALUES ('kept')");
		database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
		const insert = database.prepare('INSERT INTO t VALUES (?)');
		const store = mapErrors({ add: (text: string) => insert.run(text) }, (thrown) => mapError(thrown, 'f.db'));
		expect(() => store.add('x'.repeat(1_000_000))).toThrow(
			expect.objectContaining({ code: 'storage', message: expect.stringContaining('disk is full') }),
		);
		expect(database.prepare('SELECT x FROM t').pluck().all()).toEqual(['kept']);
	});

	it.each([
		['ENOSPC', 'disk is full'],
		['EACCES', 'read-only'],
		['EROFS', 'read-only'],
		['ENOTDIR', 'cannot be opened'],
		['EIO', 'disk failed to'],
	])('%s of the file system becomes the same sentence as that of SQLite', (code, words) => {
		const failure = Object.assign(new Error(code), { code, syscall: 'open' });
		expect(mapError(failure, 'f.db')).toMatchObject({
			message: expect.stringContaining(words),
			details: { system: code },
		});
	});

	it('other errors stay as they are', () => {
		const other = new TypeError('a slip');
		expect(mapError(other, 'f.db')).toBe(other);
	});
});
