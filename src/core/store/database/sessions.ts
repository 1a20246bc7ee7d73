import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Database } from 'better-sqlite3';
import { codeOf } from '../../../shared/errors/code-of.ts';
import type { WireError } from '../../../shared/errors/errors.ts';

interface SessionRow {
	readonly id: number;
	readonly pid: number;
	readonly process_started: string;
	readonly opened_at: number;
	readonly token: string;
}

/** Tells this process from an earlier one that had the same process id. */
const processToken = randomUUID();

/** Where the start of a process cannot be read, a session is older than the machine's start only by more than this, ms. */
const CLOCK_SLACK_MS = 60_000;

const endedTooEarly: WireError = {
	code: 'runtime',
	message: 'The program ended before this run did.',
	hint: 'Run it again.',
};

/**
 * Registers this opening of the file, closes the runs of programs that ended without closing them, and gives back the files
 * that they took and did not begin to read. Returns its id, which is another one's again once this is over.
 */
export function beginSession(database: Database, now: () => number): number {
	return database
		.transaction(() => {
			forget(database, isTakenForDead);
			letGoOfOrphans(database, now());
			const { lastInsertRowid } = database
				.prepare('INSERT INTO sessions (pid, process_started, opened_at, token) VALUES (?, ?, ?, ?)')
				.run(process.pid, processStart(process.pid), now(), processToken);
			return Number(lastInsertRowid);
		})
		.immediate();
}

/** Closes this opening, and with it the runs that nobody will finish any more. */
export function endSession(database: Database, session: number, now: () => number): void {
	database
		.transaction(() => {
			database.prepare('DELETE FROM sessions WHERE id = ?').run(session);
			letGoOfOrphans(database, now());
		})
		.immediate();
}

/**
 * Closes the runs of programs that ended without closing them; false: there are none. It is asked again and again while
 * programs run, so only those that have ended for certain: the rest is left to the next opening.
 */
export function endOrphans(database: Database, now: () => number): boolean {
	if (!sessionsOf(database).some(hasEnded)) return false;
	database
		.transaction(() => {
			forget(database, hasEnded);
			letGoOfOrphans(database, now());
		})
		.immediate();
	return true;
}

/** Whether a program ended without closing the file since somebody last looked. */
export function someEndedBadly(database: Database): boolean {
	return sessionsOf(database).some(isTakenForDead);
}

/** Whether the program with this opening runs. False: it has ended for certain, in whatever way. */
export function isOpen(database: Database, session: number): boolean {
	return sessionsOf(database).some((each) => each.id === session && !hasEnded(each));
}

function forget(database: Database, isDead: (session: SessionRow) => boolean): void {
	const remove = database.prepare('DELETE FROM sessions WHERE id = ?');
	for (const session of sessionsOf(database)) if (isDead(session)) remove.run(session.id);
}

function sessionsOf(database: Database): readonly SessionRow[] {
	return database.prepare<[], SessionRow>('SELECT id, pid, process_started, opened_at, token FROM sessions').all();
}

function letGoOfOrphans(database: Database, at: number): void {
	database
		.prepare("DELETE FROM flow_files WHERE status = 'taken' AND coalesce(session, 0) NOT IN (SELECT id FROM sessions)")
		.run();
	const orphans = database
		.prepare<[], { id: string }>(
			"SELECT id FROM runs WHERE status = 'running' AND session NOT IN (SELECT id FROM sessions)",
		)
		.all();
	if (orphans.length === 0) return;
	const interrupt = database.prepare(
		`UPDATE runs SET status = 'interrupted', finished_at = max(?, started_at), error = ?,
		 denials = (SELECT coalesce(sum(count), 0) FROM run_denials WHERE row = runs.row) WHERE id = ?`,
	);
	for (const { id } of orphans) interrupt.run(at, JSON.stringify(endedTooEarly), id);
}

/** For certain, whatever the clock shows. */
function hasEnded(session: SessionRow): boolean {
	return fateOf(session) === 'ended';
}

/** At an opening: where nothing can be told for certain, by when the machine started. The clock may have been set since. */
function isTakenForDead(session: SessionRow): boolean {
	const fate = fateOf(session);
	if (fate !== 'unknown') return fate === 'ended';
	return session.opened_at <= Date.now() - uptime() * 1000 - CLOCK_SLACK_MS;
}

/** A process id alone may have gone to another process since; start times tell them apart where they can be read. */
function fateOf(session: SessionRow): 'runs' | 'ended' | 'unknown' {
	try {
		process.kill(session.pid, 0);
	} catch (error) {
		// EPERM: it lives and belongs to somebody else.
		if (codeOf(error) === 'ESRCH') return 'ended';
	}
	const started = processStart(session.pid);
	if (started !== '' && session.process_started !== '') return started === session.process_started ? 'runs' : 'ended';
	if (session.pid === process.pid) return session.token === processToken ? 'runs' : 'ended';
	return 'unknown';
}

/**
 * The machine's start and field 22 of /proc/<pid>/stat (proc(5)): ticks since then. Empty where the platform has no
 * such files.
 */
function processStart(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
		return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
	} catch {
		return '';
	}
}
