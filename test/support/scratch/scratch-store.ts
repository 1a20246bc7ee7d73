import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach } from 'vitest';
import { openStore } from '../../../src/core/store/open-store.ts';
import type { FinishedRun, NewRun } from '../../../src/core/store/runs/kept-runs.ts';
import type { Store, StoreOptions } from '../../../src/core/store/store.ts';
import { noCounts, notOfFlow, type RunStage } from '../../../src/shared/run/run.ts';

export interface ScratchStore {
	readonly folder: string;
	readonly file: string;
	/** Opens the file once more; closed by `dispose`. */
	open(options?: Partial<StoreOptions>): Store;
	/** Puts so many small values into the state of a plugin at once. */
	rows(plugin: string, count: number): void;
	dispose(): void;
}

/** SQL that makes of a history one of the version before a manifest alone made a version. */
export const beforeManifests = [
	'DROP INDEX flow_files_taken; ALTER TABLE flow_files DROP COLUMN session;',
	'DROP TRIGGER live_runs_end; DROP TABLE live_runs;',
	'DROP INDEX flow_checkpoint_parts_in_files;',
	...['state_file', 'state_bytes', 'state_crc'].map(
		(column) => `ALTER TABLE flow_checkpoint_parts DROP COLUMN ${column};`,
	),
	`CREATE TABLE old_versions (plugin TEXT NOT NULL, sha256 TEXT NOT NULL, label TEXT, manifest TEXT NOT NULL,
		size INTEGER NOT NULL, first_seen_at INTEGER NOT NULL, signer TEXT, PRIMARY KEY (plugin, sha256)) STRICT, WITHOUT ROWID;`,
	'INSERT INTO old_versions SELECT plugin, sha256, label, manifest, size, first_seen_at, signer FROM plugin_versions;',
	`CREATE TABLE old_uses (plugin TEXT NOT NULL, sha256 TEXT NOT NULL, package TEXT, grant_version INTEGER NOT NULL DEFAULT 0,
		state_bytes INTEGER, left_at INTEGER, is_own INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (plugin, sha256)) STRICT, WITHOUT ROWID;`,
	'INSERT INTO old_uses SELECT plugin, sha256, package, grant_version, state_bytes, left_at, is_own FROM version_uses;',
	`CREATE TABLE old_states (plugin TEXT NOT NULL, sha256 TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
		PRIMARY KEY (plugin, sha256, key)) STRICT, WITHOUT ROWID;`,
	'INSERT INTO old_states SELECT plugin, sha256, key, value FROM version_states;',
	'DROP TABLE plugin_versions; DROP TABLE version_uses; DROP TABLE version_states;',
	'ALTER TABLE old_versions RENAME TO plugin_versions; ALTER TABLE old_uses RENAME TO version_uses;',
	'ALTER TABLE old_states RENAME TO version_states;',
	"UPDATE plugins SET record = json_remove(record, '$.currentManifest', '$.failedUpdate.manifestSha256') WHERE json_valid(record);",
	"UPDATE trash_plugins SET version = json_remove(version, '$.manifest_sha256'), record = json_remove(record, '$.currentManifest');",
].join(' ');

/** SQL that makes of a history one of the version before there were flows. */
export const beforeFlows = [
	beforeManifests,
	'DROP TRIGGER quarantined_records_let_go;',
	'DROP TRIGGER runs_removed_with_checkpoint; DROP TRIGGER IF EXISTS trash_runs_removed_with_checkpoint;',
	'DROP TABLE flow_checkpoints; DROP TABLE flow_checkpoint_parts; DROP TABLE flow_part_files;',
	'DROP TABLE quarantined_records; DROP TABLE trash_quarantined_records; DROP TABLE quarantine_total;',
	'DROP TABLE run_edges; DROP TABLE trash_run_edges; DROP TABLE run_resumes; DROP TABLE trash_run_resumes;',
	'DROP INDEX runs_of_flows; DROP TABLE flow_versions; DROP TABLE flow_triggers; DROP TABLE flow_files;',
].join(' ');

