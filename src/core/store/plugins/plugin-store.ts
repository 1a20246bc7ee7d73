import type { Database } from 'better-sqlite3';
import type { InputPrivacy } from '../../../shared/plugin/input-privacy.ts';
import type { PluginRecord, PluginVersion, UpdateChoice } from '../../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { pluginRecordReader, type RecordRow, type VersionRow } from '../rows/plugin-record-reader.ts';
import type { StoredRecord } from '../rows/row-schemas.ts';

export interface PluginStore {
	list(): readonly PluginRecord[];
	get(name: string): PluginRecord | null;
	/** The one whose files are there. */
	at(folder: string): PluginRecord | null;
	/**
	 * Inserts or replaces the record, and adds its current version where it is new. Leaves a person's marks as they are, none for a
	 * new one: who writes a record may have read it before a person changed that.
	 */
	put(record: PluginRecord): void;
	/** Does nothing where there is no such plugin. */
	setPreload(name: string, on: boolean): void;
	/** Does nothing where there is no such plugin. Null: as its manifest says. */
	setInputPrivacy(name: string, privacy: InputPrivacy | null): void;
	setUpdateChoice(name: string, choice: UpdateChoice): void;
	/** Names of those that are to be ready from the program's start, in order. */
	preloaded(): readonly string[];
	/** A grant ends with its plugin: where one was decided, a version that denies everything follows, with this note. */
	remove(name: string, note?: string): void;
	/** Newest first. */
	versions(name: string): readonly PluginVersion[];
}

/** Who ends a grant where no person did. */
const PROGRAM = 'dataflare';

const columns = 'name, record, preload, input_privacy, update_choice';

export function pluginStore(database: Database, now: () => number): PluginStore {
	const { read, toVersion } = pluginRecordReader(database);
	const insert = database.prepare(
		'INSERT INTO plugins (name, record) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET record = excluded.record',
	);
	const addVersion = database.prepare(
		`INSERT INTO plugin_versions (plugin, sha256, manifest_sha256, label, manifest, size, first_seen_at, signer)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (plugin, sha256, manifest_sha256) DO UPDATE SET label = excluded.label, manifest = excluded.manifest,
		 signer = excluded.signer`,
	);
	const all = database.prepare<[], RecordRow>(`SELECT ${columns} FROM plugins ORDER BY name`);
	const one = database.prepare<[string], RecordRow>(`SELECT ${columns} FROM plugins WHERE name = ?`);
	const inFolder = database.prepare<[string], RecordRow>(
		`SELECT ${columns} FROM plugins WHERE iif(json_valid(record), record ->> '$.folder', NULL) = ? ORDER BY name LIMIT 1`,
	);
	const versions = database.prepare<[string], VersionRow>(
		'SELECT * FROM plugin_versions WHERE plugin = ? ORDER BY first_seen_at DESC, sha256, manifest_sha256',
	);
	const mark = database.prepare('UPDATE plugins SET preload = ? WHERE name = ?');
	const markInput = database.prepare('UPDATE plugins SET input_privacy = ? WHERE name = ?');
	const markUpdates = database.prepare('UPDATE plugins SET update_choice = ? WHERE name = ?');
	const marked = database.prepare<[], string>('SELECT name FROM plugins WHERE preload <> 0 ORDER BY name').pluck();
	const removeRow = database.prepare('DELETE FROM plugins WHERE name = ?');
	const endGrant = database.prepare(
		`INSERT INTO grants (plugin, version, policy, author, note, created_at)
		 SELECT g.plugin, g.version + 1, ?, '${PROGRAM}', ?, ? FROM plugins p JOIN grants g ON g.plugin = p.name
		 WHERE p.name = ? AND g.version = (SELECT max(version) FROM grants WHERE plugin = p.name)
		 AND (g.policy <> ? OR iif(json_valid(p.record), coalesce(p.record ->> '$.grantVersion', 1), 1) <> 0)`,
	);
	const remove = database.transaction((name: string, note: string) => {
		const nothing = JSON.stringify(lockedDown);
		// One that waited for its review may have come in the place of another, whose grant is the last there is.
		endGrant.run(nothing, note, now(), name, nothing);
		removeRow.run(name);
	});

	const put = database.transaction(
		({ preload: _, inputPrivacy: _privacy, updates: _updates, ...record }: PluginRecord) => {
			if (record.current !== null) keep(record.current);
			const { sha256 = null, manifestSha256 = null } = record.current ?? {};
			const stored: StoredRecord = { ...record, current: sha256, currentManifest: manifestSha256 };
			insert.run(record.name, JSON.stringify(stored));
		},
	);

	function keep(entry: PluginVersion): void {
		addVersion.run(
			entry.plugin,
			entry.sha256,
			entry.manifestSha256,
			entry.label,
			JSON.stringify(entry.manifest),
			entry.size,
			entry.firstSeenAt,
			entry.signer,
		);
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
		setPreload: (name, on) => void mark.run(on ? 1 : 0, name),
		setInputPrivacy: (name, privacy) => void markInput.run(privacy, name),
		setUpdateChoice: (name, { held, skipped }) =>
			void markUpdates.run(held || skipped.length > 0 ? JSON.stringify({ held, skipped }) : null, name),
		preloaded: () => marked.all(),
		remove: (name, note = 'uninstalled') => remove.immediate(name, note),
		versions: (name) =>
			versions.all(name).flatMap((row) => {
				try {
					return [toVersion(row)];
				} catch {
					// It cannot be gone back to.
					return [];
				}
			}),
	};
}
