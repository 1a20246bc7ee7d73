import type { Database } from 'better-sqlite3';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import { type FlowTrigger, type TakenFile, type TriggerState, triggerSchema } from '../../../shared/flow/trigger.ts';
import { isOpen } from '../database/sessions.ts';
import { fromColumn } from '../rows/json-column.ts';

/** A trigger as it is kept. Times are Unix ms. */
export interface TriggerRow extends Omit<TriggerState, 'files' | 'problem' | 'last'> {
	readonly last: { readonly run: string; readonly at: number } | null;
	/** Why what is kept of it cannot be read: it is not active then, and `trigger` is none that anybody set. Null: it can. */
	readonly damage: string | null;
}

type FoundContent = Pick<TakenFile, 'path' | 'sha256' | 'at'>;

export interface TriggerStore {
	/** By the flow's name. */
	list(): readonly TriggerRow[];
	get(flow: string): TriggerRow | null;
	/** In the place of the one it has, if any. What was taken stays taken. */
	put(flow: string, trigger: FlowTrigger, state: Pick<TriggerRow, 'isActive' | 'nextAt'>): void;
	/** With what is known of its files. */
	remove(flow: string): void;
	rename(flow: string, to: string): void;
	/**
	 * Takes one time of a schedule: of several programs that see it come, one. `missed` more went by before it. False: another
	 * one took it, or it is not active any more.
	 */
	claim(flow: string, dueAt: number, nextAt: number | null, missed: number): boolean;
	/** Whether the run that a trigger started last goes on, in whichever program. */
	isRunning(flow: string): boolean;
	/** The run that a trigger started; what was missed before it is told no longer. */
	began(flow: string, run: string, at: number): void;
	/**
	 * Takes a file, by its content: `ours`, or `known` since it was read or there before, or `theirs`: another program took it,
	 * runs, and has not begun to read it, however long that takes it. What this program took and did not give back stays `ours`.
	 */
	take(flow: string, file: FoundContent): 'ours' | 'theirs' | 'known';
	/** What was there before the trigger counts as read. */
	know(flow: string, file: FoundContent): void;
	/** The run in which a file that this program took is read has begun. */
	reads(flow: string, sha256: string, run: string): void;
	/** A file that this program took and does not read may come again. */
	giveBack(flow: string, sha256: string): void;
	fileCount(flow: string): number;
	/** The last ones, newest first. */
	files(flow: string, limit: number): readonly TakenFile[];
}

interface Row {
	readonly flow: string;
	readonly definition: string;
	readonly active: number;
	readonly next_at: number | null;
	readonly last_at: number | null;
	readonly last_run: string | null;
	readonly missed: number;
}

