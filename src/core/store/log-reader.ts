import type { Database } from 'better-sqlite3';
import { type LogLevel, logLevels } from '../../shared/abi.ts';
import type { RunLogLine } from '../../shared/run.ts';
import { ftsQuery } from './run-query.ts';
import type { LogQuery, RunStore } from './store.ts';

interface LogRow extends Omit<RunLogLine, 'runId'> {
	readonly run: string;
}
type Value = string | number;

const columns =
	'(SELECT r.id FROM runs r WHERE r.row = l.row) AS run, l.id, l.at, l.stage, l.plugin, l.level, l.message';

export function logReader(database: Database): Pick<RunStore, 'logs' | 'searchLogs' | 'lines'> {
	function read(sql: string, values: readonly Value[]): readonly RunLogLine[] {
		return database
			.prepare<Value[], LogRow>(sql)
			.all(...values)
			.map(({ run, ...line }) => ({ ...line, runId: run }));
	}

	function lines(query: LogQuery): readonly RunLogLine[] {
		const { plugin, run, level, text, limit = 500, beforeId, afterId } = query;
		const forwards = afterId !== undefined;
		const words = text === undefined || text.trim() === '' ? undefined : ftsQuery(text);
		// Nothing but marks: no line has such a word.
		if (words === null) return [];
		const order = `ORDER BY id ${forwards ? 'ASC' : 'DESC'} LIMIT ?`;
		const id = words === undefined ? 'l.id' : 'w.rowid';
		const parts = [
			...(words === undefined ? [] : ['log_words MATCH ?']),
			...(beforeId === undefined ? [] : [`${id} < ?`]),
			...(afterId === undefined ? [] : [`${id} > ?`]),
			...(run === undefined ? [] : ['l.row = (SELECT row FROM runs WHERE id = ?)']),
			...(plugin === undefined ? [] : ['l.plugin = ?']),
		];
		const values = [words, beforeId, afterId, run, plugin].filter((value) => value !== undefined);
		const levels = level === undefined ? logLevels : levelsFrom(level);
		const where = (more: readonly string[]): string => {
			const all = [...parts, ...more];
			return all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`;
		};
		const ofLevels = level === undefined ? [] : [`l.level IN (${levels.map((name) => `'${name}'`).join(', ')})`];
		const found =
			words !== undefined
				? read(
						`SELECT ${columns} FROM log_words w CROSS JOIN run_logs l ON l.id = w.rowid ${where(ofLevels)}
						 ${order.replace('id', 'w.rowid')}`,
						[...values, limit],
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

	return {
		lines,
		logs(runId, options = {}) {
			const { limit = 1000, afterId = 0, ...rest } = options;
			return lines({ run: runId, limit, afterId, ...rest });
		},
		searchLogs(text, options = {}) {
			const words = ftsQuery(text);
			if (words === null) return [];
			const byPlugin = options.plugin === undefined ? '' : 'AND l.plugin = ?';
			return read(
				`SELECT ${columns} FROM log_words w JOIN run_logs l ON l.id = w.rowid WHERE log_words MATCH ? ${byPlugin}
				 ORDER BY rank LIMIT ?`,
				[words, ...(options.plugin === undefined ? [] : [options.plugin]), options.limit ?? 100],
			);
		},
	};
}

function levelsFrom(level: LogLevel): readonly LogLevel[] {
	return logLevels.slice(logLevels.indexOf(level));
}
