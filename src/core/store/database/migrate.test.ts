import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, migrations, requireOurs } from './migrate.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a file that another program begins while it is looked at is not taken for somebody else’s', () => {
	const file = join(folder, 'dataflare.db');
	const [own, other] = [new Database(file), new Database(file, { timeout: 0 })];
	let tries = 0;
	const pragma = own.pragma.bind(own);
	own.pragma = (text, options) => {
		const answer = pragma(text, options);
		if (text !== 'application_id') return answer;
		tries += 1;
		try {
			migrate(other, file);
		} catch (error) {
			expect(error).toMatchObject({ code: 'SQLITE_BUSY' });
		}
		return answer;
	};
	expect(() => requireOurs(own, file)).not.toThrow();
	expect(tries).toBe(1);
	migrate(other, file);
	requireOurs(own, file);
	own.close();
	other.close();
});

it('migrations that ran somewhere stay what they were: what changes is one more', () => {
	const print = (sql: string): string => createHash('sha256').update(sql).digest('hex').slice(0, 8);
	expect(migrations.map(print).join(' ')).toBe(
		'91a6de2d 05b086c4 3cd7ae18 3c18685d d89f8b39 319352ef 4587fd14 d6a45640 fc0fcce8 8d0327c8 7a880c60 8e1adf9f 7630f13a 422456d4 dafec753 9e70093f fdf1ac59 e4ab81db e4da3e83 29fb9507 2f1a2cb1 e0a4ec4f 96c5c74c be168939 7c57c80e',
	);
});

it('a history that was brought so far by any of them is brought to the end by the others', () => {
	const schemaOf = (database: Database.Database) =>
		database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
	const whole = new Database(':memory:');
	migrate(whole, ':memory:');
	for (let version = 1; version < migrations.length; version++) {
		const database = new Database(':memory:');
		database.function('sha256_of', (text) => createHash('sha256').update(String(text)).digest('hex'));
		for (const sql of migrations.slice(0, version)) database.exec(sql);
		database.pragma(`user_version = ${version}`);
		migrate(database, ':memory:');
		expect(schemaOf(database)).toEqual(schemaOf(whole));
		database.close();
	}
	whole.close();
});
