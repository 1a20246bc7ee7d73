import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { logLevels } from '../../../../shared/host/abi.ts';
import type { LogQuery } from '../../store.ts';

/** A piece of the search: so many lines, or so many characters, whichever comes first. */
const PIECE_LINES = 1000;
const PIECE_CHARS = 256 * 1024;

/** What is searched for, as it is written; its case does not count. */
interface PartQuery extends Pick<LogQuery, 'plugin' | 'run' | 'level' | 'beforeId' | 'afterId'> {
	readonly text: string;
}

/** Ids of the lines that hold the text anywhere, ascending: those nearest to `afterId`, else the newest, at most so many. */
type PartSearch = (query: PartQuery, atMost: number) => Promise<readonly number[]>;

interface Looked {
	readonly plugin: string;
	readonly level: string;
	readonly message: string;
}

/**
 * Looks through the lines themselves, since an index of words knows no parts of them: piece by piece, and between two
 * pieces the program does what else there is. Lines that are deleted meanwhile are passed over.
 */
export function partSearch(database: Database): PartSearch {
	const line = database.prepare<[number], Looked>('SELECT plugin, level, message FROM run_logs WHERE id = ?');

	/** Of one piece, in the order of the search; told by indexes alone, so that no line is read before its turn. */
	function idsOf({ run, plugin }: PartQuery, levels: readonly string[], isForwards: boolean) {
		const [beyond, order] = isForwards ? ['id > ?', 'ORDER BY id'] : ['id < ?', 'ORDER BY id DESC'];
		const rest = `${beyond} ${order} LIMIT ${PIECE_LINES}`;
		if (run !== undefined) {
			const ids = database.prepare<[string, number], number>(
				`SELECT id FROM run_logs WHERE row = (SELECT row FROM runs WHERE id = ?) AND ${rest}`,
			);
			return (from: number) => ids.pluck().all(run, from);
		}
		if (plugin !== undefined) {
			const lists = levels.map(
				(level) =>
					`SELECT * FROM (SELECT id FROM run_logs INDEXED BY run_logs_by_plugin
					 WHERE plugin = ? AND level = '${level}' AND ${rest})`,
			);
			const ids = database.prepare<(string | number)[], number>(
				`SELECT id FROM (${lists.join(' UNION ALL ')}) ${order} LIMIT ${PIECE_LINES}`,
			);
			return (from: number) => ids.pluck().all(...levels.flatMap(() => [plugin, from]));
		}
		const ids = database.prepare<[number], number>(`SELECT id FROM run_logs WHERE ${rest}`);
		return (from: number) => ids.pluck().all(from);
	}

	return async (query, atMost) => {
		const { plugin, level, afterId, beforeId } = query;
		const isForwards = afterId !== undefined;
		const needle = query.text.toLowerCase();
		const levels = level === undefined ? logLevels : logLevels.slice(logLevels.indexOf(level));
		const isWanted = new Set<string>(levels);
		const next = idsOf(query, levels, isForwards);
		const end = isForwards ? (beforeId ?? Number.MAX_SAFE_INTEGER) : 0;
		const found: number[] = [];
		let at = afterId ?? beforeId ?? Number.MAX_SAFE_INTEGER;
		for (let isOver = atMost <= 0; !isOver; ) {
			const ids = next(at);
			let left = PIECE_CHARS;
			isOver = ids.length < PIECE_LINES;
			for (const [place, id] of ids.entries()) {
				isOver = isForwards && id >= end;
				if (isOver) break;
				at = id;
				const looked = line.get(id);
				left -= looked?.message.length ?? 0;
				const fits =
					looked !== undefined &&
					(level === undefined || isWanted.has(looked.level)) &&
					(plugin === undefined || looked.plugin === plugin) &&
					looked.message.toLowerCase().includes(needle);
				if (fits) found.push(id);
				isOver = found.length === atMost || (place === ids.length - 1 && ids.length < PIECE_LINES);
				if (isOver || left <= 0) break;
			}
			if (!isOver) await setImmediate();
		}
		return isForwards ? found : found.toReversed();
	};
}
