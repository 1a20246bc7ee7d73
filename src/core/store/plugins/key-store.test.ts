import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beforeFlows, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { MAX_KEYS, type SigningKey } from '../../../shared/plugin/provenance.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

const key = (letter: string, name = `key ${letter}`): SigningKey => ({
	fingerprint: `SHA256:${letter.repeat(43)}`,
	publicKey: `ssh-ed25519 ${letter.repeat(68)}`,
	name,
	addedAt: 1,
});
const change = (sql: string): void => {
	const database = new Database(scratch.file);
	database.exec(sql);
	database.close();
};

it('keys come to a history of the version before, whose plugins nobody signed', () => {
	scratch.open().close();
	change(`${beforeFlows} DROP TABLE version_states; DROP TABLE version_uses`);
	for (const table of ['plugins', 'trash_plugins']) change(`ALTER TABLE ${table} DROP COLUMN update_choice`);
	change('DROP TABLE signing_keys; ALTER TABLE plugin_versions DROP COLUMN signer; PRAGMA user_version = 14');
	const { keys } = scratch.open();
	expect(keys.list()).toEqual([]);
	keys.add(key('a'));
	expect(keys.list()).toEqual([key('a')]);
});

it('a key that was damaged in the file is known no longer', () => {
	const store = scratch.open();
	store.keys.add(key('a'));
	store.keys.add(key('b'));
	store.close();
	change(`UPDATE signing_keys SET public_key = 'ssh-rsa x' WHERE name = 'key a'`);
	const { keys } = scratch.open();
	expect(keys.list()).toEqual([key('b')]);
	expect(keys.get(key('a').fingerprint)).toBeNull();
});

it('there are as many keys as a person can use, and no more', () => {
	scratch.open().close();
	const rows = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_KEYS})`;
	change(
		`INSERT INTO signing_keys ${rows} SELECT 'SHA256:' || printf('%043d', i), 'ssh-ed25519 A', 'k' || i, 1 FROM n`,
	);
	const { keys } = scratch.open();
	expect(keys.list()).toHaveLength(MAX_KEYS);
	expect(() => keys.add(key('a'))).toThrow(expect.objectContaining({ code: 'conflict' }));
	keys.remove(`SHA256:${'1'.padStart(43, '0')}`);
	keys.add(key('a'));
});
