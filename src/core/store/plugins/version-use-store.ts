import type { Database } from 'better-sqlite3';
import type { VersionUse } from '../../../shared/plugin/version-use.ts';
import type { KeptState } from '../store.ts';
import type { VersionUses } from './version-uses.ts';

/** What is kept at once, and so in one go: more than this is left out, since the whole program waits meanwhile. */
const keptStateLimits = { bytes: 2 * 1024 * 1024, entries: 10_000 } as const;
/** Versions of a plugin for which what it kept is kept. */
const STATES = 5;

interface UseRow {
	readonly sha256: string;
	readonly package: string | null;
	readonly grant_version: number;
	readonly state_bytes: number | null;
	readonly left_at: number | null;
	readonly is_own: number;
}

const unused: VersionUse = { grantVersion: 0, stateBytes: null, leftAt: null, isWhole: false, isOwn: false };

export function versionUseStore(database: Database, state: KeptState, now: () => number): VersionUses {
	const columns = 'sha256, package, grant_version, state_bytes, left_at, is_own';
	const one = database.prepare<[string, string], UseRow>(
		`SELECT ${columns} FROM version_uses WHERE plugin = ? AND sha256 = ?`,
	);
	const all = database.prepare<[string], UseRow>(`SELECT ${columns} FROM version_uses WHERE plugin = ?`);
	const insert = database.prepare('INSERT OR IGNORE INTO version_uses (plugin, sha256) VALUES (?, ?)');
	const setPackage = database.prepare('UPDATE version_uses SET package = ? WHERE plugin = ? AND sha256 = ?');
	const packages = database.prepare<[string], { readonly sha256: string; readonly name: string }>(
		`SELECT sha256, package AS name FROM version_uses WHERE plugin = ? AND package IS NOT NULL
		 ORDER BY left_at IS NULL DESC, left_at DESC, sha256`,
	);
	const setLeft = database.prepare(
		'UPDATE version_uses SET grant_version = ?, left_at = ? WHERE plugin = ? AND sha256 = ?',
	);
	const setState = database.prepare('UPDATE version_uses SET state_bytes = ? WHERE plugin = ? AND sha256 = ?');
	const kept = database.prepare<[string], string>(
		`SELECT sha256 FROM version_uses WHERE plugin = ? AND state_bytes IS NOT NULL
		 ORDER BY left_at IS NULL DESC, left_at DESC, sha256`,
	);
	const entries = database
		.prepare<[string, number], number>('SELECT count(*) FROM (SELECT 1 FROM plugin_state WHERE plugin = ? LIMIT ?)')
		.pluck();
	const copyOut = database.prepare(
		'INSERT INTO version_states (plugin, sha256, key, value) SELECT plugin, ?, key, value FROM plugin_state WHERE plugin = ?',
	);
	const copyBack = database.prepare(
		'INSERT INTO plugin_state (plugin, key, value) SELECT plugin, key, value FROM version_states WHERE plugin = ? AND sha256 = ?',
	);
	const dropState = database.prepare('DELETE FROM version_states WHERE plugin = ? AND sha256 = ?');
	const dropSome = database.prepare(
		`DELETE FROM version_states WHERE plugin = ? AND (sha256, key) IN
		 (SELECT sha256, key FROM version_states WHERE plugin = ? LIMIT ?)`,
	);
	const own = database.prepare('UPDATE version_uses SET is_own = 1 WHERE plugin = ? AND sha256 = ?');
	const disown = database.prepare('UPDATE version_uses SET is_own = 0 WHERE plugin = ?');
	const forget = database.prepare(
		'UPDATE version_uses SET grant_version = 0, state_bytes = NULL, left_at = NULL WHERE plugin = ?',
	);

	const keepState = database.transaction((plugin: string, sha256: string): number | null => {
		insert.run(plugin, sha256);
		dropState.run(plugin, sha256);
		const bytes = fits(plugin) ? state.size(plugin) : null;
		if (bytes !== null) copyOut.run(sha256, plugin);
		setState.run(bytes, plugin, sha256);
		const old = kept
			.pluck()
			.all(plugin)
			.filter((other) => other !== sha256);
		for (const other of old.slice(STATES - 1)) {
			dropState.run(plugin, other);
			setState.run(null, plugin, other);
		}
		return bytes;
	});
	const bringState = database.transaction((plugin: string, sha256: string): boolean => {
		if ((one.get(plugin, sha256)?.state_bytes ?? null) === null) return false;
		state.clear(plugin);
		copyBack.run(plugin, sha256);
		return true;
	});
	const fits = (plugin: string): boolean =>
		(entries.get(plugin, keptStateLimits.entries + 1) ?? 0) <= keptStateLimits.entries &&
		state.size(plugin) <= keptStateLimits.bytes;

	return {
		get(plugin, sha256) {
			const row = one.get(plugin, sha256);
			return row === undefined ? null : toUse(row);
		},
		list: (plugin) => new Map(all.all(plugin).map((row) => [row.sha256, toUse(row)])),
		packed: database.transaction((plugin: string, sha256: string, name: string) => {
			insert.run(plugin, sha256);
			setPackage.run(name, plugin, sha256);
		}),
		packages: (plugin) => packages.all(plugin),
		unpacked: (plugin, sha256) => void setPackage.run(null, plugin, sha256),
		keepState: (plugin, sha256) => keepState.immediate(plugin, sha256),
		left: database.transaction((plugin: string, sha256: string, grantVersion: number) => {
			insert.run(plugin, sha256);
			setLeft.run(grantVersion, now(), plugin, sha256);
		}),
		bringState: (plugin, sha256) => bringState.immediate(plugin, sha256),
		dropStates: (plugin, atMost) => dropSome.run(plugin, plugin, atMost).changes,
		ended: (plugin) => void forget.run(plugin),
		begin: database.transaction((plugin: string) => {
			forget.run(plugin);
			disown.run(plugin);
		}),
		used: database.transaction((plugin: string, sha256: string) => {
			insert.run(plugin, sha256);
			own.run(plugin, sha256);
		}),
	};
}

function toUse(row: UseRow): VersionUse {
	return {
		grantVersion: row.grant_version,
		stateBytes: row.state_bytes,
		leftAt: row.left_at,
		isWhole: row.package !== null,
		isOwn: row.is_own !== 0,
	};
}

/** Of a version of which nothing is noted. */
export function versionUseOf(uses: ReadonlyMap<string, VersionUse>, sha256: string): VersionUse {
	return uses.get(sha256) ?? unused;
}