export function triggerStore(database: Database, session: number): TriggerStore {
	const all = database.prepare<[], Row>('SELECT * FROM flow_triggers ORDER BY flow');
	const one = database.prepare<[string], Row>('SELECT * FROM flow_triggers WHERE flow = ?');
	const put = database.prepare(
		`INSERT INTO flow_triggers (flow, definition, active, next_at) VALUES (?, ?, ?, ?)
		 ON CONFLICT (flow) DO UPDATE SET definition = excluded.definition, active = excluded.active,
		 next_at = excluded.next_at, missed = 0`,
	);
	const drop = database.prepare('DELETE FROM flow_triggers WHERE flow = ?');
	const dropFiles = database.prepare('DELETE FROM flow_files WHERE flow = ?');
	const claim = database.prepare(
		'UPDATE flow_triggers SET next_at = ?, missed = missed + ? WHERE flow = ? AND active = 1 AND next_at = ?',
	);
	const began = database.prepare('UPDATE flow_triggers SET last_run = ?, last_at = ?, missed = 0 WHERE flow = ?');
	const running = database
		.prepare<[string], number>(
			"SELECT r.session FROM flow_triggers t JOIN runs r ON r.id = t.last_run WHERE t.flow = ? AND r.status = 'running'",
		)
		.pluck();
	const found = database.prepare<[string, string], { readonly status: string; readonly session: number | null }>(
		'SELECT status, session FROM flow_files WHERE flow = ? AND sha256 = ?',
	);
	const putTaken = database.prepare(
		`INSERT INTO flow_files (flow, sha256, path, at, status, session) VALUES (@flow, @sha256, @path, @at, 'taken', @session)
		 ON CONFLICT (flow, sha256) DO UPDATE SET path = excluded.path, at = excluded.at, session = excluded.session`,
	);
	const take = database.transaction((flow: string, file: FoundContent): 'ours' | 'theirs' | 'known' => {
		const before = found.get(flow, file.sha256);
		if (before !== undefined && before.status !== 'taken') return 'known';
		const taker = before?.session ?? session;
		if (taker !== session && isOpen(database, taker)) return 'theirs';
		putTaken.run({ flow, ...file, session });
		return 'ours';
	});
	const know = database.prepare(
		"INSERT INTO flow_files (flow, sha256, path, at, status) VALUES (@flow, @sha256, @path, @at, 'old') ON CONFLICT (flow, sha256) DO NOTHING",
	);
	const ownTaken = "flow = ? AND sha256 = ? AND status = 'taken' AND session = ?";
	const reads = database.prepare(`UPDATE flow_files SET run = ?, status = 'read' WHERE ${ownTaken}`);
	const giveBack = database.prepare(`DELETE FROM flow_files WHERE ${ownTaken}`);
	const count = database
		.prepare<[string], number>("SELECT count(*) FROM flow_files WHERE flow = ? AND status <> 'old'")
		.pluck();
	const files = database.prepare<[string, number], TakenFile>(
		"SELECT path, sha256, at, run FROM flow_files WHERE flow = ? AND status <> 'old' ORDER BY at DESC, sha256 LIMIT ?",
	);
	const renameTo = (table: string) => database.prepare(`UPDATE ${table} SET flow = ? WHERE flow = ?`);
	const renames = [renameTo('flow_triggers'), renameTo('flow_files')];
	const rename = database.transaction((flow: string, to: string) => {
		drop.run(to);
		dropFiles.run(to);
		for (const statement of renames) statement.run(to, flow);
	});
	const remove = database.transaction((flow: string) => {
		drop.run(flow);
		dropFiles.run(flow);
	});
	return {
		list: () => all.all().map(toTrigger),
		get: (flow) => {
			const row = one.get(flow);
			return row === undefined ? null : toTrigger(row);
		},
		put: (flow, trigger, { isActive, nextAt }) => void put.run(flow, JSON.stringify(trigger), isActive ? 1 : 0, nextAt),
		remove: (flow) => remove.immediate(flow),
		rename: (flow, to) => rename.immediate(flow, to),
		claim: (flow, dueAt, nextAt, missed) => claim.run(nextAt, missed, flow, dueAt).changes === 1,
		isRunning(flow) {
			const session = running.get(flow);
			return session !== undefined && isOpen(database, session);
		},
		began: (flow, run, at) => void began.run(run, at, flow),
		take: (flow, file) => take.immediate(flow, file),
		know: (flow, file) => void know.run({ flow, ...file }),
		reads: (flow, sha256, run) => void reads.run(run, flow, sha256, session),
		giveBack: (flow, sha256) => void giveBack.run(flow, sha256, session),
		fileCount: (flow) => count.get(flow) ?? 0,
		files: (flow, limit) => files.all(flow, limit),
	};
}

/** Stands where there is nothing to be read. */
const unreadable: FlowTrigger = { kind: 'schedule', when: { every_minutes: 525_600 }, catch_up: false };

/** It starts runs by itself, so it is parsed, not believed. One that is damaged starts nothing, and costs no other. */
function toTrigger({ flow, definition, active, next_at, last_at, last_run, missed }: Row): TriggerRow {
	const last = last_run === null || last_at === null ? null : { run: last_run, at: last_at };
	const common = { flow, last, missed };
	try {
		const trigger = fromColumn<FlowTrigger>(triggerSchema, definition, `the trigger of the flow ${flow}`);
		return { ...common, trigger, isActive: active === 1, nextAt: next_at, damage: null };
	} catch (error) {
		const damage = toDataFlareError(error).message;
		return { ...common, trigger: unreadable, isActive: false, nextAt: null, damage };
	}
}
