import type { Database } from 'better-sqlite3';
import type { RunFilters, RunStatsAnswer, RunStatsBucket } from '../../../../shared/run/run.ts';
import { sourceOf } from '../query/run-query.ts';
import { nearestRank } from './order-statistic.ts';

type Counts = Omit<RunStatsBucket, 'at' | 'medianMs' | 'p95Ms'>;

/** Counts and durations of the runs of a query over time, from an index alone, bucket by bucket. */
export function runStats(database: Database, query: RunFilters, wanted: number, now: number): RunStatsAnswer {
	const { since, until, ...rest } = query;
	const all = sourceOf(query, true);
	const edge = (direction: 'ASC' | 'DESC'): number | undefined =>
		database
			.prepare<(string | number)[], number>(
				`SELECT started_at FROM ${all.from} ${all.where} ORDER BY started_at ${direction} LIMIT 1`,
			)
			.pluck()
			.get(...all.values);
	const to = Math.floor(until ?? Math.max(now, edge('DESC') ?? now));
	const begin = Math.ceil(since ?? edge('ASC') ?? to);
	const from = Math.min(begin, to);
	const bucketMs = Math.ceil((to - from + 1) / wanted);
	const count = Math.ceil((to - from + 1) / bucketMs);

	const one = sourceOf(rest, true);
	const range = `${one.where === '' ? 'WHERE' : `${one.where} AND`} started_at >= ? AND started_at < ?`;
	const countIn = database.prepare<(string | number)[], Counts>(
		`SELECT count(*) FILTER (WHERE status = 'succeeded') AS succeeded, count(*) FILTER (WHERE status = 'failed') AS failed,
			count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
			count(*) FILTER (WHERE status = 'interrupted') AS interrupted,
			count(*) FILTER (WHERE status = 'running') AS running, coalesce(sum(denials), 0) AS denials
		 FROM ${one.from} ${range}`,
	);
	const durationsIn = database
		.prepare<(string | number)[], number>(
			`SELECT finished_at - started_at FROM ${one.from} ${range} AND finished_at IS NOT NULL AND status <> 'interrupted'`,
		)
		.pluck();

	const lists: Float64Array[] = [];
	const buckets = Array.from({ length: count }, (_, index): RunStatsBucket => {
		const at = from + index * bucketMs;
		const values = [...one.values, at, begin > to ? at : Math.min(at + bucketMs, to + 1)];
		const counts = countIn.get(...values) as Counts;
		const durations = Float64Array.from(durationsIn.all(...values));
		lists.push(durations);
		return { at, ...counts, medianMs: nearestRank(durations, 0.5), p95Ms: nearestRank(durations, 0.95) };
	});
	const durations = joined(lists);
	return {
		from,
		to,
		bucketMs,
		total: buckets.reduce((sum, { at, denials, medianMs, p95Ms, ...counts }) => sum + sumOf(counts), 0),
		buckets,
		medianMs: nearestRank(durations, 0.5),
		p95Ms: nearestRank(durations, 0.95),
	};
}

function sumOf(counts: Readonly<Record<string, number>>): number {
	return Object.values(counts).reduce((sum, value) => sum + value, 0);
}

function joined(lists: readonly Float64Array[]): Float64Array {
	const whole = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
	let offset = 0;
	for (const list of lists) {
		whole.set(list, offset);
		offset += list.length;
	}
	return whole;
}
