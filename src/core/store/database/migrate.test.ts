import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, requireOurs } from './migrate.ts';

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
