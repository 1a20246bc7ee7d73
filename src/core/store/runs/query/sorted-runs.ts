import { MAX_SORTED_RUNS, type RunFilters, type RunOrder } from '../../../../shared/run/run.ts';
import { MATCHES, sourceOf, textOf } from './run-query.ts';

type SortKey = Exclude<RunOrder, 'started'>;

/** What each order goes by, and the index that yields it. */
const orders: { readonly [O in SortKey]: { readonly by: readonly string[]; readonly index: string } } = {
	label: { by: ['label', 'started_at'], index: 'runs_by_label' },
	status: { by: ['status', 'started_at'], index: 'runs_by_status' },
	duration: { by: ['finished_at - started_at'], index: 'runs_by_duration' },
	recordsIn: { by: ['records_in'], index: 'runs_by_records_in' },
	recordsOut: { by: ['records_out'], index: 'runs_by_records_out' },
	denials: { by: ['denials'], index: 'runs_by_denials' },
	hostCalls: { by: ['host_calls'], index: 'runs_by_host_calls' },
	memory: { by: ['peak_memory'], index: 'runs_by_memory' },
};

/** So many are looked up and sorted; of more, those that fit are met soon enough on a walk along the index. */
const FEW = 30_000;

interface SortedSource {
	/** Yields `chosen`, the rows in order. */
	readonly sql: string;
	readonly values: readonly (string | number)[];
}

/** How a page of sorted runs is chosen: `count` of them fit. Null: the page lies beyond what is told. */
export function sortedSource(
	query: RunFilters,
	{ order, ascending }: { readonly order: SortKey; readonly ascending: boolean },
	count: number,
	{ limit, offset, few = FEW }: { readonly limit: number; readonly offset: number; readonly few?: number },
): SortedSource | null {
	const most = Math.min(limit, MAX_SORTED_RUNS - offset);
	if (most <= 0) return null;
	const { by, index } = orders[order];
	const direction = ascending ? 'ASC' : 'DESC';
	const inOrder = `ORDER BY ${[...by, 'row'].map((key) => `${key} ${direction}`).join(', ')} LIMIT ? OFFSET ?`;
	if (count <= few) {
		const { from, where, values } = sourceOf(query);
		return {
			sql: `SELECT row AS chosen FROM (SELECT row AS found FROM ${from} ${where}) CROSS JOIN runs ON row = found ${inOrder}`,
			values: [...values, most, offset],
		};
	}
	const { plugin, text: _, ...rest } = query;
	const { where, values } = sourceOf(rest);
	const beside = [
		...(plugin === undefined ? [] : [hasRow('run_plugins', 'x.plugin = ? AND')]),
		...(textOf(query) === null ? [] : [hasRow(MATCHES, '')]),
	];
	const conditions = [where.replace('WHERE ', ''), ...beside].filter((part) => part !== '');
	return {
		sql: `SELECT row AS chosen FROM runs INDEXED BY ${index}
			${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ${inOrder}`,
		values: [...values, ...(plugin === undefined ? [] : [plugin]), most, offset],
	};
}

function hasRow(table: string, condition: string): string {
	return `EXISTS (SELECT 1 FROM ${table} x WHERE ${condition} x.started_at = runs.started_at AND x.row = runs.row)`;
}
