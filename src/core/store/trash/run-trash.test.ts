import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { anEnd, aRun, newStoreEach, ran, type ScratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { pruneRuns, removeRuns } from '../../runs/history/delete-runs.ts';
import { emptyTrash, listTrash, restoreRuns } from '../../runs/history/trash.ts';
import type { Store } from '../store.ts';

let scratch: ScratchStore;
let store: Store;
newStoreEach({}, (its, folder) => {
	store = its;
	scratch = folder;
});

const preview = (text: string) => ({ text, bytes: text.length, truncated: false, form: 'text' }) as const;
const error = { code: 'timeout', message: 'too slow \u62a5\u544a' } as const;

/** A run with something in every table. */
function whole(plugin: string, startedAt: number): string {
	const id = ran(store, { plugin, startedAt }, { status: 'failed', error, outputPreview: preview('out') }, [
		'says zebra',
		'\u7532\u4e59',
	]);
	return id;
}

/** All that can be told of the history. */
function told(): unknown {
	const { runs } = store;
	const all = runs.list({});
	return {
		all,
		details: all.map(({ id }) => [runs.get(id), runs.logs(id)]),
		counts: [
			{},
			{ plugin: 'a' },
			{ status: 'failed' },
			{ text: 'zebra' },
			{ text: '\u4e59' },
			{ text: 'slow' },
			{ text: '\u544a' },
		].map((query) => runs.count(query as object)),
		stats: runs.stats({ since: 0, until: 100_000 }, 5),
		activity: runs.activity(0, 3).map(({ plugin, runs: count, failures }) => [plugin, count, failures]),
		search: runs.searchLogs('zebra').length,
	};
}

describe('the trash of runs', () => {
	it('takes runs out of every list, count, statistic and search, and gives them back as they were', async () => {
		const ids = ['a', 'b', 'a', 'c'].map((plugin, index) => whole(plugin, 1000 * index));
		const before = told();
		const { removed, deletedAt } = await removeRuns(store, { ids: ids.slice(0, 2), forever: false });
		expect(removed).toBe(2);
		expect(store.runs.get(ids[0] ?? '')).toBeNull();
		expect(store.runs.list({}).map(({ id }) => id)).toEqual([ids[3], ids[2]]);
		for (const text of ['zebra', '\u4e59', 'slow', '\u544a']) expect(store.runs.count({ text }), text).toBe(2);
		expect(store.runs.searchLogs('zebra')).toHaveLength(2);
		const listed = listTrash({ trash: store.trash, settings: store.settings }, { limit: 10, offset: 0 });
		expect(listed).toMatchObject({ total: 2, keptMs: 30 * 86_400_000 });
		expect(listed.bytes).toBeGreaterThan(20);
		expect(listed.runs.map(({ run }) => run.id)).toEqual([ids[1], ids[0]]);
		expect(await restoreRuns(store.trash, { deletedAt: deletedAt ?? 0 })).toEqual({ restored: 2 });
		store.close();
		store = scratch.open();
		await expect.poll(() => store.runs.count({ text: '\u4e59' })).toBe(4);
		expect(told()).toEqual(before);
		expect(store.trash.trashTotals()).toEqual({ total: 0, bytes: 0 });
	});

	it('brings back what is named, and forgets what is deleted for ever', async () => {
		const ids = ['a', 'b', 'c'].map((plugin, index) => whole(plugin, 1000 * index));
		await removeRuns(store, { query: {}, forever: false });
		expect(await restoreRuns(store.trash, { ids: [ids[1] ?? '', 'ffffffffffff'] })).toEqual({ restored: 1 });
		expect(store.runs.list({}).map(({ id }) => id)).toEqual([ids[1]]);
		expect(await emptyTrash(store.trash, { ids: [ids[0] ?? '', ids[1] ?? ''] })).toEqual({ removed: 1 });
		expect(await emptyTrash(store.trash, {})).toEqual({ removed: 1 });
		expect(store.trash.trashTotals().total).toBe(0);
		expect(await restoreRuns(store.trash, { ids })).toEqual({ restored: 0 });
		expect(store.runs.count({})).toBe(1);
		const database = new Database(scratch.file);
		for (const table of ['stages', 'denials', 'events', 'logs', 'host_calls'])
			expect(database.prepare(`SELECT count(*) FROM trash_run_${table}`).pluck().get(), table).toBe(0);
		database.close();
	});

	it('is passed by where runs are to go for ever', async () => {
		await removeRuns(store, { ids: [whole('a', 1)], forever: true });
		store.settings.set('trash_ms', 0);
		expect(await removeRuns(store, { ids: [whole('a', 1)], forever: false })).toEqual({ removed: 1, deletedAt: null });
		expect(store.trash.trashTotals().total).toBe(0);
	});

	it('makes room before any run that was not deleted, and does not count', async () => {
		for (let index = 0; index < 20; index++) whole('a', index);
		await removeRuns(store, { ids: store.runs.list({ limit: 10 }).map(({ id }) => id), forever: false });
		expect(await pruneRuns(store.runs, { maxRuns: 10 })).toMatchObject({ runs: 0 });
		expect(store.trash.trashTotals().total).toBe(10);
		await pruneRuns(store.runs, { maxBytes: 1 });
		expect(store.trash.trashTotals().total).toBe(0);
	});

	it('tells deletions apart that come in the same millisecond', async () => {
		const [first, second] = [whole('a', 1), whole('b', 2)];
		const one = await removeRuns(store, { ids: [first], forever: false }, 5_000);
		const other = await removeRuns(store, { ids: [second], forever: false }, 5_000);
		expect(other.deletedAt).not.toBe(one.deletedAt);
		await restoreRuns(store.trash, { deletedAt: one.deletedAt ?? 0 });
		expect(store.runs.list({}).map(({ id }) => id)).toEqual([first]);
	});

	it('brings back a run that went on from another one, also where that was resumed once more', () => {
		const first = whole('a', 1);
		const goesOn = (id: string): string => {
			store.runs.start(aRun({ id, resumes: first }));
			store.runs.finish(id, anEnd());
			return id;
		};
		const second = goesOn('bbbbbbbbbbbb');
		expect(() => goesOn('cccccccccccc')).toThrow();
		store.trash.trash([second], 5_000);
		const third = goesOn('dddddddddddd');
		expect(store.trash.restore([second])).toBe(1);
		expect(store.runs.get(first)?.continuedBy).toBe(third);
		expect(store.runs.get(second)).toMatchObject({ id: second, resumes: null });
		expect(store.runs.get('cccccccccccc')).toBeNull();
	});

	it('has a place for every column of a run and of what belongs to it', () => {
		const database = new Database(scratch.file);
		const columns = (table: string): readonly string[] =>
			database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
		expect(columns('trash_runs')).toEqual([...columns('runs'), 'deleted_at', 'bytes']);
		for (const table of ['stages', 'denials', 'events', 'logs', 'host_calls', 'edges', 'resumes'])
			expect(columns(`trash_run_${table}`), table).toEqual(columns(`run_${table}`));
		expect(columns('trash_quarantined_records')).toEqual(columns('quarantined_records'));
		database.close();
	});
});
