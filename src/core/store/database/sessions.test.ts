import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aRun, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';

const DAY_MS = 86_400_000;

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => {
	vi.restoreAllMocks();
	scratch.dispose();
});

/** The last opening becomes that of another process, of a system where the start of a process cannot be read. */
function givenTo(pid: number): void {
	const database = new Database(scratch.file);
	database
		.prepare(
			"UPDATE sessions SET pid = ?, process_started = '', token = 'theirs' WHERE id = (SELECT max(id) FROM sessions)",
		)
		.run(pid);
	database.close();
}

it('a clock that jumps ends no run of a program that lives, and holds its schedules for running', () => {
	const [mine, theirs] = [scratch.open(), scratch.open()];
	const run = aRun({ kind: 'flow', label: 'report' });
	theirs.runs.start(run);
	theirs.triggers.put(
		'report',
		{ kind: 'schedule', when: { every_minutes: 5 }, catch_up: false },
		{ isActive: true, nextAt: null },
	);
	theirs.triggers.began('report', run.id, 1);
	givenTo(process.ppid);
	const now = Date.now();
	vi.spyOn(Date, 'now').mockImplementation(() => now + 10_000 * DAY_MS);
	expect(mine.live.endOrphans()).toBe(false);
	expect(mine.live.ask(run.id, 'cancel')).toBe('asked');
	expect(mine.triggers.isRunning('report')).toBe(true);
	expect(mine.runs.get(run.id)?.status).toBe('running');
	// The next opening alone goes by when the machine started: the process may be another one by now.
	expect(scratch.open().runs.get(run.id)?.status).toBe('interrupted');
});

it('a program that is there no more is known to have ended without the start of any process', () => {
	const [mine, theirs] = [scratch.open(), scratch.open()];
	const run = aRun();
	theirs.runs.start(run);
	// The process id of nobody: the largest that Linux gives is 2^22.
	givenTo(4_194_999);
	expect(mine.live.endOrphans()).toBe(true);
	expect(mine.runs.get(run.id)?.status).toBe('interrupted');
});