/** SQL that makes of a history one of the version before runs were listed by their figures. */
export const beforeRunOrders = [
	beforeFlows,
	...['duration', 'records_in', 'records_out', 'denials', 'host_calls', 'memory'].map(
		(figure) => `DROP INDEX runs_by_${figure};`,
	),
	'DROP TRIGGER runs_failed_unseen; DROP TABLE run_failures;',
	...['runs', 'run_stages', 'run_denials', 'run_events', 'run_logs', 'run_host_calls'].map(
		(table) => `DROP TABLE trash_${table};`,
	),
	'DROP TABLE trash_plugins; DROP TABLE trash_run_totals;',
	'DROP TABLE gram_purge; ALTER TABLE plugins DROP COLUMN input_privacy; ALTER TABLE runs DROP COLUMN keeping;',
	'ALTER TABLE plugins DROP COLUMN update_choice;',
	'DROP TABLE version_states; DROP TABLE version_uses;',
	'DROP TABLE trash_policy_templates; DROP TABLE policy_templates; ALTER TABLE grants DROP COLUMN origin;',
	'DROP TABLE signing_keys; ALTER TABLE plugin_versions DROP COLUMN signer;',
].join(' ');

/** A real database file in a folder of its own. */
export function scratchStore(): ScratchStore {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-store-'));
	const file = join(folder, 'dataflare.db');
	const opened: Store[] = [];
	return {
		folder,
		file,
		open(options = {}) {
			const store = openStore({ file, ...options });
			opened.push(store);
			return store;
		},
		rows(plugin, count) {
			const database = new Database(file);
			database
				.prepare(
					`INSERT INTO plugin_state (plugin, key, value)
					 WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT ?, printf('%x', n), x'30' FROM c`,
				)
				.run(count, plugin);
			database.close();
		},
		dispose() {
			for (const store of opened) store.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Before each test of the file: a store on a new file. Both are gone after it. */
export function newStoreEach(options: Partial<StoreOptions>, use: (store: Store, scratch: ScratchStore) => void): void {
	beforeEach(() => {
		const scratch = scratchStore();
		use(scratch.open(options), scratch);
		return () => scratch.dispose();
	});
}

export const aStage = (plugin: string, changes: Partial<RunStage> = {}): RunStage => ({
	...noCounts,
	...notOfFlow,
	position: 0,
	plugin,
	type: 'processor',
	fn: 'process_data',
	versionHash: 'ab',
	version: null,
	grantVersion: 1,
	config: {},
	busyMs: 0,
	error: null,
	...changes,
});

let made = 0;
export function aRun(changes: Partial<NewRun> & { readonly plugin?: string } = {}): NewRun {
	const { plugin = 'echo', ...rest } = changes;
	const id = (++made).toString(16).padStart(12, '0');
	return {
		id,
		kind: 'call',
		label: plugin,
		fn: 'process_data',
		trigger: 'test',
		request: {},
		stages: [aStage(plugin)],
		startedAt: 1000,
		...rest,
	};
}

export function anEnd(changes: Partial<FinishedRun> = {}): FinishedRun {
	return {
		status: 'succeeded',
		error: null,
		finishedAt: 2000,
		counts: noCounts,
		stages: [],
		inputPreview: null,
		outputPreview: null,
		...changes,
	};
}

/** Stores a run from beginning to end; returns its id. */
export function ran(
	store: Store,
	run: Parameters<typeof aRun>[0] = {},
	end: Partial<FinishedRun> = {},
	logLines: readonly string[] = [],
): string {
	const begun = aRun(run);
	store.runs.start(begun);
	const plugin = begun.stages[0]?.plugin ?? '';
	for (const message of logLines)
		store.runs.log(begun.id, { at: begun.startedAt, stage: 0, plugin, level: 'info', message });
	store.runs.finish(begun.id, anEnd({ finishedAt: begun.startedAt + 1000, ...end }));
	return begun.id;
}
