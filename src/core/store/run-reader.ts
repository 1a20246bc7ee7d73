import type { Database } from 'better-sqlite3';
import { logLevels } from '../../shared/abi.ts';
import { DataFlareError } from '../../shared/errors.ts';
import type { RunDenial, RunDetail, RunEvent, RunLogLine, RunStage, RunSummary } from '../../shared/run.ts';
import { fromColumn } from './json-column.ts';
import { ftsQuery, whereOf } from './run-query.ts';
import type { RunStore } from './store.ts';

interface RunRow {
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
	readonly log_lines: number;
	readonly plugins: string;
	readonly request: string;
	readonly input_preview: string | null;
	readonly output_preview: string | null;
}

interface LogRow extends Omit<RunLogLine, 'runId'> {
	readonly run: string;
}

export type RunReader = Pick<RunStore, 'list' | 'count' | 'get' | 'logs' | 'searchLogs'>;

export function runReader(database: Database): RunReader {
	const byPrefix = database.prepare<[string, string], RunRow>('SELECT * FROM runs WHERE id >= ? AND id < ? LIMIT 2');
	const stagesOf = database.prepare<[string], { stage: string }>(
		'SELECT stage FROM run_stages WHERE run = ? ORDER BY position',
	);
	const eventsOf = database.prepare<[string], RunEvent>(
		'SELECT at, stage, kind, detail, ms FROM run_events WHERE run = ? ORDER BY id',
	);
	const denialsOf = database.prepare<[string], RunDenial>(
		'SELECT at, stage, plugin, op, target, rule, reason, count FROM run_denials WHERE run = ? ORDER BY at, stage, op, target',
	);

	function detail(row: RunRow): RunDetail {
		const what = `run ${row.id}`;
		return {
			...summary(row),
			stages: stagesOf.all(row.id).map(({ stage }) => fromColumn<RunStage>(stage, what)),
			inputPreview: row.input_preview === null ? null : fromColumn(row.input_preview, what),
			outputPreview: row.output_preview === null ? null : fromColumn(row.output_preview, what),
			request: fromColumn(row.request, what),
			events: eventsOf.all(row.id),
			denialList: denialsOf.all(row.id),
			logLines: row.log_lines,
		};
	}

	return {
		list(query) {
			const where = whereOf(query);
			return database
				.prepare<(string | number)[], RunRow>(
					`SELECT * FROM runs ${where.sql} ORDER BY started_at DESC, id LIMIT ? OFFSET ?`,
				)
				.all(...where.values, query.limit ?? 100, query.offset ?? 0)
				.map(summary);
		},
		count(query) {
			const where = whereOf(query);
			const row = database
				.prepare<(string | number)[], { total: number }>(`SELECT count(*) AS total FROM runs ${where.sql}`)
				.get(...where.values);
			return row?.total ?? 0;
		},
		get(idOrPrefix) {
			const [row, another] = byPrefix.all(idOrPrefix, `${idOrPrefix}g`);
			if (row === undefined) return null;
			if (another !== undefined) {
				throw new DataFlareError('invalid_input', `Several runs begin with ${idOrPrefix}.`, {
					hint: 'Give more of the id.',
				});
			}
			return detail(row);
		},
		logs(runId, options = {}) {
			const parts = ['run = ?'];
			const values: (string | number)[] = [runId];
			if (options.level !== undefined) {
				const levels = logLevels.slice(logLevels.indexOf(options.level));
				parts.push(`level IN (${levels.map(() => '?').join(', ')})`);
				values.push(...levels);
			}
			if (options.afterId !== undefined) {
				parts.push('id > ?');
				values.push(options.afterId);
			}
			const words = options.text === undefined ? null : ftsQuery(options.text);
			if (words !== null) {
				parts.push('id IN (SELECT rowid FROM log_words WHERE log_words MATCH ?)');
				values.push(words);
			}
			return database
				.prepare<(string | number)[], LogRow>(`SELECT * FROM run_logs WHERE ${parts.join(' AND ')} ORDER BY id LIMIT ?`)
				.all(...values, options.limit ?? 1000)
				.map(logLine);
		},
		searchLogs(text, options = {}) {
			const words = ftsQuery(text);
			if (words === null) return [];
			const byPlugin = options.plugin === undefined ? '' : 'AND l.plugin = ?';
			const values: (string | number)[] = [
				words,
				...(options.plugin === undefined ? [] : [options.plugin]),
				options.limit ?? 100,
			];
			return database
				.prepare<(string | number)[], LogRow>(
					`SELECT l.* FROM log_words w JOIN run_logs l ON l.id = w.rowid WHERE log_words MATCH ? ${byPlugin} ORDER BY rank LIMIT ?`,
				)
				.all(...values)
				.map(logLine);
		},
	};
}

function logLine({ run, ...line }: LogRow): RunLogLine {
	return { ...line, runId: run };
}

function summary(row: RunRow): RunSummary {
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
