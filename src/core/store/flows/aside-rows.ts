import type { QuarantinedRecord } from '../../../shared/api/flow-routes.ts';
import type { WireError } from '../../../shared/errors/errors.ts';
import { fromColumn, unreadable } from '../rows/json-column.ts';
import { wireErrorSchema } from '../rows/row-schemas.ts';

/** A record of a run's component that was set aside. */
export interface RecordAside {
	/** Among the records that the component took, from 1. */
	readonly number: number;
	readonly error: WireError;
	readonly record: Uint8Array;
	/** A line of text; false: bytes. */
	readonly isText: boolean;
}

/** The same as it is kept. */
export interface KeptAside
	extends RecordAside,
		Pick<
			QuarantinedRecord,
			'id' | 'runId' | 'flow' | 'component' | 'position' | 'plugin' | 'at' | 'isEdited' | 'replayedIn' | 'size'
		> {}

export interface AsideFilter {
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

export interface AsideRow {
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

/** Of `asideSource`, all but the record itself. */
export const asideColumns = `q.id, r.id AS run, q.flow, q.component, q.position, q.plugin, q.at, q.number, q.error, octet_length(q.record) AS size,
	q.is_text, q.is_edited, q.replayed_in`;
export const asideSource = 'quarantined_records q JOIN runs r ON r.row = q.row';

export interface AsideSize {
	readonly id: number;
	readonly size: number;
}

/** Records beside their bytes take time, too. */
export const MOST_AT_ONCE = 1_000;
export const sizeOf = 'octet_length(record)';

/** The first ids, of so many bytes, or one. */
export function upTo(rows: Iterable<AsideSize>, mostBytes: number): readonly number[] {
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
export function matching(which: WhichAside): { readonly where: string; readonly values: readonly (string | number)[] } {
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

export function toAside(row: AsideRow): KeptAside {
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
