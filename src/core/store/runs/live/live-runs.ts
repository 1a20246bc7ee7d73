import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { ports } from '../../../../shared/flow/flow-file.ts';
import type { RunProgress } from '../../../../shared/run/run-progress.ts';
import { endOrphans } from '../../database/sessions.ts';
import { fromColumn } from '../../rows/json-column.ts';

/** How a run is to end before its end: at once, or well, with what it has. */
const waysToEnd = ['cancel', 'finish'] as const;
export type WayToEnd = (typeof waysToEnd)[number];

/** What programs on the same data tell each other of runs under way. */
export interface LiveRuns {
	/**
	 * Notes how far a run of this program is. Nothing is written where no other program has the history open; what cannot be
	 * written at once is left out, and the next one tells more.
	 */
	note(progress: RunProgress): void;
	/** What other programs noted of their runs under way. One that cannot be read is left out. */
	noted(): readonly RunProgress[];
	/** Null: it is not under way in another program, or nothing was noted of it yet. */
	notedOf(id: string): RunProgress | null;
	/**
	 * Asks the program that is at a run to end it. `over`: that program is gone, and its runs are noted as interrupted now.
	 * `none`: no run of this id is under way in another program.
	 */
	ask(id: string, how: WayToEnd): 'asked' | 'over' | 'none';
	/** Tells what other programs ask of this one's runs under way, each until `end` answers that it was done. */
	takeAsked(end: (id: string, how: WayToEnd) => boolean): void;
	/** Notes runs of programs that ended without ending them as interrupted; false: there are none. */
	endOrphans(): boolean;
}

const amount = z.number().min(0);
const progressColumn: z.ZodType<RunProgress> = z.object({
	id: z.string(),
	recordsIn: amount,
	recordsOut: amount,
	bytesIn: amount,
	totalBytes: amount,
	elapsedMs: amount,
	stages: z.array(
		z.object({
			plugin: z.string(),
			recordsIn: amount,
			recordsOut: amount,
			said: z.object({ done: z.number(), total: z.number() }).nullable(),
		}),
	),
	flow: z
		.object({
			components: z.array(
				z.object({
					name: z.string(),
					recordsDropped: amount,
					recordsFailed: amount,
					busyShare: amount,
					isResting: z.boolean(),
				}),
			),
			edges: z.array(
				z.object({
					from: amount,
					port: z.enum(ports),
					to: amount,
					records: amount,
					bytes: amount,
					waiting: amount,
				}),
			),
			slowest: amount.nullable(),
		})
		.optional(),
});

export function liveRuns(database: Database, session: number, now: () => number): LiveRuns {
	const others = database.prepare<[number], number>('SELECT EXISTS (SELECT 1 FROM sessions WHERE id <> ?)').pluck();
	const put = database.prepare(
		`INSERT INTO live_runs (row, progress) SELECT row, ? FROM runs WHERE id = ? AND status = 'running'
		 ON CONFLICT (row) DO UPDATE SET progress = excluded.progress`,
	);
	const theirs = `FROM runs CROSS JOIN live_runs USING (row)
		WHERE status = 'running' AND session <> ? AND progress IS NOT NULL`;
	const all = database.prepare<[number], string>(`SELECT progress ${theirs}`).pluck();
	const one = database.prepare<[number, string], string>(`SELECT progress ${theirs} AND id = ?`).pluck();
	const isUnderWay = database
		.prepare<[string, number], number>(
			"SELECT EXISTS (SELECT 1 FROM runs WHERE id = ? AND status = 'running' AND session <> ?)",
		)
		.pluck();
	const putAsked = database.prepare(
		`INSERT INTO live_runs (row, asked) SELECT row, ? FROM runs WHERE id = ? AND status = 'running'
		 ON CONFLICT (row) DO UPDATE SET asked = iif(asked = 'cancel', asked, excluded.asked)`,
	);
	const asked = database.prepare<[number], { readonly row: number; readonly id: string; readonly asked: string }>(
		`SELECT row, id, asked FROM runs CROSS JOIN live_runs USING (row)
		 WHERE status = 'running' AND session = ? AND asked IS NOT NULL`,
	);
	const heard = database.prepare<[number, string]>('UPDATE live_runs SET asked = NULL WHERE row = ? AND asked = ?');
	const someElsewhere = database
		.prepare<[number], number>("SELECT EXISTS (SELECT 1 FROM runs WHERE status = 'running' AND session <> ?)")
		.pluck();

	/** Another program that writes just now is not waited for. */
	function atOnce(work: () => void): void {
		const patience = database.pragma('busy_timeout', { simple: true }) as number;
		database.pragma('busy_timeout = 0');
		try {
			work();
		} finally {
			database.pragma(`busy_timeout = ${patience}`);
		}
	}

	function read(text: string): readonly RunProgress[] {
		try {
			return [fromColumn(progressColumn, text, 'how far a run is')];
		} catch {
			return [];
		}
	}

	return {
		note(progress) {
			if (others.get(session) !== 1) return;
			try {
				atOnce(() => put.run(JSON.stringify(progress), progress.id));
			} catch {
				// The run's end is written whatever becomes of this.
			}
		},
		noted: () => all.all(session).flatMap(read),
		notedOf: (id) => one.all(session, id).flatMap(read)[0] ?? null,
		ask(id, how) {
			if (isUnderWay.get(id, session) !== 1) return 'none';
			if (endOrphans(database, now) && isUnderWay.get(id, session) !== 1) return 'over';
			return putAsked.run(how, id).changes > 0 ? 'asked' : 'none';
		},
		takeAsked(end) {
			for (const { row, id, asked: how } of asked.all(session)) {
				const way = waysToEnd.find((each) => each === how);
				if (way === undefined || end(id, way)) heard.run(row, how);
			}
		},
		endOrphans: () => someElsewhere.get(session) === 1 && endOrphans(database, now),
	};
}
