import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { RunFilters } from '../../shared/run.ts';
import { isDamage, markSuspect } from './damage.ts';
import { openDatabase } from './database.ts';
import { grantStore } from './grant-store.ts';
import { logReader } from './log-reader.ts';
import { mapError, mapErrors } from './map-error.ts';
import { pluginActivity } from './plugin-activity.ts';
import { pluginStore } from './plugin-store.ts';
import { prune } from './retention.ts';
import { textOf } from './run-query.ts';
import { runReader } from './run-reader.ts';
import { type RunWriter, runWriter } from './run-writer.ts';
import { beginSession, endSession } from './sessions.ts';
import { analysisStore, settingsStore, stateStore } from './small-stores.ts';
import type { RunStore, Store, StoreOptions } from './store.ts';

const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

/** Opens or begins the history. Throws `storage` when it is locked, newer, unreadable or cannot be written. */
export function openStore(options: StoreOptions): Store {
	const { file, now = Date.now } = options;
	if (!isAbsolute(file)) throw new Error(`the store needs an absolute path, not ${file}`);
	const { database, notice } = openDatabase(file, options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS);
	const translate = (thrown: unknown): unknown => {
		if (isDamage(thrown)) markSuspect(file);
		return mapError(thrown, file);
	};
	let session: number;
	try {
		session = beginSession(database, now);
	} catch (thrown) {
		database.close();
		throw translate(thrown);
	}
	const writer = runWriter(database, session, translate);
	const runs = mapErrors(runStore(database, writer, now), translate);
	return {
		plugins: mapErrors(pluginStore(database, now), translate),
		grants: mapErrors(grantStore(database, now), translate),
		runs,
		state: mapErrors(stateStore(database), translate),
		settings: mapErrors(settingsStore(database), translate),
		analyses: mapErrors(analysisStore(database), translate),
		notice,
		size: () => sizeOf(file) + sizeOf(`${file}-wal`),
		close() {
			if (!database.open) return;
			try {
				writer.flush();
				endSession(database, session, now);
			} catch (thrown) {
				throw translate(thrown);
			} finally {
				database.close();
			}
		},
	};
}

/** What is read is what was written: entries still in the buffer come first wherever they could be missed. */
function runStore(database: Database, writer: RunWriter, now: () => number): RunStore {
	const reader = { ...runReader(database, now), ...logReader(database) };
	const remove = database.prepare("DELETE FROM runs WHERE id = ? AND status <> 'running'");
	const flushed =
		<A extends readonly unknown[], R>(read: (...args: A) => R) =>
		(...args: A): R => {
			writer.flush();
			return read(...args);
		};
	/** Only a search through log lines sees the buffer. */
	const flushedForText =
		<Q extends RunFilters, A extends readonly unknown[], R>(read: (query: Q, ...rest: A) => R) =>
		(query: Q, ...rest: A): R => {
			if (textOf(query) !== null) writer.flush();
			return read(query, ...rest);
		};
	return {
		...writer,
		list: flushedForText(reader.list),
		count: flushedForText(reader.count),
		stats: flushedForText(reader.stats),
		after: flushedForText(reader.after),
		finishedIds: flushedForText(reader.finishedIds),
		get: flushed(reader.get),
		logs: flushed(reader.logs),
		lines: flushed(reader.lines),
		searchLogs: flushed(reader.searchLogs),
		activity: flushed((since, buckets) => pluginActivity(database, since, buckets, now())),
		remove: database.transaction((ids: readonly string[]) => ids.reduce((sum, id) => sum + remove.run(id).changes, 0))
			.immediate,
		prune: flushed((retention) => prune(database, retention, now())),
	};
}

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
