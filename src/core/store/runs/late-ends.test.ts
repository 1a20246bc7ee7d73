import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEnd, aRun, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

/** Another program that lets nobody write until it is released. */
function holder(): () => void {
	const other = new Database(scratch.file);
	other.exec('BEGIN IMMEDIATE');
	return () => other.close();
}

describe('the end of a run that cannot be written when it comes', () => {
	it('is told so, is written when it can be, the last one that was given, and announced then', async () => {
		const late: string[] = [];
		const store = scratch.open({ busyTimeoutMs: 10, onLateEnd: (id) => late.push(id) });
		const run = aRun();
		store.runs.start(run);
		store.runs.log(run.id, { at: 1, stage: 0, plugin: 'echo', level: 'info', message: 'before the end' });
		const release = holder();
		const finish = (status: 'succeeded' | 'failed') => (): void => store.runs.finish(run.id, anEnd({ status }));
		expect(finish('succeeded')).toThrow(expect.objectContaining({ code: 'storage' }));
		expect(finish('failed')).toThrow(expect.objectContaining({ code: 'storage' }));
		expect(store.runs.get(run.id)?.status).toBe('running');
		expect(late).toEqual([]);
		release();
		await expect.poll(() => store.runs.get(run.id)?.status, { timeout: 5_000 }).toBe('failed');
		expect(store.runs.logs(run.id)).toMatchObject([{ message: 'before the end' }]);
		expect(late).toEqual([run.id]);
	});

	it('is written before the history is closed', () => {
		const store = scratch.open({ busyTimeoutMs: 10 });
		const run = aRun();
		store.runs.start(run);
		const release = holder();
		expect(() => store.runs.finish(run.id, anEnd())).toThrow();
		release();
		store.close();
		expect(scratch.open().runs.get(run.id)).toMatchObject({ status: 'succeeded' });
	});

	it('is lost with the program alone, and then the run is interrupted', () => {
		const store = scratch.open({ busyTimeoutMs: 10 });
		const run = aRun();
		store.runs.start(run);
		const release = holder();
		expect(() => store.runs.finish(run.id, anEnd())).toThrow();
		expect(() => store.close()).toThrow(expect.objectContaining({ code: 'storage' }));
		release();
		// This process lives, so its session is taken away as that of a dead one would be.
		const database = new Database(scratch.file);
		database.exec('DELETE FROM sessions');
		database.close();
		expect(scratch.open().runs.get(run.id)).toMatchObject({ status: 'interrupted' });
	});
});
