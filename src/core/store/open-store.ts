import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { openDatabase } from './database.ts';
import { grantStore } from './grant-store.ts';
import { mapError, mapErrors } from './map-error.ts';
import { pluginStore } from './plugin-store.ts';
import { prune } from './retention.ts';
import { runReader } from './run-reader.ts';
import { runWriter } from './run-writer.ts';
import { beginSession, endSession } from './sessions.ts';
import { analysisStore, settingsStore, stateStore } from './small-stores.ts';
import type { RunStore, Store, StoreOptions } from './store.ts';

const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

/** Opens or begins the history. Throws `storage` when it is locked, newer, unreadable or cannot be written. */
export function openStore(options: StoreOptions): Store {
	const { file, now = Date.now } = options;
	if (!isAbsolute(file)) throw new Error(`the store needs an absolute path, not ${file}`);
	const { database, notice } = openDatabase(file, options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS);
	let session: number;
	try {
		session = beginSession(database, now);
	} catch (thrown) {
		database.close();
		throw mapError(thrown, file);
	}
	const writer = runWriter(database, session);
	const reader = runReader(database);
	const remove = database.prepare("DELETE FROM runs WHERE id = ? AND status <> 'running'");
	const runs: RunStore = {
		...writer,
		...reader,
		list: (query) => reader.list(query),
		get(id) {
			writer.flush();
			return reader.get(id);
		},
		logs(id, logOptions) {
			writer.flush();
			return reader.logs(id, logOptions);
		},
		searchLogs(text, searchOptions) {
			writer.flush();
			return reader.searchLogs(text, searchOptions);
		},
		remove: database.transaction((ids: readonly string[]) => ids.reduce((sum, id) => sum + remove.run(id).changes, 0)),
		prune(retention) {
			writer.flush();
			return prune(database, retention, now());
		},
	};
	return {
		plugins: mapErrors(pluginStore(database, now), file),
		grants: mapErrors(grantStore(database, now), file),
		runs: mapErrors(runs, file),
		state: mapErrors(stateStore(database), file),
		settings: mapErrors(settingsStore(database), file),
		analyses: mapErrors(analysisStore(database), file),
		notice,
		size: () => sizeOf(file) + sizeOf(`${file}-wal`),
		close() {
			if (!database.open) return;
			try {
				writer.flush();
				endSession(database, session);
			} catch (thrown) {
				throw mapError(thrown, file);
			} finally {
				database.close();
			}
		},
	};
}

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
