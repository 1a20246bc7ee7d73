import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { anEnd, aRun, newStoreEach, type ScratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../store.ts';

let scratch: ScratchStore;
let store: Store;
newStoreEach({ now: () => 10_000 }, (its, folder) => {
	store = its;
	scratch = folder;
});

/** Every row of every table, as another program sees them. */
function everything(): unknown {
	const database = new Database(scratch.file, { readonly: true });
	const tables = database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
	const rows = tables.map((table) => [table, database.prepare(`SELECT * FROM "${table}"`).all()]);
	database.close();
	return rows;
}

describe('a run that is rehearsed', () => {
	it('is told as one that was recorded, and leaves nothing in the file, failed or not', () => {
		const { rehearsal } = store.runs;
		const seen = aRun({ id: '0123456789ab' });
		store.runs.start(seen);
		store.runs.finish(seen.id, anEnd());
		const before = everything();
		const error = { code: 'runtime', message: 'no' } as const;
		for (const end of [anEnd(), anEnd({ status: 'failed', error })]) {
			const run = aRun({ id: 'ba9876543210' });
			rehearsal.start(run);
			expect(everything()).toEqual(before);
			rehearsal.log(run.id, { at: 1, stage: 0, plugin: 'a', level: 'info', message: 'a line' });
			rehearsal.event(run.id, { at: 1, stage: 0, kind: 'load', detail: 'loaded', ms: 1 });
			rehearsal.finish(run.id, end);
			expect(rehearsal.get(run.id)).toMatchObject({ id: run.id, status: end.status, logLines: 0, events: [] });
			expect(rehearsal.get(run.id)).toBeNull();
			store.runs.flush();
			expect(everything()).toEqual(before);
			expect(store.runs.get(run.id)).toBeNull();
		}
		expect(store.runs.list({}).map(({ id }) => id)).toEqual([seen.id]);
		expect(store.runs.count({})).toBe(1);
	});

	it('does not lose what is buffered for others', () => {
		const run = aRun({ id: '0123456789ab' });
		store.runs.start(run);
		store.runs.log(run.id, { at: 1, stage: 0, plugin: 'a', level: 'info', message: 'a line' });
		const rehearsed = aRun({ id: 'ba9876543210' });
		store.runs.rehearsal.start(rehearsed);
		store.runs.rehearsal.finish(rehearsed.id, anEnd());
		expect(store.runs.logs(run.id).map(({ message }) => message)).toEqual(['a line']);
	});

	it('does not wait for another program that writes, and leaves those who do their patience', () => {
		const other = new Database(scratch.file);
		other.exec('BEGIN IMMEDIATE');
		const run = aRun({ id: 'ba9876543210' });
		const began = performance.now();
		expect(() => store.runs.rehearsal.start(run)).toThrow(/locked/);
		// Who waits does so for five seconds.
		expect(performance.now() - began).toBeLessThan(4_000);
		setTimeout(() => other.close(), 0);
		other.exec('ROLLBACK');
		store.runs.rehearsal.start(run);
		store.runs.rehearsal.finish(run.id, anEnd());
		expect(store.runs.rehearsal.get(run.id)?.id).toBe(run.id);
	});

	it('is ended only where it began', () => {
		expect(() => store.runs.rehearsal.finish('ba9876543210', anEnd())).toThrow('did not begin');
	});
});
