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
	| { readonly filter: AsideFilter; readonly upTo?: number | undefined };

/** Records of flows that were set aside, for as long as their runs are kept. */
export interface QuarantineStore {
	/** All of them, or none. One that is there already, of the same number, is replaced. */
	add(
		run: string,
		at: { readonly flow: string; readonly component: string; readonly position: number; readonly plugin: string },
		records: readonly RecordAside[],
		now: number,
	): void;
	/** What all records take. bytes */
	totalBytes(): number;
	/** Those of a run's component behind a number go: it takes them once more. */
	forgetAfter(run: string, position: number, number: number): void;
	/** Newest first, each with so many bytes of its beginning. */
	list(filter: AsideFilter, limit: number, offset: number, mostBytes: number): readonly KeptAside[];
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
	/** Overwritten, not only given up. Answers how many there were. */
	remove(which: WhichAside): number;
	markReplayed(which: WhichAside, run: string): void;
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
	const one = database.prepare<[number], Row>(`SELECT ${columns}, q.record FROM ${source} WHERE q.id = ?`);
	const put = database.prepare<[Uint8Array, number]>(
		'UPDATE quarantined_records SET record = ?, is_edited = 1 WHERE id = ?',
	);

	function all<R>(sql: string, values: readonly (string | number)[]): readonly R[] {
		return database.prepare<(string | number)[], R>(sql).all(...values);
	}

	return {
		add: database.transaction((run, { flow, component, position, plugin }, records, now) => {
			for (const { number, error, record, isText } of records) {
				const why = JSON.stringify(error);
				insert.run(flow, component, position, plugin, now, number, why, Buffer.from(record), isText ? 1 : 0, run);
			}
		}).immediate as QuarantineStore['add'],
		totalBytes: () => total.get() ?? 0,
		forgetAfter: (run, position, number) => void dropAfter.run(run, position, number),
		list(filter, limit, offset, mostBytes) {
			const { where, values } = matching({ filter });
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
		remove(which) {
			const { where, values } = matching(which);
			const sql = `DELETE FROM quarantined_records WHERE id IN (SELECT q.id FROM ${source} ${where})`;
			return overwriting(database, () => database.prepare<(string | number)[]>(sql).run(...values).changes);
		},
		markReplayed(which, run) {
			const { where, values } = matching(which);
			const sql = `UPDATE quarantined_records SET replayed_in = ? WHERE id IN (SELECT q.id FROM ${source} ${where})`;
			database.prepare<(string | number)[]>(sql).run(run, ...values);
		},
	};
}

/** Condition and its values. */
function matching(which: WhichAside): { readonly where: string; readonly values: readonly (string | number)[] } {
	if ('ids' in which) {
		return { where: 'WHERE q.id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(which.ids)] };
	}
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
