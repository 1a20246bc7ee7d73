/**
 * What the engine keeps. Synchronous throughout (better-sqlite3). Every failure is a DataFlareError `storage` whose
 * message says what a person can do. Only `openStore` constructs it.
 */

import type { JsonValue, WireError } from '../../shared/errors/errors.ts';
import type { LogLevel } from '../../shared/host/abi.ts';
import type { InputPrivacy } from '../../shared/plugin/input-privacy.ts';
import type { ModuleAnalysis, PluginRecord, PluginVersion, UpdateChoice } from '../../shared/plugin/plugin-record.ts';
import type { DeletedTemplate, PolicyTemplate } from '../../shared/plugin/policy-template.ts';
import type { SigningKey } from '../../shared/plugin/provenance.ts';
import type { Grant, GrantOrigin, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { KeptPart, RunHolding, RunKeeping } from '../../shared/run/kept.ts';
import type { PluginUses } from '../../shared/run/plugin-uses.ts';
import type { Preview } from '../../shared/run/preview.ts';
import type {
	FoundLines,
	PluginActivity,
	PluginDenial,
	RunCounts,
	RunDenial,
	RunDetail,
	RunEvent,
	RunFilters,
	RunHostCall,
	RunKind,
	RunLogLine,
	RunQuery,
	RunStage,
	RunStatsAnswer,
	RunStatus,
	RunSummary,
	RunTrigger,
} from '../../shared/run/run.ts';
import type { RunEdge } from '../../shared/run/run-edge.ts';
import type { TestCase } from '../../shared/run/test-case.ts';
import type { TrashedRun } from '../../shared/run/trash.ts';
import type { FlowCheckpointStore } from './flows/checkpoint-store.ts';
import type { FlowStore } from './flows/flow-store.ts';
import type { QuarantineStore } from './flows/quarantine-store.ts';
import type { TriggerStore } from './flows/trigger-store.ts';
import type { StoreMarks } from './marks.ts';
import type { VersionUses } from './plugins/version-uses.ts';
import type { LiveRuns } from './runs/live/live-runs.ts';
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

export interface GrantStore {
	/** Of a plugin that is there, the newest version that was decided for it since it came; null: nobody decided. */
	inForce(plugin: string): Grant | null;
	/** Highest version, whether it is in force or of a plugin that is gone; null: there never was one. */
	current(plugin: string): Grant | null;
	get(plugin: string, version: number): Grant | null;
	/** The highest version of every name that has one. */
	newest(): readonly Grant[];
	/** Newest first. */
	history(plugin: string): readonly Grant[];
	/** Appends version n + 1; `expectedVersion` (0 for none) makes a concurrent change a `conflict`. */
	append(
		plugin: string,
		policy: SecurityPolicy,
		author: string,
		note: string,
		expectedVersion?: number,
		origin?: GrantOrigin,
	): Grant;
}

/** Names are told apart by SQLite: a second one of a name is a `conflict`. */
export interface TemplateStore {
	/** By name. */
	list(): readonly PolicyTemplate[];
	count(): number;
	get(id: string): PolicyTemplate | null;
	named(name: string): PolicyTemplate | null;
	/** Inserts it, or replaces the one with its id; it is in the trash no longer. */
	put(template: PolicyTemplate): void;
	/** To the trash, which keeps the last thousand; `deletedAt` null: for good. */
	remove(id: string, deletedAt: number | null): void;
	/** Those in the trash, the one that was deleted last first. */
	deleted(): readonly DeletedTemplate[];
	/** For good, those of the trash that were deleted before a moment (Unix ms). Answers how many. */
	purgeOlder(before: number): number;
	/** For good, those of the trash with these ids. Answers how many there were. */
	purge(ids: readonly string[]): number;
}

/** Keys that a person gave a name. Names and keys are told apart by SQLite: a second one of either is a `conflict`. */
export interface KeyStore {
	/** By name. */
	list(): readonly SigningKey[];
	get(fingerprint: string): SigningKey | null;
	add(key: SigningKey): void;
	/** False: there is no such key. */
	rename(fingerprint: string, name: string): boolean;
	/** False: there was no such key. */
	remove(fingerprint: string): boolean;
}

export interface NewRun {
	/** 12 hex digits; made by the caller so that it can be named before the run starts. */
	readonly id: string;
	readonly kind: RunKind;
	readonly label: string;
	readonly fn: string | null;
	readonly trigger: RunTrigger;
	readonly request: JsonValue;
	readonly stages: readonly RunStage[];
	readonly startedAt: number;
	/** Absent: it is not noted. */
	readonly keeping?: RunKeeping | undefined;
	/** Id of the run that it goes on from. */
	readonly resumes?: string | undefined;
}

export interface FinishedRun {
	readonly status: Exclude<RunStatus, 'running'>;
	readonly error: WireError | null;
	readonly finishedAt: number;
	readonly counts: RunCounts;
	readonly stages: readonly RunStage[];
	readonly inputPreview: Preview | null;
	readonly outputPreview: Preview | null;
	/** Of a flow. */
	readonly edges?: readonly RunEdge[] | undefined;
}

export interface RunStore {
	/** Durable when it returns. */
	start(run: NewRun): void;
	/**
	 * Durable when it returns, together with everything buffered for this run before it. Where it throws, the end is kept
	 * and written as soon as that can be done (`StoreOptions.onLateEnd`).
	 */
	finish(id: string, result: FinishedRun): void;
	/** Buffered; written in batches (at most 100 ms or 500 entries later) and before `finish` returns. */
	log(runId: string, line: { at: number; stage: number; plugin: string; level: LogLevel; message: string }): void;
	denial(runId: string, denial: Omit<RunDenial, 'count'>): void;
	event(runId: string, event: RunEvent): void;
	hostCall(runId: string, call: RunHostCall): void;
	list(query: RunQuery): readonly RunSummary[];
	count(query: RunFilters): number;
	/** At most `buckets` equal parts of the time from `since` (else the oldest run) until `until` (else now). */
	stats(query: RunFilters, buckets: number): RunStatsAnswer;
	/** The next runs after the one that `cursor` names (null: from the newest on); runs that begin meanwhile do not shift them. */
	after(
		query: RunFilters,
		cursor: number | null,
		limit: number,
	): readonly { readonly cursor: number; readonly run: RunSummary }[];
	/** In the order of the ids; those that are no more are left out. */
	summaries(ids: readonly string[]): readonly RunSummary[];
	/** Ids of the runs of a query that are not running. */
	finishedIds(query: RunFilters): readonly string[];
	/** Every plugin that has runs; `since` is Unix ms. */
	activity(since: number, buckets: number): readonly PluginActivity[];
	/** What a plugin was refused lately, and what it asked for in its newest runs: equal requests together, the newest first. */
	refusals(plugin: string, limit: number): readonly PluginDenial[];
	uses(plugin: string, limit: number): PluginUses;
	/** By id or unambiguous prefix; null where there is none; `invalid_input` where the prefix fits several. */
	get(idOrPrefix: string): RunDetail | null;
	logs(runId: string, options?: Pick<LogQuery, 'level' | 'text' | 'limit' | 'afterId'>): readonly RunLogLine[];
	/** Full-text search over all log lines, best first. The text is words, not FTS syntax. */
	searchLogs(text: string, options?: { plugin?: string; limit?: number }): readonly RunLogLine[];
	/** Oldest first: the newest lines that fit, those just before `beforeId` or just after `afterId`, or those around a place. */
	lines(query: Omit<LogQuery, 'text'>): readonly RunLogLine[];
	/** The same of those lines alone that hold the text, in any part of them and whatever its case; looked for in pieces. Rejects with `cancelled` after the signal. */
	linesWith(query: LogQuery & { readonly text: string }, signal?: AbortSignal): Promise<readonly RunLogLine[]>;
	/** Which lines hold the text, likewise, from the oldest on or after `afterId`, at most `MAX_FOUND_LINES`. */
	findLines(
		query: Pick<LogQuery, 'plugin' | 'run' | 'level' | 'afterId'> & { readonly text: string },
		signal?: AbortSignal,
	): Promise<FoundLines>;
	/** How many runs failed that nobody has looked at yet. */
	unseen(): number;
	/** Notes that a person looked at these now; answers for how many of them that is news. */
	markSeen(ids: readonly string[]): number;
	/** What is held of a run, with sizes; null: there is no such run. */
	holding(id: string): Pick<RunHolding, 'parts'> | null;
	/**
	 * Takes parts of a finished run's record away, so that they are gone from the file; false: it is not one. Its log
	 * lines, and what was said of records that were set aside, go by `forgetLines`, at most so many at once, which answers
	 * how many went.
	 */
	forget(id: string, parts: readonly KeptPart[]): boolean;
	forgetLines(id: string, atMost: number): number;
	/** After the last of it: what was taken away goes from what lies beside the file, too. */
	scrub(): void;
	/** Deletes those that are not running, in one transaction; answers how many there were. */
	remove(ids: readonly string[]): number;
	/** Deletes finished runs beyond any of the bounds, oldest first and at most `atMost`, and gives the space back. */
	prune(retention: Retention, atMost?: number): { readonly runs: number; readonly bytes: number };
	flush(): void;
	/** Goes the way of a run that is recorded, and leaves nothing. `get` answers once what was finished. */
	readonly rehearsal: RecordedRuns;
}

/** What records a run from its start to its end. */
export type RecordedRuns = Pick<RunStore, 'start' | 'finish' | 'log' | 'denial' | 'event' | 'hostCall' | 'get'>;

/** Deleted runs: in no list, count, statistic or search, and whole. Each step is one transaction. */
export interface RunTrash {
	/** Those that are not running; answers how many there were. `deletedAt`: Unix ms. */
	trash(ids: readonly string[], deletedAt: number): number;
	restore(ids: readonly string[]): number;
	/** At most so many of those that were deleted at this moment. */
	restoreDeletedAt(deletedAt: number, atMost: number): number;
	/** At most so many, those that were deleted first. */
	restoreSome(atMost: number): number;
	/** For ever; what they were is overwritten. */
	purge(ids: readonly string[]): number;
	/** At most so many of those that were deleted before, the oldest first. */
	purgeOlder(before: number, atMost: number): number;
	/** Deleted last first. */
	trashed(limit: number, offset: number): readonly TrashedRun[];
	trashTotals(): { readonly total: number; readonly bytes: number };
}

export interface LogQuery {
	readonly plugin?: string | undefined;
	readonly run?: string | undefined;
	/** The least severe that counts. */
	readonly level?: LogLevel | undefined;
	/** `logs`: words, not FTS syntax; `linesWith`: as it stands in a line. */
	readonly text?: string | undefined;
	readonly limit?: number | undefined;
	readonly beforeId?: number | undefined;
	readonly afterId?: number | undefined;
	/** A line, whether it fits or not. */
	readonly aroundId?: number | undefined;
	/** The same by its place in `run`, from 1; the last line where there are fewer. */
	readonly aroundLine?: number | undefined;
}

export interface Retention {
	/** ms */
	readonly maxAgeMs?: number | undefined;
	readonly maxRuns?: number | undefined;
	/** Size of the database file, bytes. */
	readonly maxBytes?: number | undefined;
}

/** A small key-value store per plugin; outlives instances and versions. */
export interface StateStore {
	get(plugin: string, key: string): Uint8Array | null;
	/** False: the quota (bytes of keys and values together) would be exceeded and nothing was written. Empty value deletes. */
	set(plugin: string, key: string, value: Uint8Array, quotaBytes: number): boolean;
	clear(plugin: string): void;
}

/** What is kept beyond the life of the program. */
export interface KeptState extends StateStore {
	isEmpty(plugin: string): boolean;
	/** Bytes of keys and values together. */
	size(plugin: string): number;
	/** Hands at most so many values over to another name; answers how many. */
	move(from: string, to: string, atMost: number): number;
	/** Deletes at most so many values; answers how many. */
	drop(plugin: string, atMost: number): number;
}

export interface SettingsStore {
	get(key: string): JsonValue | undefined;
	set(key: string, value: JsonValue): void;
}

export interface AnalysisStore {
	get(sha256: string): ModuleAnalysis | null;
	put(analysis: ModuleAnalysis): void;
	/**
	 * Deletes what is said of modules that no plugin has or had, installed or in the trash, among the first `most` behind
	 * `after` in order of their hashes. `kept`: hashes that are named elsewhere. Answers where to go on; null: that was all.
	 */
	sweep(after: string, most: number, kept: ReadonlySet<string>): string | null;
}

/** Calls that a person saved. */
export interface CaseStore {
	/** In the order in which they were added. */
	list(plugin: string): readonly TestCase[];
	/** Without an id it adds one. Throws `not_found` for an id that is no more. */
	save(testCase: NewTestCase): TestCase;
	remove(id: number): void;
}

type NewTestCase = Omit<TestCase, 'id' | 'expected' | 'createdAt'> & {
	readonly id?: number | undefined;
	readonly expected?: JsonValue | undefined;
};
