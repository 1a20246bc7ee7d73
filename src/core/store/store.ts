/**
 * What the engine keeps. Synchronous throughout (better-sqlite3). Every failure is a DataFlareError `storage` whose
 * message says what a person can do. Only `openStore` constructs it.
 */

import type { FlowCheckpointStore } from './flows/checkpoint-store.ts';
import type { FlowStore } from './flows/flow-store.ts';
import type { QuarantineStore } from './flows/quarantine-store.ts';
import type { TriggerStore } from './flows/trigger-store.ts';
import type { StoreMarks } from './marks.ts';
import type { AnalysisStore } from './plugins/analysis-store.ts';
import type { CaseStore } from './plugins/case-store.ts';
import type { GrantStore } from './plugins/grant-store.ts';
import type { KeyStore } from './plugins/key-store.ts';
import type { PluginStore } from './plugins/plugin-store.ts';
import type { KeptState } from './plugins/state-store.ts';
import type { TemplateStore } from './plugins/template-store.ts';
import type { VersionUses } from './plugins/version-uses.ts';
import type { RunStore, RunTrash } from './runs/kept-runs.ts';
import type { LiveRuns } from './runs/live/live-runs.ts';
import type { SettingsStore } from './settings-store.ts';
import type { PluginTrash } from './trash/plugin-trash-entry.ts';

export interface Store {
	readonly plugins: PluginStore;
	readonly versionUses: VersionUses;
	readonly grants: GrantStore;
	readonly templates: TemplateStore;
	readonly flows: FlowStore;
	readonly quarantine: QuarantineStore;
	readonly checkpoints: FlowCheckpointStore;
	readonly triggers: TriggerStore;
	readonly keys: KeyStore;
	readonly runs: RunStore;
	readonly live: LiveRuns;
	readonly trash: RunTrash;
	readonly pluginTrash: PluginTrash;
	readonly state: KeptState;
	readonly settings: SettingsStore;
	readonly analyses: AnalysisStore;
	readonly cases: CaseStore;
	/** Set when a damaged file was set aside at opening: where it is now and what was found. */
	readonly notice: { readonly movedTo: string; readonly reason: string } | null;
	/** All that `work` writes, or nothing of it when it throws. Nothing in it waits. */
	together<T>(work: () => T): T;
	/** Size of the database with its write-ahead log, bytes. */
	size(): number;
	/** A number that differs once another program wrote anything since; costs next to nothing to ask. */
	othersVersion(): number;
	/** What tells apart what was written. */
	readonly marks: StoreMarks;
	/** Writes what is buffered and closes. Idempotent. */
	close(): void;
}

export interface StoreOptions {
	/** Absolute path; `:memory:` is not accepted. */
	readonly file: string;
	/** How long to wait for another program's lock before `storage` "locked", ms (default 5,000). */
	readonly busyTimeoutMs?: number;
	readonly now?: () => number;
	/** Hears of a run whose end could not be written when it came, and is written now. */
	readonly onLateEnd?: ((id: string) => void) | undefined;
}
