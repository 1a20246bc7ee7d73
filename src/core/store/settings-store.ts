import type { Database } from 'better-sqlite3';
import { fromColumn } from './rows/json-column.ts';
import { anyColumn } from './rows/row-schemas.ts';
import type { SettingsStore } from './store.ts';

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
