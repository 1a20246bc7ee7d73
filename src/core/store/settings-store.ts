import type { Database } from 'better-sqlite3';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { fromColumn } from './rows/json-column.ts';
import { anyColumn } from './rows/row-schemas.ts';

export interface SettingsStore {
	get(key: string): JsonValue | undefined;
	set(key: string, value: JsonValue): void;
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
