import type { Database } from 'better-sqlite3';

/** A small key-value store per plugin; outlives instances and versions. */
export interface StateStore {
	get(plugin: string, key: string): Uint8Array | null;
	/** False: the quota (bytes of keys and values together) would be exceeded and nothing was written. Empty value deletes. */
	set(plugin: string, key: string, value: Uint8Array, quotaBytes: number): boolean;
	clear(plugin: string): void;
}

/** What is kept beyond the life of the program. */
export interface KeptState extends StateStore {
	isEmpty(plugin: string): boolean;
	/** Bytes of keys and values together. */
	size(plugin: string): number;
	/** Hands at most so many values over to another name; answers how many. */
	move(from: string, to: string, atMost: number): number;
	/** Deletes at most so many values; answers how many. */
	drop(plugin: string, atMost: number): number;
}

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
	const someOf = '(SELECT key FROM plugin_state WHERE plugin = ? LIMIT ?)';
	const rename = database.prepare(`UPDATE plugin_state SET plugin = ? WHERE plugin = ? AND key IN ${someOf}`);
	const dropSome = database.prepare(`DELETE FROM plugin_state WHERE plugin = ? AND key IN ${someOf}`);
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
		size: (plugin) => sum.get(plugin) ?? 0,
		move(from, to, atMost) {
			sums.clear();
			return rename.run(to, from, from, atMost).changes;
		},
		drop(plugin, atMost) {
			sums.delete(plugin);
			return dropSome.run(plugin, plugin, atMost).changes;
		},
	};
}
