import type { WireError } from '../../../shared/errors/errors.ts';
import { type RunSummary, runKinds, runStatuses, runTriggers } from '../../../shared/run/run.ts';
import { fromColumn, unreadable } from '../rows/json-column.ts';
import { oneOf } from '../rows/one-of.ts';
import { wireErrorSchema } from '../rows/row-schemas.ts';

export interface SummaryRow {
	readonly id: string;
	readonly kind: string;
	readonly label: string;
	readonly fn: string | null;
	readonly trigger_kind: string;
	readonly status: string;
	readonly error: string | null;
	readonly started_at: number;
	readonly finished_at: number | null;
	readonly records_in: number;
	readonly records_out: number;
	readonly bytes_in: number;
	readonly bytes_out: number;
	readonly peak_memory: number;
	readonly host_calls: number;
	readonly denials: number;
	readonly plugins: string;
}

/** The columns of a summary: what comes after them in a row may be large. */
export const summaryColumns = `r.id, r.kind, r.label, r.fn, r.trigger_kind, r.status, r.error, r.started_at, r.finished_at,
	r.records_in, r.records_out, r.bytes_in, r.bytes_out, r.peak_memory, r.host_calls, r.denials, r.plugins`;

/** Never throws: a run whose row is damaged is listed with what can be read of it, and says so in its error. */
export function toSummary(row: SummaryRow): RunSummary {
	const what = `run ${row.id}`;
	const plugins = namesIn(row.plugins);
	const isWhole = plugins !== null && isKnown(row);
	return {
		id: row.id,
		kind: oneOf(runKinds, row.kind, 'call'),
		label: row.label,
		plugins: plugins ?? [],
		fn: row.fn,
		trigger: oneOf(runTriggers, row.trigger_kind, 'library'),
		status: oneOf(runStatuses, row.status, 'interrupted'),
		error: isWhole ? errorIn(row.error, what) : unreadable(what).toWire(),
		startedAt: row.started_at,
		finishedAt: row.finished_at,
		durationMs: row.finished_at === null ? null : row.finished_at - row.started_at,
		recordsIn: row.records_in,
		recordsOut: row.records_out,
		bytesIn: row.bytes_in,
		bytesOut: row.bytes_out,
		peakMemoryBytes: row.peak_memory,
		hostCalls: row.host_calls,
		denials: row.denials,
	};
}

function isKnown(row: SummaryRow): boolean {
	const words = [
		oneOf(runKinds, row.kind, null),
		oneOf(runTriggers, row.trigger_kind, null),
		oneOf(runStatuses, row.status, null),
	];
	return !words.includes(null);
}

/** By hand: a page has hundreds of rows. */
function namesIn(text: string): readonly string[] | null {
	try {
		const names: unknown = JSON.parse(text);
		return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : null;
	} catch {
		return null;
	}
}

function errorIn(text: string | null, what: string): WireError | null {
	if (text === null) return null;
	try {
		return fromColumn(wireErrorSchema, text, what);
	} catch {
		return unreadable(what).toWire();
	}
}
