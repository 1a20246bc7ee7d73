import type { RunSummary } from '../../shared/run.ts';
import { fromColumn } from './json-column.ts';

export interface SummaryRow {
	readonly id: string;
	readonly kind: RunSummary['kind'];
	readonly label: string;
	readonly fn: string | null;
	readonly trigger_kind: RunSummary['trigger'];
	readonly status: RunSummary['status'];
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

export function toSummary(row: SummaryRow): RunSummary {
	return {
		id: row.id,
		kind: row.kind,
		label: row.label,
		plugins: fromColumn(row.plugins, `run ${row.id}`),
		fn: row.fn,
		trigger: row.trigger_kind,
		status: row.status,
		error: row.error === null ? null : fromColumn(row.error, `run ${row.id}`),
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
