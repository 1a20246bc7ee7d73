import type { Database } from 'better-sqlite3';
import { fromColumn } from './json-column.ts';
import { analysisColumn, anyColumn } from './row-schemas.ts';
import type { AnalysisStore, KeptState, SettingsStore } from './store.ts';

export function stateStore(database: Database): KeptState {
	const get = database.prepare<[string, string], { value: Buffer }>(
		'SELECT value FROM plugin_state WHERE plugin = ? AND key = ?',
	);
	const put = database.prepare(
		'INSERT INTO plugin_state (plugin, key, value) VALUES (?, ?, ?) ON CONFLICT (plugin, key) DO UPDATE SET value = excluded.value',
	);
	const remove = database.prepare('DELETE FROM plugin_state WHERE plugin = ? AND key = ?');
	const clear = database.prepare('DELETE FROM plugin_state WHERE plugin = ?');
	const some = database.prepare<[string], unknown>('SELECT 1 FROM plugin_state WHERE plugin = ? LIMIT 1');
	const rename = database.prepare('UPDATE plugin_state SET plugin = ? WHERE plugin = ?');
	const sum = database
		.prepare<[string], number>(
			'SELECT coalesce(sum(octet_length(key) + octet_length(value)), 0) FROM plugin_state WHERE plugin = ?',
		)
		.pluck();
	const size = database
		.prepare<[string, string], number>(
			'SELECT octet_length(key) + octet_length(value) FROM plugin_state WHERE plugin = ? AND key = ?',
		)
		.pluck();
	// A plugin may keep a quarter of a million keys: they are added up once, and again after another program wrote.
	const sums = new Map<string, number>();
	let summedAt: unknown;
	const usedBy = (plugin: string): number => {
		const version = database.pragma('data_version', { simple: true });
		if (version !== summedAt) sums.clear();
		summedAt = version;
		const used = sums.get(plugin) ?? sum.get(plugin) ?? 0;
		sums.set(plugin, used);
		return used;
	};
	const set = database.transaction((plugin: string, key: string, value: Uint8Array, quotaBytes: number): boolean => {
		const others = usedBy(plugin) - (size.get(plugin, key) ?? 0);
		const bytes = value.length === 0 ? 0 : Buffer.byteLength(key) + value.length;
		if (bytes > 0 && others + bytes > quotaBytes) return false;
		if (bytes === 0) remove.run(plugin, key);
		else put.run(plugin, key, Buffer.from(value));
		sums.set(plugin, others + bytes);
		return true;
	});
	return {
		get(plugin, key) {
			const row = get.get(plugin, key);
			return row === undefined ? null : new Uint8Array(row.value);
		},
		set(plugin, key, value, quotaBytes) {
			try {
				return set.immediate(plugin, key, value, quotaBytes);
			} catch (error) {
				// What was not written does not count.
				sums.delete(plugin);
				throw error;
			}
		},
		clear(plugin) {
			sums.delete(plugin);
			clear.run(plugin);
		},
		isEmpty: (plugin) => some.get(plugin) === undefined,
		move(from, to) {
			sums.clear();
			rename.run(to, from);
		},
	};
}

export function settingsStore(database: Database): SettingsStore {
	const get = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
	const put = database.prepare(
		'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
	);
	return {
		get(key) {
			const row = get.get(key);
			return row === undefined ? undefined : fromColumn(anyColumn, row.value, `the setting ${key}`);
		},
		set: (key, value) => void put.run(key, JSON.stringify(value)),
	};
}

export function analysisStore(database: Database): AnalysisStore {
	const get = database.prepare<[string], { analysis: string }>('SELECT analysis FROM analyses WHERE sha256 = ?');
	const put = database.prepare('INSERT OR REPLACE INTO analyses (sha256, analysis) VALUES (?, ?)');
	return {
		get(sha256) {
			const row = get.get(sha256);
			if (row === undefined) return null;
			try {
				return fromColumn(analysisColumn, row.analysis, `the analysis of ${sha256}`);
			} catch {
				// What a module holds is told again from the module itself.
				return null;
			}
		},
		put: (analysis) => void put.run(analysis.sha256, JSON.stringify(analysis)),
	};
}
