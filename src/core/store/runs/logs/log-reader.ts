import type { Database } from 'better-sqlite3';
import { type LogLevel, logLevels } from '../../../../shared/host/abi.ts';
import { MAX_FOUND_LINES, type RunLogLine } from '../../../../shared/run/run.ts';
import { oneOf } from '../../rows/one-of.ts';
import { asksForGrams, gramQuery } from '../../search/grams.ts';
import type { LogQuery, RunStore } from '../kept-runs.ts';
import { ftsQuery } from '../query/run-query.ts';
import { logPlaces } from './log-places.ts';
import { substringSearch } from './substring-search.ts';

interface LogRow extends Omit<RunLogLine, 'runId' | 'level'> {
	readonly run: string;
	readonly level: string;
}
type Value = string | number;

const columns =
	'(SELECT r.id FROM runs r WHERE r.row = l.row) AS run, l.id, l.at, l.stage, l.plugin, l.level, l.message';

export function logReader(
	database: Database,
): Pick<RunStore, 'logs' | 'searchLogs' | 'lines' | 'linesWith' | 'findLines'> {
	const places = logPlaces(database);
	const search = substringSearch(database);
	const linesById = `SELECT ${columns} FROM run_logs l WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY l.id`;

	function read(sql: string, values: readonly Value[]): readonly RunLogLine[] {
		return database
			.prepare<Value[], LogRow>(sql)
			.all(...values)
			.map(toLine);
	}

	function linesOf(query: LogQuery): readonly RunLogLine[] {
		const { plugin, run, level, text, limit = 500, beforeId, afterId } = query;
		const forwards = afterId !== undefined;
		const searches = text === undefined || text.trim() === '' ? null : searchesFor(text);
		const order = `ORDER BY id ${forwards ? 'ASC' : 'DESC'} LIMIT ?`;
		const id = searches === null ? 'l.id' : 'w.rowid';
		// The index of words knows no runs: it is kept to the ids among which the run's lines are.
		const reach = searches === null || run === undefined ? undefined : places.reach(run);
		if (reach === null) return [];
		const parts = [
			...(reach === undefined ? [] : [`w.rowid BETWEEN ${reach.first} AND ${reach.last}`]),
			...(beforeId === undefined ? [] : [`${id} < ?`]),
			...(afterId === undefined ? [] : [`${id} > ?`]),
			...(run === undefined ? [] : ['l.row = (SELECT row FROM runs WHERE id = ?)']),
			...(plugin === undefined ? [] : ['l.plugin = ?']),
		];
		const values = [beforeId, afterId, run, plugin].filter((value) => value !== undefined);
		const levels = level === undefined ? logLevels : levelsFrom(level);
		const where = (more: readonly string[]): string => {
			const all = [...parts, ...more];
			return all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`;
		};
		const ofLevels = level === undefined ? [] : [`l.level IN (${levels.map((name) => `'${name}'`).join(', ')})`];
		const found =
			searches !== null
				? together(
						searches.map(({ index, match }) =>
							read(
								`SELECT ${columns} FROM ${index} w CROSS JOIN run_logs l ON l.id = w.rowid
								 ${where([`${index} MATCH ?`, ...ofLevels])} ${order.replace('id', 'w.rowid')}`,
								[...values, match, limit],
							),
						),
						forwards,
						limit,
					)
				: plugin !== undefined && run === undefined
					? // One short list per level, each in the order of the index, instead of all lines of the plugin.
						read(
							`SELECT * FROM (${levels
								.map(
									(name) =>
										`SELECT * FROM (SELECT ${columns} FROM run_logs l INDEXED BY run_logs_by_plugin
										 ${where([`l.level = '${name}'`])} ${order})`,
								)
								.join(' UNION ALL ')}) ${order}`,
							[...levels.flatMap(() => [...values, limit]), limit],
						)
					: read(`SELECT ${columns} FROM run_logs l ${where(ofLevels)} ${order}`, [...values, limit]);
		return forwards ? found : found.toReversed();
	}

	/** Null: there is no such place; undefined: none was asked for. */
	function placeOf({ run, aroundId, aroundLine }: LogQuery): number | null | undefined {
		return aroundLine === undefined || run === undefined ? aroundId : places.idAt(run, aroundLine);
	}

	/** As many lines on either side of a place as there is room for: what to ask, one after the other. */
	function around<Q extends LogQuery>(query: Q, id: number | undefined): readonly (Q & { readonly limit: number })[] {
		const { limit = 500 } = query;
		if (id === undefined) return [{ ...query, limit }];
		const before = Math.floor(limit / 2);
		const { afterId: _after, beforeId: _before, ...rest } = query;
		return [
			{ ...(rest as Q), limit: before, beforeId: id },
			{ ...(rest as Q), limit: limit - before, afterId: id - 1 },
		];
	}

	return {
		lines(query) {
			const { run, plugin, level } = query;
			const place = placeOf(query);
			if (place === null) return [];
			const found = around(query, place).flatMap(linesOf);
			return run === undefined ? found : places.number(run, found, plugin === undefined && level === undefined);
		},
		async linesWith(query, signal) {
			const place = placeOf(query);
			if (place === null) return [];
			const ids: number[] = [];
			for (const asked of around(query, place)) ids.push(...(await search(asked, asked.limit, signal)));
			const found = read(linesById, [JSON.stringify(ids)]);
			return query.run === undefined ? found : places.number(query.run, found, false);
		},
		async findLines(query, signal) {
			const ids = await search({ ...query, afterId: query.afterId ?? 0 }, MAX_FOUND_LINES + 1, signal);
			return { ids: ids.slice(0, MAX_FOUND_LINES), isAll: ids.length <= MAX_FOUND_LINES };
		},
		logs(runId, options = {}) {
			const { limit = 1000, afterId = 0, ...rest } = options;
			return linesOf({ run: runId, limit, afterId, ...rest });
		},
		searchLogs(text, options = {}) {
			const byPlugin = options.plugin === undefined ? '' : 'AND l.plugin = ?';
			const { limit = 100 } = options;
			const found = searchesFor(text).flatMap(({ index, match }) =>
				database
					.prepare<Value[], LogRow & { readonly score: number }>(
						`SELECT ${columns}, rank AS score FROM ${index} w JOIN run_logs l ON l.id = w.rowid WHERE ${index} MATCH ?
						 ${byPlugin} ORDER BY rank LIMIT ?`,
					)
					.all(match, ...(options.plugin === undefined ? [] : [options.plugin]), limit),
			);
			const best = found.toSorted((left, right) => left.score - right.score);
			return withoutDoubles(best.map(({ score: _score, ...row }) => toLine(row))).slice(0, limit);
		},
	};
}

function toLine({ run, level, ...line }: LogRow): RunLogLine {
	return { ...line, level: oneOf(logLevels, level, 'info'), runId: run };
}

interface Search {
	readonly index: 'log_words' | 'log_grams';
	readonly match: string;
}

/** Which indexes to ask, and for what. None: nothing but marks, which no line has for a word. */
function searchesFor(text: string): readonly Search[] {
	const words = asksForGrams(text) ? null : ftsQuery(text);
	const grams = gramQuery(text);
	return [
		...(words === null ? [] : [{ index: 'log_words', match: words } as const]),
		...(grams === null ? [] : [{ index: 'log_grams', match: grams } as const]),
	];
}

/** The first lines of several lists, each in the order of ids. */
function together(lists: readonly (readonly RunLogLine[])[], forwards: boolean, limit: number): readonly RunLogLine[] {
	const all = withoutDoubles(lists.flat());
	return all.toSorted((left, right) => (forwards ? left.id - right.id : right.id - left.id)).slice(0, limit);
}

function withoutDoubles(lines: readonly RunLogLine[]): readonly RunLogLine[] {
	return [...new Map(lines.map((line) => [line.id, line])).values()];
}

function levelsFrom(level: LogLevel): readonly LogLevel[] {
	return logLevels.slice(logLevels.indexOf(level));
}
