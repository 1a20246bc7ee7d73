/** What the store keeps of runs: what is written while they go on, what is asked of them afterwards, and their trash. */

import type { JsonValue, WireError } from '../../../shared/errors/errors.ts';
import type { LogLevel } from '../../../shared/host/abi.ts';
import type { KeptPart, RunKeeping, RunKept } from '../../../shared/run/kept.ts';
import type { PluginUses } from '../../../shared/run/plugin-uses.ts';
import type { Preview } from '../../../shared/run/preview.ts';
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
} from '../../../shared/run/run.ts';
import type { RunEdge } from '../../../shared/run/run-edge.ts';
import type { TrashedRun } from '../../../shared/run/trash.ts';

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
	/** What is kept of a run, with sizes; null: there is no such run. */
	kept(id: string): Pick<RunKept, 'parts'> | null;
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
