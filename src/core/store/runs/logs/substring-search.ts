import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { logLevels } from '../../../../shared/host/abi.ts';
import type { LogQuery } from '../kept-runs.ts';
import { mayHold } from './may-hold.ts';

/** A piece of the search: so many lines at the most, and so many bytes, as long as it is more than one line. */
const PIECE_LINES = 1000;
const PIECE_BYTES = 512 * 1024;

/** What is searched for, as it is written; its case does not count. */
interface SubstringQuery extends Pick<LogQuery, 'plugin' | 'run' | 'level' | 'beforeId' | 'afterId'> {
	readonly text: string;
}

/**
 * Ids of the lines that hold the text anywhere, ascending: those nearest to `afterId`, else the newest, at most so many.
 * Rejects with `cancelled` after the signal.
 */
type SubstringSearch = (query: SubstringQuery, atMost: number, signal?: AbortSignal) => Promise<readonly number[]>;

type Value = string | number;

/** How many lines a piece has, where it ends, and how much there is to read in it. */
interface Extent {
	readonly lines: number;
	readonly last: number;
	readonly bytes: number;
}

interface Looked {
	readonly id: number;
	readonly message: string;
}

/**
 * Looks through the lines themselves, since an index of words knows no parts of them: piece by piece, and between two
 * pieces the program does what else there is. SQLite passes over the lines that cannot hold the text; the others are
 * looked at here. Lines that are deleted meanwhile are passed over.
 */
export function substringSearch(database: Database): SubstringSearch {
	/** The lines of one piece, in the order of the search: told by indexes alone, so that none is read before its turn. */
	function pieceOf({ run, plugin }: SubstringQuery, levels: readonly string[], isForwards: boolean) {
		const [beyond, order] = isForwards ? ['id > ?', 'ORDER BY id'] : ['id < ?', 'ORDER BY id DESC'];
		const rest = `${beyond} ${order} LIMIT ?`;
		if (run !== undefined) {
			const sql = `SELECT id FROM run_logs WHERE row = (SELECT row FROM runs WHERE id = ?) AND ${rest}`;
			return { sql, values: (from: number, lines: number): readonly Value[] => [run, from, lines] };
		}
		if (plugin !== undefined) {
			const lists = levels.map(
				(level) =>
					`SELECT * FROM (SELECT id FROM run_logs INDEXED BY run_logs_by_plugin
					 WHERE plugin = ? AND level = '${level}' AND ${rest})`,
			);
			const values = (from: number, lines: number): readonly Value[] => [
				...levels.flatMap(() => [plugin, from, lines]),
				lines,
			];
			return { sql: `SELECT id FROM (${lists.join(' UNION ALL ')}) ${order} LIMIT ?`, values };
		}
		const values = (from: number, lines: number): readonly Value[] => [from, lines];
		return { sql: `SELECT id FROM run_logs WHERE ${rest}`, values };
	}

	return async (query, atMost, signal) => {
		const { plugin, level, afterId, beforeId, text } = query;
		const isForwards = afterId !== undefined;
		const needle = text.toLowerCase();
		const levels = level === undefined ? logLevels : logLevels.slice(logLevels.indexOf(level));
		const { sql, values } = pieceOf(query, levels, isForwards);
		const extentOf = database.prepare<Value[], Extent>(
			`SELECT count(*) AS lines, ${isForwards ? 'max' : 'min'}(id) AS last, total(bytes) AS bytes
			 FROM (SELECT p.id AS id, (SELECT octet_length(message) FROM run_logs WHERE id = p.id) AS bytes FROM (${sql}) p)`,
		);
		const holding = mayHold(needle, 'l.message');
		const wanted = [
			...(plugin === undefined ? [] : ['l.plugin = ?']),
			...(level === undefined ? [] : [`l.level IN (${levels.map((name) => `'${name}'`).join(', ')})`]),
			holding.sql,
		];
		const candidates = database.prepare<Value[], Looked>(
			`SELECT l.id, l.message FROM (${sql}) p CROSS JOIN run_logs l ON l.id = p.id WHERE ${wanted.join(' AND ')}
			 ORDER BY l.id ${isForwards ? 'ASC' : 'DESC'}`,
		);
		const end = isForwards ? (beforeId ?? Number.MAX_SAFE_INTEGER) : 0;
		const found: number[] = [];
		let at = afterId ?? beforeId ?? Number.MAX_SAFE_INTEGER;
		for (let isOver = atMost <= 0; !isOver; ) {
			if (signal?.aborted === true) throw new DataFlareError('cancelled', 'The search of the log was ended.');
			let asked = PIECE_LINES;
			let extent = extentOf.get(...values(at, asked));
			while (extent !== undefined && extent.lines > 1 && extent.bytes > PIECE_BYTES) {
				asked = Math.ceil(extent.lines / 2);
				extent = extentOf.get(...values(at, asked));
			}
			if (extent === undefined || extent.lines === 0) break;
			const looked = candidates.all(...values(at, asked), ...(plugin === undefined ? [] : [plugin]), ...holding.values);
			for (const { id, message } of looked) {
				isOver = isForwards && id >= end;
				if (isOver) break;
				if (message.toLowerCase().includes(needle)) found.push(id);
				isOver = found.length === atMost;
				if (isOver) break;
			}
			at = extent.last;
			isOver ||= extent.lines < asked || (isForwards && at >= end);
			if (!isOver) await setImmediate();
		}
		return isForwards ? found : found.toReversed();
	};
}
