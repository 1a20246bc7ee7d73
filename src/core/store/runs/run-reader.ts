import type { Database } from 'better-sqlite3';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import {
	type RunDetail,
	type RunEvent,
	type RunFilters,
	type RunHostCall,
	type RunOrder,
	type RunQuery,
	type RunSummary,
	runEventKinds,
} from '../../../shared/run/run.ts';
import { keepingOf } from '../privacy/what-is-kept.ts';
import { unreadable } from '../rows/json-column.ts';
import { oneOf } from '../rows/one-of.ts';
import { anyColumn, previewColumn } from '../rows/row-schemas.ts';
import { dataVersion } from './data-version.ts';
import { runCounts } from './figures/run-counts.ts';
import { runStats } from './figures/run-stats.ts';
import type { RunStore } from './kept-runs.ts';
import { type StoredDenial, storedKind } from './kind-of-rule.ts';
import { sourceOf, textOf } from './query/run-query.ts';
import { sortedSource } from './query/sorted-runs.ts';
import { textMatches } from './query/text-matches.ts';
import { type EdgeRow, toEdge } from './run-edge-rows.ts';
import { type SummaryRow, summaryColumns, toSummary } from './run-rows.ts';
import { readable, type StageRow, toStage } from './run-stage-rows.ts';

interface DetailRow extends SummaryRow {
	readonly row: number;
	readonly log_lines: number;
	readonly request: string;
	readonly keeping: string | null;
	readonly input_preview: string | null;
	readonly output_preview: string | null;
}

export type RunReader = Pick<RunStore, 'list' | 'count' | 'get' | 'stats' | 'after' | 'summaries' | 'finishedIds'>;

