import type { Database } from 'better-sqlite3';
import type { PluginRecord, PluginVersion } from '../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { fromColumn } from './json-column.ts';
import type { PluginStore } from './store.ts';

interface VersionRow {
	readonly plugin: string;
	readonly sha256: string;
	readonly label: string | null;
	readonly manifest: string;
	readonly size: number;
	readonly first_seen_at: number;
}

/** Who ends a grant where no person did. */
const PROGRAM = 'dataflare';

/** A record as it is stored: the version in use by its hash alone. */
type StoredRecord = Omit<PluginRecord, 'current'> & { readonly current: string | null };

export function pluginStore(database: Database, now: () => number): PluginStore {
	const insert = database.prepare(
		'INSERT INTO plugins (name, record) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET record = excluded.record',
	);
	const addVersion = database.prepare(
		`INSERT INTO plugin_versions (plugin, sha256, label, manifest, size, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)
		 ON CONFLICT (plugin, sha256) DO UPDATE SET label = excluded.label, manifest = excluded.manifest`,
	);
	const all = database.prepare<[], { record: string }>('SELECT record FROM plugins ORDER BY name');
	const one = database.prepare<[string], { record: string }>('SELECT record FROM plugins WHERE name = ?');
	const inFolder = database.prepare<[string], { record: string }>(
		"SELECT record FROM plugins WHERE iif(json_valid(record), record ->> '$.folder', NULL) = ? ORDER BY name LIMIT 1",
	);
	const version = database.prepare<[string, string], VersionRow>(
		'SELECT * FROM plugin_versions WHERE plugin = ? AND sha256 = ?',
	);
	const versions = database.prepare<[string], VersionRow>(
		'SELECT * FROM plugin_versions WHERE plugin = ? ORDER BY first_seen_at DESC, sha256',
	);
	const removeRow = database.prepare('DELETE FROM plugins WHERE name = ?');
	const endGrant = database.prepare(
		`INSERT INTO grants (plugin, version, policy, author, note, created_at)
		 SELECT g.plugin, g.version + 1, ?, '${PROGRAM}', ?, ? FROM plugins p JOIN grants g ON g.plugin = p.name
		 WHERE p.name = ? AND iif(json_valid(p.record), p.record ->> '$.grantVersion' <> 0, 1)
		 ORDER BY g.version DESC LIMIT 1`,
	);
	const remove = database.transaction((name: string, note: string) => {
		endGrant.run(JSON.stringify(lockedDown), note, now(), name);
		removeRow.run(name);
	});

	const put = database.transaction((record: PluginRecord) => {
		if (record.current !== null) keep(record.current);
		const stored: StoredRecord = { ...record, current: record.current?.sha256 ?? null };
		insert.run(record.name, JSON.stringify(stored));
	});

	function keep(entry: PluginVersion): void {
		addVersion.run(
			entry.plugin,
			entry.sha256,
			entry.label,
			JSON.stringify(entry.manifest),
			entry.size,
			entry.firstSeenAt,
		);
	}

	function read({ record }: { readonly record: string }): PluginRecord {
		const stored = fromColumn<StoredRecord>(record, 'a plugin');
		const row = stored.current === null ? undefined : version.get(stored.name, stored.current);
		const current = row === undefined ? null : toVersion(row);
		// Older versions noted beside a plugin that waits what had been granted to another of its name.
		const grantVersion = stored.state === 'waiting_for_review' ? 0 : stored.grantVersion;
		return { ...stored, grantVersion, current };
	}

	return {
		list: () => all.all().map(read),
		get(name) {
			const row = one.get(name);
			return row === undefined ? null : read(row);
		},
		at(folder) {
			const row = inFolder.get(folder);
			return row === undefined ? null : read(row);
		},
		put: (record) => void put(record),
		setState(name, state, problem) {
			const row = one.get(name);
			if (row !== undefined) put({ ...read(row), state, problem, changedAt: now() });
		},
		remove: (name, note = 'uninstalled') => remove.immediate(name, note),
		addVersion: keep,
		versions: (name) => versions.all(name).map(toVersion),
	};
}

function toVersion(row: VersionRow): PluginVersion {
	return {
		plugin: row.plugin,
		sha256: row.sha256,
		label: row.label,
		manifest: fromColumn(row.manifest, `version ${row.sha256} of ${row.plugin}`),
		size: row.size,
		firstSeenAt: row.first_seen_at,
	};
}
