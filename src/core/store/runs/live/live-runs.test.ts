import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { anEnd, aRun, scratchStore } from '../../../../../test/support/scratch/scratch-store.ts';
import type { RunProgress } from '../../../../shared/run/run-progress.ts';

const progress = (id: string, recordsIn: number): RunProgress => ({
	id,
	recordsIn,
	recordsOut: 0,
	bytesIn: 0,
	totalBytes: 0,
	elapsedMs: recordsIn,
	stages: [],
});

it('nothing is noted where no other program has the history open, and none that writes just now is waited for', () => {
	const scratch = scratchStore();
	// Whoever waited would do so for longer than any test.
	const alone = scratch.open({ busyTimeoutMs: 3_600_000 });
	const run = aRun();
	alone.runs.start(run);
	const look = new Database(scratch.file);
	const rows = () => look.prepare('SELECT count(*) FROM live_runs').pluck().get();
	alone.live.note(progress(run.id, 1));
	expect(rows()).toBe(0);
	const second = scratch.open();
	alone.live.note(progress(run.id, 2));
	expect(rows()).toBe(1);
	look.exec('BEGIN IMMEDIATE');
	alone.live.note(progress(run.id, 3));
	look.exec('ROLLBACK');
	expect(second.live.notedOf(run.id)).toEqual(progress(run.id, 2));
	alone.live.note(progress(run.id, 4));
	expect(second.live.noted()).toEqual([progress(run.id, 4)]);
	look.exec(`UPDATE live_runs SET progress = '{"id": 1}'`);
	expect([second.live.noted(), second.live.notedOf(run.id)]).toEqual([[], null]);
	alone.runs.finish(run.id, anEnd());
	expect(rows()).toBe(0);
	look.close();
	scratch.dispose();
});
