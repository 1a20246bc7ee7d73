import type { Database } from 'better-sqlite3';
import type { WireError } from '../../../shared/errors/errors.ts';
import { overwriting } from '../privacy/scrub.ts';
import { fromColumn, unreadable } from '../rows/json-column.ts';
import { wireErrorSchema } from '../rows/row-schemas.ts';

/** A record of a run's component that was set aside. */
interface RecordAside {
	/** Among the records that the component took, from 1. */
	readonly number: number;
	readonly error: WireError;
	readonly record: Uint8Array;
	/** A line of text; false: bytes. */
	readonly isText: boolean;
}

/** The same as it is kept. */
export interface KeptAside extends RecordAside {
	readonly id: number;
	readonly runId: string;
	readonly flow: string;
	readonly component: string;
	readonly position: number;
	readonly plugin: string;
	/** Unix ms. */
	readonly at: number;
	readonly isEdited: boolean;
	readonly replayedIn: string | null;
	/** Of the whole record, where `record` is its beginning. bytes */
	readonly size: number;
}

interface AsideFilter {
	readonly flow?: string | undefined;
	readonly runId?: string | undefined;
	readonly component?: string | undefined;
	/** In the record or in its error, whatever its case. */
	readonly text?: string | undefined;
	/** Those that were replayed as well. */
	readonly replayed: boolean;
}
/** Which: those with these ids, or all that fit. */
export type WhichAside =
	| { readonly ids: readonly number[] }
	/** `upTo`: none that came after this id. */
	| { readonly filter: AsideFilter; readonly upTo?: number | undefined }
	/** Those that a run replays at this moment. */
	| { readonly claimedBy: string };

/** Records of flows that were set aside, for as long as their runs are kept. */
export interface QuarantineStore {
	/**
	 * All of them, or none; one that is there already, of the same number, is replaced. False: with them, all records would
	 * take more than `maxBytes`, and none is kept.
	 */
	add(
		run: string,
		at: { readonly flow: string; readonly component: string; readonly position: number; readonly plugin: string },
		records: readonly RecordAside[],
		now: number,
		maxBytes: number,
	): boolean;
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
	/** False: it is not there any more. */
	edit(id: number, record: Uint8Array): boolean;
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
	 * They are that run's to replay until it ends: replayed, where it ends well. Answers the run that has one of them, or,
	 * unless that may be (`again`), has replayed one; then none is. Null: they are its.
	 */
	claim(which: WhichAside, run: string, again: boolean): { readonly run: string; readonly isUnderWay: boolean } | null;
}

interface Row {
	readonly id: number;
	readonly run: string;
	readonly flow: string;
	readonly component: string;
	readonly position: number;
	readonly plugin: string;
	readonly at: number;
	readonly number: number;
	readonly error: string;
	readonly record: Buffer;
	readonly size: number;
	readonly is_text: number;
	readonly is_edited: number;
	readonly replayed_in: string | null;
}

const columns = `q.id, r.id AS run, q.flow, q.component, q.position, q.plugin, q.at, q.number, q.error, octet_length(q.record) AS size,
	q.is_text, q.is_edited, q.replayed_in`;
