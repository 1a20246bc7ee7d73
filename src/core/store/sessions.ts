import { readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { WireError } from '../../shared/errors.ts';

/** Registers this opening of the file and closes the runs of programs that ended without closing them. Returns its id. */
export function beginSession(database: Database, now: () => number): number {
	return database
		.transaction(() => {
			interruptOrphans(database, now());
			const { lastInsertRowid } = database
				.prepare('INSERT INTO sessions (pid, process_started, opened_at) VALUES (?, ?, ?)')
				.run(process.pid, processStart(process.pid), now());
			return Number(lastInsertRowid);
		})
		.immediate();
}

export function endSession(database: Database, session: number): void {
	database.prepare('DELETE FROM sessions WHERE id = ?').run(session);
}

function interruptOrphans(database: Database, at: number): void {
	const sessions = database
		.prepare<[], { id: number; pid: number; process_started: string }>('SELECT id, pid, process_started FROM sessions')
		.all();
	const remove = database.prepare('DELETE FROM sessions WHERE id = ?');
	for (const { id, pid, process_started } of sessions) if (!isAlive(pid, process_started)) remove.run(id);
	const error: WireError = {
		code: 'runtime',
		message: 'The program ended before this run did.',
		hint: 'Run it again.',
	};
	database
		.prepare(
			`UPDATE runs SET status = 'interrupted', finished_at = ?, error = ?
			 WHERE status = 'running' AND session NOT IN (SELECT id FROM sessions)`,
		)
		.run(at, JSON.stringify(error));
}

/** A process id alone may have gone to another process since; its start time tells them apart where it can be read. */
function isAlive(pid: number, started: string): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	return processStart(pid) === started;
}

/** Field 22 of /proc/<pid>/stat (proc(5)): ticks since boot; empty where the platform has no such file. */
function processStart(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}
