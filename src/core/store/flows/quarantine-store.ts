import type { Database } from 'better-sqlite3';
import { overwriting } from '../privacy/scrub.ts';
import {
	type AsideFilter,
	type AsideRow,
	type AsideSize,
	asideColumns,
	asideSource,
	type KeptAside,
	MOST_AT_ONCE,
	matching,
	type RecordAside,
	sizeOf,
	toAside,
	upTo,
	type WhichAside,
} from './aside-rows.ts';

/** Records of flows that were set aside, for as long as their runs are kept. */
export interface QuarantineStore {
	/**
	 * One that is there already, of the same number, is replaced. Answers how many are kept, from the first on: with the
	 * next one, all records would take more than `maxBytes`.
	 */
	add(
		run: string,
		at: { readonly flow: string; readonly component: string; readonly position: number; readonly plugin: string },
		records: readonly RecordAside[],
		now: number,
		maxBytes: number,
	): number;
	/** What all records take with why they are set aside, those of deleted runs too. bytes */
	totalBytes(): number;
	/** Those of a run's component behind a number go: it takes them once more. */
	forgetAfter(run: string, position: number, number: number): void;
	/** Newest first, each with so many bytes of its beginning. */
	list(which: WhichAside, limit: number, offset: number, mostBytes: number): readonly KeptAside[];
	count(which: WhichAside): number;
	get(id: number): KeptAside | null;
	/** The next whole records behind an id, oldest first, at most so many and, but for the first, so many bytes. */
	after(which: WhichAside, id: number, limit: number, mostBytes: number): readonly KeptAside[];
	/** The flows and components that they are of; at most two. */
	places(which: WhichAside): readonly { readonly flow: string; readonly component: string }[];
	/** The newest of them, with its run. */
	newest(which: WhichAside): { readonly id: number; readonly run: string } | null;
	/** Null: it is done. Otherwise nothing is: for want of room (`maxBytes` for all records), or since a run replays it. */
	edit(id: number, record: Uint8Array, maxBytes: number): NotEdited | null;
	/**
	 * Of the records that come before an id, newest first, so many bytes of records, or one: which of them fit the filter,
	 * and the id before which the next ones come; null: there are none.
	 */
	search(
		filter: AsideFilter,
		before: number,
		mostBytes: number,
	): { readonly ids: readonly number[]; readonly before: number | null };
	/** Overwritten, not only given up. Answers how many there were. */
	remove(which: WhichAside): number;
	/** The first of them in the same way, so many bytes of records, or one. Answers how many; 0: there are none. */
	removeSome(which: WhichAside, mostBytes: number): number;
	/**
	 * Of those among the next records behind an id (0: the first; of ids, all of them, few at a time), that they are that
	 * run's to replay until it ends: replayed, where it ends well. None is where another run has one of them, or has
	 * replayed one and that may not be.
	 */
	claimSome(which: WhichAside, behind: number, claim: Claim): ClaimedPiece;
}

/** Who wants to replay records. */
export interface Claim {
	/** Id of the run whose they become; null: nothing changes, it is only looked whether they may. */
	readonly run: string | null;
	/** Whether what another run has replayed may be replayed again. */
	readonly again: boolean;
}

/** What became of one piece. */
export interface ClaimedPiece {
	readonly claimed: number;
	/** The id behind which the next piece begins; null: there is none. */
	readonly last: number | null;
	/** Who has one of them; null: nobody. */
	readonly other: { readonly run: string; readonly isUnderWay: boolean } | null;
}

/** Why a record was not changed. */
export type NotEdited =
	| { readonly why: 'gone' | 'full' }
	/** The run that replays it at this moment. */
	| { readonly why: 'taken'; readonly run: string };

/** Takes back what was written. */
const noRoom = new Error('no room');

