import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ran, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { aPlugin } from '../../../../test/support/values/a-plugin.ts';
import { manifestSchema } from '../../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

function change(sql: string, ...values: readonly unknown[]): void {
	const database = new Database(scratch.file);
	database.prepare(sql).run(...values);
	database.close();
}

const stored = (name: string): PluginRecord =>
	aPlugin(name, {
		current: {
			plugin: name,
			sha256: 'ab',
			manifestSha256: 'cd',
			label: null,
			manifest: manifestSchema.parse({ name, type: 'processor', module_path: './m.wasm' }),
			size: 1,
			firstSeenAt: 1,
			signer: null,
		},
		grantVersion: 1,
	});

const unreadable = (what: string) => ({ code: 'storage', message: expect.stringContaining(what) });

it.each(['{', '[]', 'null', '{"name":"b"}', '{"name":"b","state":"root","grantVersion":1}'])(
	'a plugin whose record is %s is listed as broken, with no grant, and takes no other along',
	(record) => {
		const store = scratch.open();
		for (const name of ['a', 'b', 'c']) store.plugins.put(stored(name));
		store.grants.append('b', { policy: { ...lockedDown, allow_network: true }, author: 'test', note: '' });
		change('UPDATE plugins SET record = ? WHERE name = ?', record, 'b');
		expect(store.plugins.list().map(({ name, state }) => [name, state])).toEqual([
			['a', 'ready'],
			['b', 'broken'],
			['c', 'ready'],
		]);
		expect(store.plugins.get('b')).toMatchObject({ grantVersion: 0, problem: unreadable('the plugin b') });
		expect(store.grants.inForce('b')).toBeNull();
		store.plugins.remove('b');
		expect(store.plugins.get('b')).toBeNull();
		expect(store.grants.current('b')?.policy).toEqual(lockedDown);
	},
);

it.each(['{', '[]', '{"name":"a"}'])(
	'a version whose manifest is %s is named and cannot be gone back to',
	(manifest) => {
		const store = scratch.open();
		for (const name of ['a', 'b']) store.plugins.put(stored(name));
		change('UPDATE plugin_versions SET manifest = ? WHERE plugin = ?', manifest, 'a');
		const [a, b] = store.plugins.list();
		expect(a).toMatchObject({ state: 'broken', current: null, problem: unreadable('version ab of a') });
		expect(b).toMatchObject({ state: 'ready' });
		expect(store.plugins.versions('a')).toEqual([]);
	},
);

it.each([
	['plugins', '{'],
	['plugins', '{}'],
	['plugins', '[1]'],
	['error', '{'],
	['error', '{"code":"none"}'],
	['status', 'flown'],
	['kind', 'dance'],
	['trigger_kind', 'moon'],
])('a run whose %s is %s is listed beside the others, and says that it cannot be read', (column, value) => {
	const store = scratch.open();
	const ids = [ran(store), ran(store), ran(store)];
	change(`UPDATE runs SET ${column} = ? WHERE id = ?`, value, ids[1]);
	const runs = store.runs.list({});
	expect(runs.map(({ id }) => id).sort()).toEqual([...ids].sort());
	expect(runs.find(({ id }) => id === ids[1])).toMatchObject({ error: unreadable(`run ${ids[1]}`) });
	expect(runs.filter(({ error }) => error !== null)).toHaveLength(1);
});

it.each(['{', '{}', '[]', '{"position":"first"}', '{"position":0,"plugin":"a","fn":"process_data"}'])(
	'a run with a stage that is %s is shown with what can be read, and says that it is not whole',
	(stage) => {
		const store = scratch.open();
		const id = ran(store);
		change('UPDATE run_stages SET stage = ?', stage);
		const run = store.runs.get(id);
		expect(run).toMatchObject({ id, error: unreadable(`run ${id}`) });
		expect(run?.stages).toHaveLength(1);
		expect(run?.stages[0]).toMatchObject({
			position: 0,
			plugin: expect.any(String),
			versionHash: expect.any(String),
			recordsIn: expect.any(Number),
			error: null,
		});
		expect(store.runs.list({})).toHaveLength(1);
	},
);

it('an analysis that cannot be read is none', () => {
	const store = scratch.open();
	change('INSERT INTO analyses (sha256, analysis) VALUES (?, ?)', 'ab', '{"abi":"root"}');
	expect(store.analyses.get('ab')).toBeNull();
});

it('an analysis of an older version, which knew no anatomy, is read without one; a damaged one is none', () => {
	const store = scratch.open();
	const older = { sha256: 'cd', size: 8, abi: 'extism', imports: [], exports: [], memory: null, hasStart: false };
	const row = JSON.stringify({ ...older, revision: 3, problems: [] });
	change('INSERT INTO analyses (sha256, analysis) VALUES (?, ?)', 'cd', row);
	expect(store.analyses.get('cd')).toMatchObject({ abi: 'extism', revision: 3, anatomy: null });
	const damaged = JSON.stringify({ ...older, problems: [], anatomy: { kind: 'extism', tools: 'none' } });
	change('INSERT INTO analyses (sha256, analysis) VALUES (?, ?)', 'ef', damaged);
	expect(store.analyses.get('ef')).toBeNull();
});

it('a line of a level that is none is one that informs; an event of a kind that is none is left out', () => {
	const store = scratch.open();
	const id = ran(store);
	const line = { at: 1, stage: 0, plugin: 'echo', message: 'said' } as const;
	store.runs.log(id, { ...line, level: 'error' });
	store.runs.event(id, { at: 1, stage: 0, kind: 'load', detail: 'a', ms: null });
	store.runs.event(id, { at: 2, stage: 0, kind: 'start', detail: 'b', ms: null });
	store.runs.flush();
	change("UPDATE run_logs SET level = 'shouted'");
	change("UPDATE run_events SET kind = 'danced' WHERE detail = 'a'");
	expect(store.runs.logs(id)).toMatchObject([{ level: 'info', message: 'said' }]);
	expect(store.runs.searchLogs('said')).toMatchObject([{ level: 'info' }]);
	const kinds = store.runs.get(id)?.events.map(({ kind }) => kind);
	expect(kinds).toContain('start');
	expect(kinds).not.toContain('danced');
});

it('a plugin whose newest run has a status that is none was interrupted', () => {
	const store = scratch.open();
	ran(store);
	change("UPDATE run_plugins SET status = 'flown'");
	expect(store.runs.activity(0, 1)).toMatchObject([{ lastStatus: 'interrupted' }]);
});
