import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** What a person makes or decides, each with a key of its own, which what is told of it names. */
export const markedKinds = ['plugins', 'templates', 'flows', 'keys', 'settings'] as const;
export type MarkedKind = (typeof markedKinds)[number];

/** What is one whole here: which of it changed is not told apart. */
export const markedWholes = ['runs', 'lines', 'trashedRuns', 'trashedPlugins', 'trashedTemplates'] as const;
export type MarkedWhole = (typeof markedWholes)[number];

/**
 * Texts that differ once what they stand for was changed, by whatever program. They are read from what a person makes, and
 * from sums that the history keeps: none costs more for a longer history, or for a larger plugin.
 */
export interface StoreMarks {
	/** By key. That of a plugin begins with what its version in use is (`versionId`; empty: none), up to a space. */
	all(kind: MarkedKind): ReadonlyMap<string, string>;
	/** Undefined: there is none of that key. */
	one(kind: MarkedKind, key: string): string | undefined;
	whole(of: MarkedWhole): string;
}

interface MarkRow {
	readonly key: string;
	readonly text: string;
	/** What a plugin's version in use is: a mark that begins otherwise is of another. */
	readonly version?: string | null;
}

/** A flow's newest version, found without passing through those before it, and its trigger. */
const flows = `WITH RECURSIVE names (key) AS (
		SELECT min(name) FROM flow_versions
		UNION ALL SELECT (SELECT min(name) FROM flow_versions WHERE name > key) FROM names WHERE key IS NOT NULL
	), newest AS (
		SELECT key, (SELECT max(version) FROM flow_versions WHERE name = key) AS version FROM names WHERE key IS NOT NULL
	)
	SELECT key, concat_ws(' ', v.version, v.saved_at, t.definition, t.active, t.next_at, t.last_at, t.missed) AS text
	FROM newest n JOIN flow_versions v ON v.name = n.key AND v.version = n.version
	LEFT JOIN flow_triggers t ON t.flow = n.key`;

const rows: Readonly<Record<MarkedKind, string>> = {
	// A record of an older version names no manifest: it means the only one that there was of its module.
	plugins: `SELECT name AS key, concat_ws(' ', preload, input_privacy, update_choice, record) AS text,
		iif(json_valid(record), (record ->> '$.current') || ':' || coalesce(record ->> '$.currentManifest', (
			SELECT min(manifest_sha256) FROM plugin_versions WHERE plugin = name AND sha256 = record ->> '$.current'
		), ''), NULL) AS version FROM plugins`,
	templates: `SELECT id AS key, concat_ws(' ', version, changed_at, name, note) AS text FROM policy_templates`,
	flows,
	keys: 'SELECT fingerprint AS key, name AS text FROM signing_keys',
	settings: 'SELECT key, value AS text FROM settings',
};

const wholes: Readonly<Record<MarkedWhole, string>> = {
	// How many there are of each state, which begins and ends change; the number of the newest; those nobody looked at,
	// up to more than anybody counts.
	runs: `SELECT concat_ws(' ',
		(SELECT seq FROM sqlite_sequence WHERE name = 'runs'),
		(SELECT group_concat(concat_ws(' ', kind, status, trigger_kind, denied, runs)) FROM run_tallies WHERE plugin = ''),
		(SELECT count(*) FROM (SELECT 1 FROM run_failures WHERE seen_at IS NULL LIMIT 1000)))`,
	// The newest line of a log, and the record that was set aside last: what a run under way adds.
	lines: `SELECT concat_ws(' ', (SELECT max(id) FROM run_logs), (SELECT max(id) FROM quarantined_records))`,
	trashedRuns: `SELECT concat_ws(' ', runs, bytes) FROM trash_run_totals`,
	// By their index alone: what else is known of one lies behind its manifest.
	trashedPlugins: `SELECT concat_ws(' ', count(*), max(deleted_at)) FROM trash_plugins`,
	trashedTemplates: `SELECT concat_ws(' ', count(*), max(deleted_at)) FROM trash_policy_templates`,
};

export function storeMarks(database: Database): StoreMarks {
	const print = ({ text, version }: MarkRow): string => `${version ?? ''} ${hash('sha1', text, 'base64')}`;
	const all = each(markedKinds, (kind) => database.prepare<[], MarkRow>(rows[kind]));
	const one = each(markedKinds, (kind) =>
		database.prepare<[string], MarkRow>(`SELECT * FROM (${rows[kind]}) WHERE key = ?`),
	);
	const whole = each(markedWholes, (of) => database.prepare<[], string>(wholes[of]).pluck());
	return {
		all: (kind) => new Map(all[kind].all().map((row) => [row.key, print(row)])),
		one(kind, key) {
			const row = one[kind].get(key);
			return row === undefined ? undefined : print(row);
		},
		whole: (of) => whole[of].get() ?? '',
	};
}

function each<K extends string, V>(keys: readonly K[], make: (key: K) => V): Readonly<Record<K, V>> {
	return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
}
