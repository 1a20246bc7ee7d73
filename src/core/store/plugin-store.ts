import type { Database } from 'better-sqlite3';
import { toDataFlareError } from '../../shared/errors/errors.ts';
import { inputPrivacies } from '../../shared/plugin/input-privacy.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { PluginRecord, PluginVersion } from '../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { fromColumn } from './json-column.ts';
import { oneOf } from './one-of.ts';
import { manifestColumn, recordColumn, type StoredRecord } from './row-schemas.ts';
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

/** Manifests that were read lately, by their text: lists are asked for often, and their rows seldom change. */
const MAX_REMEMBERED = 500;

interface RecordRow {
	readonly name: string;
	readonly record: string;
	readonly preload: number;
	readonly input_privacy: string | null;
}

/** What a person says of a plugin, in columns of its own. */
type Marks = Pick<PluginRecord, 'preload' | 'inputPrivacy'>;

const columns = 'name, record, preload, input_privacy';

/** A plugin of which nothing but its name can be read. */
const nothingKnown = {
	state: 'broken',
	current: null,
	failedUpdate: null,
	grantVersion: 0,
	folder: '',
	installedAt: 0,
	changedAt: 0,
	warnings: [],
} as const;

export function pluginStore(database: Database, now: () => number): PluginStore {
	const manifests = new Map<string, Manifest>();
	const insert = database.prepare(
		'INSERT INTO plugins (name, record) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET record = excluded.record',
	);
	const addVersion = database.prepare(
		`INSERT INTO plugin_versions (plugin, sha256, label, manifest, size, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)
		 ON CONFLICT (plugin, sha256) DO UPDATE SET label = excluded.label, manifest = excluded.manifest`,
	);
	const all = database.prepare<[], RecordRow>(`SELECT ${columns} FROM plugins ORDER BY name`);
	const one = database.prepare<[string], RecordRow>(`SELECT ${columns} FROM plugins WHERE name = ?`);
	const inFolder = database.prepare<[string], RecordRow>(
		`SELECT ${columns} FROM plugins WHERE iif(json_valid(record), record ->> '$.folder', NULL) = ? ORDER BY name LIMIT 1`,
	);
	const version = database.prepare<[string, string], VersionRow>(
		'SELECT * FROM plugin_versions WHERE plugin = ? AND sha256 = ?',
	);
	const versions = database.prepare<[string], VersionRow>(
		'SELECT * FROM plugin_versions WHERE plugin = ? ORDER BY first_seen_at DESC, sha256',
	);
	const mark = database.prepare('UPDATE plugins SET preload = ? WHERE name = ?');
	const markInput = database.prepare('UPDATE plugins SET input_privacy = ? WHERE name = ?');
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

	const put = database.transaction(({ preload: _, inputPrivacy: _privacy, ...record }: PluginRecord) => {
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

	/** Never throws for a damaged row: its plugin is listed as broken, and nothing is granted to it. */
	function read(row: RecordRow): PluginRecord {
		const { name, record } = row;
		const marks: Marks = {
			preload: row.preload !== 0,
			inputPrivacy: oneOf(inputPrivacies, row.input_privacy ?? '', null),
		};
		try {
			const stored = fromColumn(recordColumn, record, `the plugin ${name}`);
			// Older versions noted beside a plugin that waits what had been granted to another of its name.
			const grantVersion = stored.state === 'waiting_for_review' ? 0 : stored.grantVersion;
			return withVersion({ ...stored, name, grantVersion }, marks);
		} catch (error) {
			return { ...nothingKnown, name, ...marks, problem: toDataFlareError(error).toWire() };
		}
	}

	function withVersion(stored: StoredRecord, marks: Marks): PluginRecord {
		const row = stored.current === null ? undefined : version.get(stored.name, stored.current);
		try {
			return { ...stored, ...marks, current: row === undefined ? null : toVersion(row, manifests) };
		} catch (error) {
			return { ...stored, ...marks, current: null, state: 'broken', problem: toDataFlareError(error).toWire() };
		}
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
		preloaded: () => marked.all(),
		remove: (name, note = 'uninstalled') => remove.immediate(name, note),
		versions: (name) =>
			versions.all(name).flatMap((row) => {
				try {
					return [toVersion(row, manifests)];
				} catch {
					// It cannot be gone back to.
					return [];
				}
			}),
	};
}

function toVersion(row: VersionRow, manifests: Map<string, Manifest>): PluginVersion {
	let manifest = manifests.get(row.manifest);
	if (manifest === undefined) {
		manifest = fromColumn<Manifest>(manifestColumn, row.manifest, `version ${row.sha256} of ${row.plugin}`);
		if (manifests.size >= MAX_REMEMBERED) manifests.clear();
		manifests.set(row.manifest, manifest);
	}
	return {
		plugin: row.plugin,
		sha256: row.sha256,
		label: row.label,
		manifest,
		size: row.size,
		firstSeenAt: row.first_seen_at,
	};
}
