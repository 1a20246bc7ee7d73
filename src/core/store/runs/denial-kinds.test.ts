import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { beforeRunOrders } from '../../../../test/support/scratch/scratch-store.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { openStore } from '../open-store.ts';

const folder = scratchFolder();

it('a refusal is kept with its kind; what an older version kept without one is told from its rule', () => {
	const file = `${folder.path}/history.db`;
	const store = openStore({ file });
	const id = newRunId();
	const start = { kind: 'call', label: 'x', fn: null, trigger: 'test', request: {}, stages: [], startedAt: 1 } as const;
	store.runs.start({ id, ...start });
	const denial = { at: 1, stage: 0, plugin: 'echo', op: 'write_file', reason: 'no' };
	store.runs.denial(id, { ...denial, target: '/new', kind: 'disk_space', rule: 'in other words than ever' });
	store.runs.denial(id, { ...denial, target: '/old', kind: 'write_limit', rule: 'max_write_bytes: 10' });
	store.runs.denial(id, { ...denial, target: '/strange', kind: 'links', rule: 'a rule of long ago' });
	store.close();
	const raw = new Database(file);
	raw.exec("UPDATE run_denials SET kind = NULL WHERE target IN ('/old', '/strange')");
	raw.close();
	const again = openStore({ file });
	const kinds = Object.fromEntries(again.runs.get(id)?.denialList.map(({ target, kind }) => [target, kind]) ?? []);
	expect(kinds).toEqual({ '/new': 'disk_space', '/old': 'write_limit', '/strange': null });
	const refused = again.runs.refusals('echo', 10).map(({ target, kind }) => [target, kind]);
	expect(Object.fromEntries(refused)).toEqual(kinds);
	again.close();
});

it('a history of the version before is taken over', () => {
	const file = `${folder.path}/before.db`;
	openStore({ file }).close();
	const raw = new Database(file);
	raw.exec(`ALTER TABLE run_denials DROP COLUMN kind; ${beforeRunOrders}`);
	raw.pragma('user_version = 6');
	raw.close();
	const store = openStore({ file });
	expect(store.runs.refusals('echo', 10)).toEqual([]);
	store.close();
});