export function quarantineStore(database: Database): QuarantineStore {
	const insert = database.prepare(
		`INSERT INTO quarantined_records (row, flow, component, position, plugin, at, number, error, record, is_text)
		 SELECT row, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM runs WHERE id = ?
		 ON CONFLICT (row, position, number) DO UPDATE SET error = excluded.error, record = excluded.record, at = excluded.at`,
	);
	const total = database.prepare<[], number>('SELECT bytes FROM quarantine_total').pluck();
	const dropAfter = database.prepare<[string, number, number]>(
		'DELETE FROM quarantined_records WHERE row = (SELECT row FROM runs WHERE id = ?) AND position = ? AND number > ?',
	);
	const dropAll = database.prepare<[string]>(
		'DELETE FROM quarantined_records WHERE id IN (SELECT value FROM json_each(?))',
	);
	const one = database.prepare<[number], AsideRow>(
		`SELECT ${asideColumns}, q.record FROM ${asideSource} WHERE q.id = ?`,
	);
	const endOfPiece = database
		.prepare<[number], number | null>(
			`SELECT max(id) FROM (SELECT id FROM quarantined_records WHERE id > ? ORDER BY id LIMIT ${MOST_AT_ONCE})`,
		)
		.pluck();
	const claimAll = database.prepare<[string, string]>(
		'UPDATE quarantined_records SET replaying = ? WHERE id IN (SELECT value FROM json_each(?))',
	);
	const replayingOf = database
		.prepare<[number], string | null>('SELECT q.replaying FROM quarantined_records q WHERE q.id = ?')
		.pluck();
	const put = database.prepare<[Uint8Array, number]>(
		'UPDATE quarantined_records SET record = ?, is_edited = 1 WHERE id = ?',
	);

	function all<R>(sql: string, values: readonly (string | number)[]): readonly R[] {
		return database.prepare<(string | number)[], R>(sql).all(...values);
	}

	const totalBytes = (): number => total.get() ?? 0;
	const addAll = database.transaction((...[run, at, records, now, maxBytes]: Parameters<QuarantineStore['add']>) => {
		const { flow, component, position, plugin } = at;
		for (const { number, error, record, isText } of records) {
			const why = JSON.stringify(error);
			insert.run(flow, component, position, plugin, now, number, why, Buffer.from(record), isText ? 1 : 0, run);
		}
		if (totalBytes() > maxBytes) throw noRoom;
		return records.length;
	});
	const addFitting = database.transaction(
		(...[run, at, records, now, maxBytes]: Parameters<QuarantineStore['add']>) => {
			try {
				return addAll(run, at, records, now, maxBytes);
			} catch (thrown) {
				if (thrown !== noRoom) throw thrown;
			}
			for (const [index, record] of records.entries()) {
				try {
					addAll(run, at, [record], now, maxBytes);
				} catch (thrown) {
					if (thrown === noRoom) return index;
					throw thrown;
				}
			}
			return records.length;
		},
	);
	const editOne = database.transaction((id: number, record: Uint8Array, maxBytes: number): NotEdited | null => {
		const replaying = replayingOf.get(id);
		if (replaying === undefined) return { why: 'gone' };
		if (replaying !== null) return { why: 'taken', run: replaying };
		const before = totalBytes();
		put.run(Buffer.from(record), id);
		const after = totalBytes();
		if (after > before && after > maxBytes) throw noRoom;
		return null;
	});

	return {
		add: (...given) => addFitting.immediate(...given),
		totalBytes,
		forgetAfter: (run, position, number) => void dropAfter.run(run, position, number),
		list(which, limit, offset, mostBytes) {
			const { where, values } = matching(which);
			return all<AsideRow>(
				`SELECT ${asideColumns}, substr(q.record, 1, ?) AS record FROM ${asideSource} ${where} ORDER BY q.id DESC LIMIT ? OFFSET ?`,
				[mostBytes, ...values, limit, offset],
			).map(toAside);
		},
		count(which) {
			const { where, values } = matching(which);
			const [row] = all<{ readonly n: number }>(`SELECT count(*) AS n FROM ${asideSource} ${where}`, values);
			return row?.n ?? 0;
		},
		get(id) {
			const row = one.get(id);
			return row === undefined ? null : toAside(row);
		},
		after(which, id, limit, mostBytes) {
			const { where, values } = matching(which);
			const found: KeptAside[] = [];
			let bytes = 0;
			const rows = database
				.prepare<(string | number)[], AsideRow>(
					`SELECT ${asideColumns}, q.record FROM ${asideSource} ${where} ${where === '' ? 'WHERE' : 'AND'} q.id > ? ORDER BY q.id LIMIT ?`,
				)
				.iterate(...values, id, limit);
			for (const row of rows) {
				bytes += row.size;
				if (found.length > 0 && bytes > mostBytes) break;
				found.push(toAside(row));
			}
			return found;
		},
		places(which) {
			const { where, values } = matching(which);
			return all(`SELECT DISTINCT q.flow, q.component FROM ${asideSource} ${where} LIMIT 2`, values);
		},
		newest(which) {
			const { where, values } = matching(which);
			const sql = `SELECT q.id, r.id AS run FROM ${asideSource} ${where} ORDER BY q.id DESC LIMIT 1`;
			return all<{ readonly id: number; readonly run: string }>(sql, values)[0] ?? null;
		},
		edit(...given) {
			try {
				return editOne.immediate(...given);
			} catch (thrown) {
				if (thrown === noRoom) return { why: 'full' };
				throw thrown;
			}
		},
		search(filter, before, mostBytes) {
			const past = database
				.prepare<[number], AsideSize>(
					`SELECT id, ${sizeOf} AS size FROM quarantined_records WHERE id < ? ORDER BY id DESC`,
				)
				.iterate(before);
			const last = upTo(past, mostBytes).at(-1);
			if (last === undefined) return { ids: [], before: null };
			const { where, values } = matching({ filter });
			const sql = `SELECT q.id FROM ${asideSource} ${where} ${where === '' ? 'WHERE' : 'AND'} q.id < ? AND q.id >= ? ORDER BY q.id DESC`;
			return { ids: all<AsideSize>(sql, [...values, before, last]).map(({ id }) => id), before: last };
		},
		removeSome(which, mostBytes) {
			const { where, values } = matching(which);
			const sql = `SELECT q.id, ${sizeOf} AS size FROM ${asideSource} ${where}`;
			const ids = upTo(database.prepare<(string | number)[], AsideSize>(sql).iterate(...values), mostBytes);
			return overwriting(database, () => dropAll.run(JSON.stringify(ids)).changes);
		},
		remove(which) {
			const { where, values } = matching(which);
			const sql = `DELETE FROM quarantined_records WHERE id IN (SELECT q.id FROM ${asideSource} ${where})`;
			return overwriting(database, () => database.prepare<(string | number)[]>(sql).run(...values).changes);
		},
		claimSome: database.transaction((which: WhichAside, behind: number, { run, again }: Claim) => {
			const past = 'ids' in which ? null : (endOfPiece.get(behind) ?? null);
			if (past === null && !('ids' in which)) return { claimed: 0, last: null, other: null };
			const { where, values } = matching(which);
			const bounded = past === null ? 'TRUE' : 'q.id > ? AND q.id <= ?';
			const bounds = past === null ? [] : [behind, past];
			const rows = all<{ readonly id: number; readonly replaying: string | null; readonly replayed_in: string | null }>(
				`SELECT q.id, q.replaying, q.replayed_in FROM ${asideSource} ${where} ${where === '' ? 'WHERE' : 'AND'} ${bounded}`,
				[...values, ...bounds],
			);
			const claimed = rows.find(({ replaying }) => replaying !== null && replaying !== run)?.replaying ?? null;
			if (claimed !== null) return { claimed: 0, last: past, other: { run: claimed, isUnderWay: true } };
			const replayed = rows.find(({ replayed_in }) => replayed_in !== null)?.replayed_in ?? null;
			if (replayed !== null && !again) return { claimed: 0, last: past, other: { run: replayed, isUnderWay: false } };
			if (run !== null) claimAll.run(run, JSON.stringify(rows.map(({ id }) => id)));
			return { claimed: rows.length, last: past, other: null };
		}).immediate as QuarantineStore['claimSome'],
	};
}
