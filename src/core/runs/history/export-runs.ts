import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { RunExportAnswer, RunExportFormat } from '../../../shared/api/run-routes.ts';
import type { RunSummary } from '../../../shared/run/run.ts';
import type { RunStore } from '../../store/runs/kept-runs.ts';
import { csvCell } from './csv-cell.ts';

const columns = [
	'id',
	'kind',
	'label',
	'fn',
	'trigger',
	'status',
	'startedAt',
	'finishedAt',
	'durationMs',
	'recordsIn',
	'recordsOut',
	'bytesIn',
	'bytesOut',
	'peakMemoryBytes',
	'hostCalls',
	'denials',
] as const satisfies readonly (keyof RunSummary)[];

/** Those of the columns that are moments: ISO 8601 in CSV, which people read. */
const moments: ReadonlySet<string> = new Set(['startedAt', 'finishedAt'] satisfies (keyof RunSummary)[]);

const BYTE_ORDER_MARK = '\ufeff';

const mediaTypes: Readonly<Record<RunExportFormat, string>> = {
	json: 'application/json',
	ndjson: 'application/x-ndjson',
	csv: 'text/csv; charset=utf-8',
};

interface Page {
	readonly runs: readonly RunSummary[];
	/** Null: these were the last. */
	readonly next: number | null;
}

/** One part of an export; the parts joined, in order, are the file. */
export function exportRuns(
	runs: RunStore,
	{ format, ids, query = {}, bom, cursor, limit }: RouteParsed<'runs.export'>,
	now: number,
): RunExportAnswer {
	const page = ids === undefined ? byQuery(runs, query, cursor ?? null, limit) : byIds(runs, ids, cursor ?? 0, limit);
	const first = cursor === undefined;
	const mark = bom && first && format === 'csv' ? BYTE_ORDER_MARK : '';
	return {
		text: mark + partOf(format, page.runs, first, page.next === null),
		cursor: page.next,
		mediaType: mediaTypes[format],
		fileName: `dataflare-runs-${new Date(now).toISOString().slice(0, 10)}.${format}`,
	};
}

function byQuery(runs: RunStore, query: Parameters<RunStore['after']>[0], cursor: number | null, limit: number): Page {
	const found = runs.after(query, cursor, limit + 1);
	const kept = found.slice(0, limit);
	return { runs: kept.map(({ run }) => run), next: found.length > limit ? (kept.at(-1)?.cursor ?? null) : null };
}

/** Ids of runs that are no more are passed over, so that a part is empty only where the file has no runs left. */
function byIds(runs: RunStore, ids: readonly string[], cursor: number, limit: number): Page {
	const kept: RunSummary[] = [];
	for (let start = cursor; start < ids.length; start += limit) {
		const slice = ids.slice(start, start + limit);
		for (const run of runs.summaries(slice)) {
			if (kept.length === limit) return { runs: kept, next: start + slice.indexOf(run.id) };
			kept.push(run);
		}
	}
	return { runs: kept, next: null };
}

function partOf(format: RunExportFormat, runs: readonly RunSummary[], first: boolean, last: boolean): string {
	switch (format) {
		case 'json':
			return jsonPart(runs, first, last);
		case 'ndjson':
			return runs.map((run) => `${JSON.stringify(run)}\n`).join('');
		case 'csv':
			return `${first ? `${[...columns, 'plugins', 'errorCode', 'error'].join(',')}\r\n` : ''}${runs.map(csvRow).join('')}`;
	}
}

/** A part that is not the first one continues the array, unless nothing is left of it. */
function jsonPart(runs: readonly RunSummary[], first: boolean, last: boolean): string {
	const elements = runs.map((run) => JSON.stringify(run)).join(',\n');
	const before = first ? '[\n' : elements === '' ? '' : ',\n';
	return `${before}${elements}${last ? '\n]\n' : ''}`;
}

function csvRow(run: RunSummary): string {
	const cells = [
		...columns.map((column) => (moments.has(column) ? moment(run[column]) : run[column])),
		run.plugins.join(' '),
		run.error?.code ?? null,
		run.error?.message ?? null,
	];
	return `${cells.map(csvCell).join(',')}\r\n`;
}

/** UTC to the millisecond; a number that no clock shows stays what it is. */
function moment(value: unknown): unknown {
	if (typeof value !== 'number') return value;
	const date = new Date(value);
	return Number.isNaN(date.getTime()) ? value : date.toISOString();
}
