import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beforeRunOrders, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { brokenRecord } from '../../registry/records.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

const aPlugin = (name: string) => brokenRecord(name, `/plugins/${name}`, { code: 'plugin_load', message: 'no' }, 1);

it('a mark is off for a new plugin, stays through every writing of its record, and goes with the plugin', () => {
	const { plugins } = scratch.open();
	plugins.put({ ...aPlugin('a'), preload: true });
	plugins.put(aPlugin('b'));
	expect(plugins.get('a')).toMatchObject({ preload: false });
	plugins.setPreload('a', true);
	plugins.setPreload('nobody', true);
	expect(plugins.preloaded()).toEqual(['a']);
	// Whoever writes it may have read it before.
	plugins.put(aPlugin('a'));
	plugins.put({ ...aPlugin('a'), state: 'disabled' });
	expect(plugins.list().map((plugin) => [plugin.name, plugin.preload])).toEqual([
		['a', true],
		['b', false],
	]);
	expect(plugins.at('/plugins/a')).toMatchObject({ preload: true });
	plugins.remove('a');
	plugins.put(aPlugin('a'));
	expect(plugins.preloaded()).toEqual([]);
});

it('a mark survives a record that cannot be read', () => {
	const { plugins } = scratch.open();
	plugins.put(aPlugin('a'));
	plugins.setPreload('a', true);
	const database = new Database(scratch.file);
	database.exec("UPDATE plugins SET record = '{'");
	database.close();
	expect(plugins.get('a')).toMatchObject({ state: 'broken', preload: true });
});

it('plugins of a history without marks have none once it is brought up to date', () => {
	scratch.open().plugins.put(aPlugin('a'));
	const database = new Database(scratch.file);
	// As it was before there were marks, and before what came after them.
	database.exec(
		`ALTER TABLE plugins DROP COLUMN preload; ALTER TABLE run_denials DROP COLUMN kind; ${beforeRunOrders}`,
	);
	database.pragma('user_version = 5');
	database.close();
	const { plugins } = scratch.open();
	expect(plugins.get('a')).toMatchObject({ preload: false });
	plugins.setPreload('a', true);
	expect(plugins.preloaded()).toEqual(['a']);
});