/** Reads runs. What belongs together is read in one transaction: another program may write in between. */
export function runReader(database: Database, now: () => number): RunReader {
	const version = dataVersion(database);
	const matches = textMatches(database, version);
	const counted = runCounts(database, version);
	const byPrefix = database.prepare<[string, string], DetailRow>('SELECT * FROM runs WHERE id >= ? AND id < ? LIMIT 2');
	const stagesOf = database.prepare<[number], StageRow>(
		'SELECT position, plugin, stage FROM run_stages WHERE row = ? ORDER BY position',
	);
	const eventsOf = database.prepare<[number], Omit<RunEvent, 'kind'> & { readonly kind: string }>(
		'SELECT at, stage, kind, detail, ms FROM run_events WHERE row = ? ORDER BY id',
	);
	const hostCallsOf = database.prepare<[number], Omit<RunHostCall, 'refused'> & { readonly refused: number }>(
		'SELECT at, stage, op, target, status, bytes, ms, refused FROM run_host_calls WHERE row = ? ORDER BY id',
	);
	const denialsOf = database.prepare<[number], StoredDenial>(
		'SELECT at, stage, plugin, op, target, kind, rule, reason, count FROM run_denials WHERE row = ? ORDER BY at, stage, op, target',
	);
	const edgesOf = database.prepare<[number], EdgeRow>('SELECT * FROM run_edges WHERE row = ? ORDER BY edge');
	const resumesOf = database.prepare<[number], string>('SELECT resumes FROM run_resumes WHERE row = ?').pluck();
	const continuedBy = database
		.prepare<[string], string>(
			'SELECT r.id FROM run_resumes c JOIN runs r ON r.row = c.row WHERE c.resumes = ? ORDER BY c.row DESC LIMIT 1',
		)
		.pluck();
	const placeOf = database.prepare<[number], { started_at: number; row: number }>(
		'SELECT started_at, row FROM runs WHERE row <= ? ORDER BY row DESC LIMIT 1',
	);

	const byRow = database.prepare<[number], SummaryRow>(`SELECT ${summaryColumns} FROM runs r WHERE row = ?`);
	const byId = database.prepare<[string], SummaryRow>(`SELECT ${summaryColumns} FROM runs r WHERE id = ?`);

	/** A transaction before which the matches of the query's text are at hand. */
	function reading<Q extends RunFilters, R, Rest extends unknown[]>(
		read: (query: Q, ...rest: Rest) => R,
	): (query: Q, ...rest: Rest) => R {
		return database.transaction((query: Q, ...rest: Rest) => {
			const text = textOf(query);
			if (text !== null) matches.fill(text);
			return read(query, ...rest);
		});
	}

	function detail(row: DetailRow): RunDetail {
		const what = `run ${row.id}`;
		const summary = toSummary(row);
		const damage = { isFound: false };
		const stages = stagesOf.all(row.row).map((stage) => toStage(stage, what, damage));
		const inputPreview = readable(previewColumn, row.input_preview, what, damage);
		const outputPreview = readable(previewColumn, row.output_preview, what, damage);
		const request = readable(anyColumn, row.request, what, damage);
		return {
			...summary,
			error: summary.error ?? (damage.isFound ? unreadable(what).toWire() : null),
			stages,
			edges: edgesOf.all(row.row).flatMap((edge) => toEdge(edge, what, damage)),
			resumes: resumesOf.get(row.row) ?? null,
			continuedBy: continuedBy.get(row.id) ?? null,
			inputPreview,
			outputPreview,
			request,
			keeping: keepingOf(row.keeping),
			// What a newer version noted, and this one has no word for, is left out.
			events: eventsOf.all(row.row).flatMap((event) => {
				const kind = oneOf(runEventKinds, event.kind, null);
				return kind === null ? [] : [{ ...event, kind }];
			}),
			denialList: denialsOf.all(row.row).map((denial) => ({ ...denial, kind: storedKind(denial.kind, denial.rule) })),
			hostCallList: hostCallsOf.all(row.row).map((call) => ({ ...call, refused: call.refused === 1 })),
			logLines: row.log_lines,
		};
	}

	/** Chooses rows by an index alone, and from whichever end is nearer; only then reads those that were chosen. */
	function page(query: RunQuery): readonly RunSummary[] {
		const { limit = 100, offset = 0, order = 'started', ascending = false } = query;
		if (order !== 'started') return sorted(query, { order, ascending }, { limit, offset });
		const { from, where, values } = sourceOf(query);
		const left = offset === 0 ? Number.POSITIVE_INFINITY : Math.max(0, counted(query) - offset);
		const behind = Math.max(0, left - limit);
		const backwards = behind < offset;
		const direction = backwards !== ascending ? 'ASC' : 'DESC';
		const told = ascending ? 'ASC' : 'DESC';
		return database
			.prepare<(string | number)[], SummaryRow>(
				`SELECT ${summaryColumns} FROM (
					SELECT row AS chosen FROM ${from} ${where} ORDER BY started_at ${direction}, row ${direction} LIMIT ? OFFSET ?
				 ) CROSS JOIN runs r ON r.row = chosen ORDER BY r.started_at ${told}, r.row ${told}`,
			)
			.all(...values, Math.min(limit, left), backwards ? behind : offset)
			.map(toSummary);
	}

	function sorted(
		query: RunFilters,
		sort: { readonly order: Exclude<RunOrder, 'started'>; readonly ascending: boolean },
		page: { readonly limit: number; readonly offset: number },
	): readonly RunSummary[] {
		const source = sortedSource(query, sort, counted(query), page);
		if (source === null) return [];
		const rows = database
			.prepare<(string | number)[], number>(source.sql)
			.pluck()
			.all(...source.values);
		return rows.flatMap((row) => {
			const found = byRow.get(row);
			return found === undefined ? [] : [toSummary(found)];
		});
	}

	function after(query: RunFilters, cursor: number | null, limit: number): ReturnType<RunStore['after']> {
		const { from, where, values } = sourceOf(query);
		const place = cursor === null ? null : placeOf.get(cursor);
		if (place === undefined) return [];
		const word = where === '' ? 'WHERE' : 'AND';
		// A run that was deleted since is replaced by the one before it, which was not handed out yet.
		const beyond = place === null ? '' : `${word} (started_at, row) ${place.row === cursor ? '<' : '<='} (?, ?)`;
		return database
			.prepare<(string | number)[], SummaryRow & { readonly chosen: number }>(
				`SELECT chosen, ${summaryColumns} FROM (
					SELECT row AS chosen FROM ${from} ${where} ${beyond} ORDER BY started_at DESC, row DESC LIMIT ?
				 ) CROSS JOIN runs r ON r.row = chosen ORDER BY r.started_at DESC, r.row DESC`,
			)
			.all(...values, ...(place === null ? [] : [place.started_at, place.row]), limit)
			.map((row) => ({ cursor: row.chosen, run: toSummary(row) }));
	}

	return {
		list: reading(page),
		count: reading((query: RunFilters) => counted(query)),
		stats: reading((query: RunFilters, buckets: number) => runStats(database, query, buckets, now())),
		after: reading(after),
		summaries: database.transaction((ids: readonly string[]) =>
			ids.flatMap((id) => {
				const row = byId.get(id);
				return row === undefined ? [] : [toSummary(row)];
			}),
		),
		finishedIds: reading((query: RunFilters) => {
			const { from, where, values } = sourceOf(query);
			return database
				.prepare<(string | number)[], string>(
					`SELECT r.id FROM (SELECT row AS chosen FROM ${from} ${where}) CROSS JOIN runs r ON r.row = chosen
					 WHERE r.status <> 'running'`,
				)
				.pluck()
				.all(...values);
		}),
		get: database.transaction((idOrPrefix: string) => {
			const [row, another] = byPrefix.all(idOrPrefix, `${idOrPrefix}g`);
			if (row === undefined) return null;
			if (another !== undefined) {
				throw new DataFlareError('invalid_input', `More than one run ID starts with ${idOrPrefix}.`, {
					hint: 'Use more characters of the ID.',
				});
			}
			return detail(row);
		}),
	};
}
