import type { Database } from 'better-sqlite3';
import type { VersionKey } from '../../../shared/plugin/plugin-record.ts';
import { isVersion, type VersionUse, versionId } from '../../../shared/plugin/version-use.ts';
import type { KeptState } from './state-store.ts';
import type { VersionUses } from './version-uses.ts';

/** What is kept at once, and so in one go: more than this is left out, since the whole program waits meanwhile. */
const keptStateLimits = { bytes: 2 * 1024 * 1024, entries: 10_000 } as const;
/** Versions of a plugin for which what it kept is kept. */
const STATES = 5;

interface KeyRow {
	readonly sha256: string;
	readonly manifest_sha256: string;
}

interface UseRow extends KeyRow {
	readonly package: string | null;
	readonly grant_version: number;
	readonly state_bytes: number | null;
	readonly left_at: number | null;
	readonly is_own: number;
}

const unused: VersionUse = { grantVersion: 0, stateBytes: null, leftAt: null, isWhole: false, isOwn: false };

export function versionUseStore(database: Database, state: KeptState, now: () => number): VersionUses {
	const columns = 'sha256, manifest_sha256, package, grant_version, state_bytes, left_at, is_own';
	const isOne = 'plugin = ? AND sha256 = ? AND manifest_sha256 = ?';
	const one = database.prepare<[string, string, string], UseRow>(`SELECT ${columns} FROM version_uses WHERE ${isOne}`);
	const all = database.prepare<[string], UseRow>(`SELECT ${columns} FROM version_uses WHERE plugin = ?`);
	const insert = database.prepare(
		'INSERT OR IGNORE INTO version_uses (plugin, sha256, manifest_sha256) VALUES (?, ?, ?)',
	);
	const setPackage = database.prepare(`UPDATE version_uses SET package = ? WHERE ${isOne}`);
	const lastFirst = 'ORDER BY left_at IS NULL DESC, left_at DESC, sha256, manifest_sha256';
	const packages = database.prepare<[string], KeyRow & { readonly name: string }>(
		`SELECT sha256, manifest_sha256, package AS name FROM version_uses WHERE plugin = ? AND package IS NOT NULL ${lastFirst}`,
	);
	const setLeft = database.prepare(`UPDATE version_uses SET grant_version = ?, left_at = ? WHERE ${isOne}`);
	const setState = database.prepare(`UPDATE version_uses SET state_bytes = ? WHERE ${isOne}`);
	const kept = database.prepare<[string], KeyRow>(
		`SELECT sha256, manifest_sha256 FROM version_uses WHERE plugin = ? AND state_bytes IS NOT NULL ${lastFirst}`,
	);
	const entries = database
		.prepare<[string, number], number>('SELECT count(*) FROM (SELECT 1 FROM plugin_state WHERE plugin = ? LIMIT ?)')
		.pluck();
	const copyOut = database.prepare(
		`INSERT INTO version_states (plugin, sha256, manifest_sha256, key, value)
		 SELECT plugin, ?, ?, key, value FROM plugin_state WHERE plugin = ?`,
	);
	const copyBack = database.prepare(
		`INSERT INTO plugin_state (plugin, key, value) SELECT plugin, key, value FROM version_states WHERE ${isOne}`,
	);
	const dropState = database.prepare(`DELETE FROM version_states WHERE ${isOne}`);
	const dropSome = database.prepare(
		`DELETE FROM version_states WHERE plugin = ? AND (sha256, manifest_sha256, key) IN
		 (SELECT sha256, manifest_sha256, key FROM version_states WHERE plugin = ? LIMIT ?)`,
	);
	const own = database.prepare(`UPDATE version_uses SET is_own = 1 WHERE ${isOne}`);
	const disown = database.prepare('UPDATE version_uses SET is_own = 0 WHERE plugin = ?');
	const forget = database.prepare(
		'UPDATE version_uses SET grant_version = 0, state_bytes = NULL, left_at = NULL WHERE plugin = ?',
	);

	const keepState = database.transaction((plugin: string, version: VersionKey): number | null => {
		const key = keyOf(plugin, version);
		insert.run(...key);
		dropState.run(...key);
		const bytes = fits(plugin) ? state.size(plugin) : null;
		if (bytes !== null) copyOut.run(version.sha256, version.manifestSha256, plugin);
		setState.run(bytes, ...key);
		const old = kept
			.all(plugin)
			.map(toKey)
			.filter((other) => !isVersion(other, version));
		for (const other of old.slice(STATES - 1)) {
			dropState.run(...keyOf(plugin, other));
			setState.run(null, ...keyOf(plugin, other));
		}
		return bytes;
	});
	const bringState = database.transaction((plugin: string, version: VersionKey): boolean => {
		if ((one.get(...keyOf(plugin, version))?.state_bytes ?? null) === null) return false;
		state.clear(plugin);
		copyBack.run(...keyOf(plugin, version));
		return true;
	});
	const fits = (plugin: string): boolean =>
		(entries.get(plugin, keptStateLimits.entries + 1) ?? 0) <= keptStateLimits.entries &&
		state.size(plugin) <= keptStateLimits.bytes;

	return {
		get(plugin, version) {
			const row = one.get(...keyOf(plugin, version));
			return row === undefined ? null : toUse(row);
		},
		list: (plugin) => new Map(all.all(plugin).map((row) => [versionId(toKey(row)), toUse(row)])),
		packed: database.transaction((plugin: string, version: VersionKey, name: string) => {
			insert.run(...keyOf(plugin, version));
			setPackage.run(name, ...keyOf(plugin, version));
		}),
		packages: (plugin) => packages.all(plugin).map((row) => ({ ...toKey(row), name: row.name })),
		unpacked: (plugin, version) => void setPackage.run(null, ...keyOf(plugin, version)),
		keepState: (plugin, version) => keepState.immediate(plugin, version),
		left: database.transaction((plugin: string, version: VersionKey, grantVersion: number) => {
			insert.run(...keyOf(plugin, version));
			setLeft.run(grantVersion, now(), ...keyOf(plugin, version));
		}),
		bringState: (plugin, version) => bringState.immediate(plugin, version),
		dropStates: (plugin, atMost) => dropSome.run(plugin, plugin, atMost).changes,
		ended: (plugin) => void forget.run(plugin),
		begin: database.transaction((plugin: string) => {
			forget.run(plugin);
			disown.run(plugin);
		}),
		used: database.transaction((plugin: string, version: VersionKey) => {
			insert.run(...keyOf(plugin, version));
			own.run(...keyOf(plugin, version));
		}),
	};
}

function keyOf(plugin: string, { sha256, manifestSha256 }: VersionKey): readonly [string, string, string] {
	return [plugin, sha256, manifestSha256];
}

function toKey(row: KeyRow): VersionKey {
	return { sha256: row.sha256, manifestSha256: row.manifest_sha256 };
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
export function versionUseOf(uses: ReadonlyMap<string, VersionUse>, version: VersionKey): VersionUse {
	return uses.get(versionId(version)) ?? unused;
}
