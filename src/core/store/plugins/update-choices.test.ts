import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beforeFlows, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { brokenRecord } from '../../registry/records.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

const aPlugin = (name: string) => brokenRecord(name, `/plugins/${name}`, { code: 'plugin_load', message: 'no' }, 1);
const choice = { held: true, skipped: ['2.0.0'] };
function change(...statements: readonly string[]): void {
	const database = new Database(scratch.file);
	for (const sql of statements) database.exec(sql);
	database.close();
}

it('what was said of updates stays through every writing of the record, and goes with the plugin', () => {
	const { plugins } = scratch.open();
	plugins.put({ ...aPlugin('a'), updates: choice });
	expect(plugins.get('a')?.updates).toEqual({ held: false, skipped: [] });
	plugins.setUpdateChoice('a', choice);
	plugins.put(aPlugin('a'));
	expect(plugins.list()).toMatchObject([{ name: 'a', updates: choice }]);
	plugins.remove('a');
	plugins.put(aPlugin('a'));
	expect(plugins.get('a')?.updates).toEqual({ held: false, skipped: [] });
});

it.each(['{', '[]', '{"held":"yes","skipped":[]}', '{"held":true,"skipped":[1]}', ''])(
	'a row that was damaged to %s says nothing, and its plugin is there',
	(text) => {
		scratch.open().plugins.put(aPlugin('a'));
		change(`UPDATE plugins SET update_choice = '${text}'`);
		expect(scratch.open().plugins.get('a')).toMatchObject({ name: 'a', updates: { held: false, skipped: [] } });
	},
);

it('plugins of the version before have no choice, in the trash either', () => {
	scratch.open().plugins.put(aPlugin('a'));
	change(
		beforeFlows,
		...['plugins', 'trash_plugins'].map((table) => `ALTER TABLE ${table} DROP COLUMN update_choice`),
		'PRAGMA user_version = 16',
	);
	const { plugins } = scratch.open();
	expect(plugins.get('a')?.updates).toEqual({ held: false, skipped: [] });
	plugins.setUpdateChoice('a', choice);
	expect(plugins.get('a')?.updates).toEqual(choice);
});
