import type { Database } from 'better-sqlite3';
import type { RunFilters } from '../../../shared/run/run.ts';
import { forgetting } from '../privacy/forgetting.ts';
import { whatIsKept } from '../privacy/what-is-kept.ts';
import { pluginActivity } from './figures/plugin-activity.ts';
import { pluginRefusals } from './figures/plugin-refusals.ts';
import { pluginUses } from './figures/plugin-uses.ts';
import type { RunStore, RunTrash } from './kept-runs.ts';
import { logReader } from './logs/log-reader.ts';
import { textOf } from './query/run-query.ts';
import { rehearsedRuns } from './rehearsed-runs.ts';
import { prune } from './retention.ts';
import { runReader } from './run-reader.ts';
import type { RunWriter } from './run-writer.ts';
import { seenFailures } from './seen-failures.ts';

/**
 * What is read is what was written: entries still in the buffer come first wherever they could be missed. Where they
 * cannot be written, on a full disk, what is there is read all the same.
 */
export function runStore(
	database: Database,
	writer: RunWriter,
	now: () => number,
	trash: RunTrash,
	later: () => void,
): RunStore {
	const reader = { ...runReader(database, now), ...logReader(database) };
	// In the order of their rows: the indexes of words write what they gathered whenever an earlier line comes behind a
	// later one, and lists are newest first.
	const remove = database.prepare<[string]>(
		`DELETE FROM runs WHERE row IN (
			SELECT row FROM runs WHERE id IN (SELECT value FROM json_each(?)) AND status <> 'running'
		 )`,
	);
	const kept = whatIsKept(database);
	const { forget, ...forgets } = forgetting(database, later);
	const { writeLateEnds: _late, writeEnd: _end, close: _close, flushQuietly, ...writing } = writer;
	const flushed =
		<A extends readonly unknown[], R>(read: (...args: A) => R) =>
		(...args: A): R => {
			flushQuietly();
			return read(...args);
		};
	/** Only a search through log lines sees the buffer. */
	const flushedForText =
		<Q extends RunFilters, A extends readonly unknown[], R>(read: (query: Q, ...rest: A) => R) =>
		(query: Q, ...rest: A): R => {
			if (textOf(query) !== null) flushQuietly();
			return read(query, ...rest);
		};
	return {
		...writing,
		list: flushedForText(reader.list),
		count: flushedForText(reader.count),
		stats: flushedForText(reader.stats),
		after: flushedForText(reader.after),
		summaries: reader.summaries,
		finishedIds: flushedForText(reader.finishedIds),
		get: flushed(reader.get),
		logs: flushed(reader.logs),
		lines: flushed(reader.lines),
		linesWith: flushed(reader.linesWith),
		findLines: flushed(reader.findLines),
		searchLogs: flushed(reader.searchLogs),
		activity: flushed((since, buckets) => pluginActivity(database, since, buckets, now())),
		refusals: flushed((plugin, limit) => pluginRefusals(database, plugin, limit)),
		uses: flushed((plugin, limit) => pluginUses(database, plugin, limit)),
		...seenFailures(database, now),
		kept: flushed(kept),
		forget: flushed(forget),
		...forgets,
		remove: database.transaction((ids: readonly string[]) => remove.run(JSON.stringify(ids)).changes).immediate,
		prune: flushed((retention, atMost = Number.POSITIVE_INFINITY) => prune(database, trash, retention, now(), atMost)),
		rehearsal: rehearsedRuns(database, writer, reader.get),
	};
}