const source = 'quarantined_records q JOIN runs r ON r.row = q.row';

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
	const one = database.prepare<[number], Row>(`SELECT ${columns}, q.record FROM ${source} WHERE q.id = ?`);
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
	}).immediate;

	return {
		add(...given) {
			try {
				addAll(...given);
				return true;
			} catch (thrown) {
				if (thrown === noRoom) return false;
				throw thrown;
			}
		},
		totalBytes,
		forgetAfter: (run, position, number) => void dropAfter.run(run, position, number),
		list(which, limit, offset, mostBytes) {
			const { where, values } = matching(which);
			return all<Row>(
				`SELECT ${columns}, substr(q.record, 1, ?) AS record FROM ${source} ${where} ORDER BY q.id DESC LIMIT ? OFFSET ?`,
				[mostBytes, ...values, limit, offset],
			).map(toAside);
		},
		count(which) {
			const { where, values } = matching(which);
			const [row] = all<{ readonly n: number }>(`SELECT count(*) AS n FROM ${source} ${where}`, values);
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
				.prepare<(string | number)[], Row>(
					`SELECT ${columns}, q.record FROM ${source} ${where} ${where === '' ? 'WHERE' : 'AND'} q.id > ? ORDER BY q.id LIMIT ?`,
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
			return all(`SELECT DISTINCT q.flow, q.component FROM ${source} ${where} LIMIT 2`, values);
		},
		newest(which) {
			const { where, values } = matching(which);
			const sql = `SELECT q.id, r.id AS run FROM ${source} ${where} ORDER BY q.id DESC LIMIT 1`;
			return all<{ readonly id: number; readonly run: string }>(sql, values)[0] ?? null;
		},
		edit: (id, record) => put.run(Buffer.from(record), id).changes > 0,
		search(filter, before, mostBytes) {
			const past = database
				.prepare<[number], Size>(`SELECT id, ${sizeOf} AS size FROM quarantined_records WHERE id < ? ORDER BY id DESC`)
				.iterate(before);
			const last = upTo(past, mostBytes).at(-1);
			if (last === undefined) return { ids: [], before: null };
			const { where, values } = matching({ filter });
			const sql = `SELECT q.id FROM ${source} ${where} ${where === '' ? 'WHERE' : 'AND'} q.id < ? AND q.id >= ? ORDER BY q.id DESC`;
			return { ids: all<Size>(sql, [...values, before, last]).map(({ id }) => id), before: last };
		},
		removeSome(which, mostBytes) {
			const { where, values } = matching(which);
			const sql = `SELECT q.id, ${sizeOf} AS size FROM ${source} ${where}`;
			const ids = upTo(database.prepare<(string | number)[], Size>(sql).iterate(...values), mostBytes);
			return overwriting(database, () => dropAll.run(JSON.stringify(ids)).changes);
		},
		remove(which) {
			const { where, values } = matching(which);
			const sql = `DELETE FROM quarantined_records WHERE id IN (SELECT q.id FROM ${source} ${where})`;
			return overwriting(database, () => database.prepare<(string | number)[]>(sql).run(...values).changes);
		},
		claim: database.transaction((which: WhichAside, run: string, again: boolean) => {
			const { where, values } = matching(which);
			const among = `FROM ${source} ${where} ${where === '' ? 'WHERE' : 'AND'}`;
			const [claimed] = all<{ readonly run: string }>(
				`SELECT q.replaying AS run ${among} q.replaying IS NOT NULL LIMIT 1`,
				values,
			);
			if (claimed !== undefined) return { run: claimed.run, isUnderWay: true };
			const [replayed] = all<{ readonly run: string }>(
				`SELECT q.replayed_in AS run ${among} q.replayed_in IS NOT NULL LIMIT 1`,
				values,
			);
			if (replayed !== undefined && !again) return { run: replayed.run, isUnderWay: false };
			const sql = `UPDATE quarantined_records SET replaying = ? WHERE id IN (SELECT q.id FROM ${source} ${where})`;
			database.prepare<(string | number)[]>(sql).run(run, ...values);
			return null;
		}).immediate as QuarantineStore['claim'],
	};
}

interface Size {
	readonly id: number;
	readonly size: number;
}

/** Records beside their bytes take time, too. */
const MOST_AT_ONCE = 1_000;
const sizeOf = 'octet_length(record)';

/** The first ids, of so many bytes, or one. */
function upTo(rows: Iterable<Size>, mostBytes: number): readonly number[] {
	const ids: number[] = [];
	let bytes = 0;
	for (const { id, size } of rows) {
		bytes += size;
		if (ids.length === MOST_AT_ONCE || (ids.length > 0 && bytes > mostBytes)) break;
		ids.push(id);
	}
	return ids;
}

/** Condition and its values. */
function matching(which: WhichAside): { readonly where: string; readonly values: readonly (string | number)[] } {
	if ('ids' in which) {
		return { where: 'WHERE q.id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(which.ids)] };
	}
	if ('claimedBy' in which) return { where: 'WHERE q.replaying = ?', values: [which.claimedBy] };
	const { flow, runId, component, text, replayed } = which.filter;
	const parts: string[] = replayed ? [] : ['q.replayed_in IS NULL'];
	const values: (string | number)[] = [];
	const also = (part: string, ...more: readonly string[]): void => {
		parts.push(part);
		values.push(...more);
	};
	if (which.upTo !== undefined) {
		parts.push('q.id <= ?');
		values.push(which.upTo);
	}
	if (flow !== undefined) also('q.flow = ?', flow);
	if (runId !== undefined) also('r.id = ?', runId);
	if (component !== undefined) also('q.component = ?', component);
	for (const word of (text ?? '').split(/\s+/).filter((each) => each !== '')) {
		const like = `%${word.replaceAll(/[!%_]/g, '!$&')}%`;
		also("(CAST(q.record AS TEXT) LIKE ? ESCAPE '!' OR q.error LIKE ? ESCAPE '!')", like, like);
	}
	return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

function toAside(row: Row): KeptAside {
	const what = `record ${row.id}`;
	let error: WireError;
	try {
		error = fromColumn(wireErrorSchema, row.error, what);
	} catch {
		error = unreadable(what).toWire();
	}
	return {
		id: row.id,
		runId: row.run,
		flow: row.flow,
		component: row.component,
		position: row.position,
		plugin: row.plugin,
		at: row.at,
		number: row.number,
		error,
		record: row.record,
		size: row.size,
		isText: row.is_text === 1,
		isEdited: row.is_edited === 1,
		replayedIn: row.replayed_in,
	};
}
