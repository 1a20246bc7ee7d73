import type { JsonValue, WireError } from '../errors/errors.ts';
import type { BuiltIn } from '../flow/flow-file.ts';
import type { LogLevel } from '../host/abi.ts';
import type { ComponentType } from '../plugin/component-type.ts';
import type { DenialKind } from '../policy/denial-kind.ts';
import type { RunKeeping } from './kept.ts';
import type { Preview } from './preview.ts';
import type { RunEdge, StageTime } from './run-edge.ts';

export const runKinds = ['call', 'stream', 'chain', 'flow'] as const;
/** One thing that a person or a pipeline asked for. */
export type RunKind = (typeof runKinds)[number];

export const runStatuses = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
/** `interrupted`: the program that ran it ended before the run did. */
export type RunStatus = (typeof runStatuses)[number];

export const runTriggers = ['cli', 'window', 'library', 'demo', 'test', 'schedule', 'folder'] as const;
export type RunTrigger = (typeof runTriggers)[number];

export interface RunCounts {
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
	/** Largest guest memory seen, bytes. */
	readonly peakMemoryBytes: number;
	readonly hostCalls: number;
	readonly denials: number;
}

export const noCounts: RunCounts = {
	recordsIn: 0,
	recordsOut: 0,
	bytesIn: 0,
	bytesOut: 0,
	peakMemoryBytes: 0,
	hostCalls: 0,
	denials: 0,
};

/** One plugin's part in a run; a call or a stream has exactly one. Of a flow, one component's. */
export interface RunStage extends RunCounts {
	readonly position: number;
	/** Empty: a part of the program, `builtIn`. */
	readonly plugin: string;
	/** Its name in the flow; null: of no flow. */
	readonly component: string | null;
	readonly builtIn: BuiltIn | null;
	/** Records that a filter let go, and those that it could not take. Counted in flows. */
	readonly recordsDropped: number;
	readonly recordsFailed: number;
	/** Instances that share its work. */
	readonly workers: number;
	/** Null: of no flow. */
	readonly time: StageTime | null;
	readonly type: ComponentType;
	readonly fn: string;
	/** SHA-256 of the module, hex. */
	readonly versionHash: string;
	readonly version: string | null;
	readonly grantVersion: number;
	readonly config: JsonValue;
	/** Time spent inside the plugin, ms. */
	readonly busyMs: number;
	readonly error: WireError | null;
}

/** Names of the plugins that took part, in order. */
export function pluginsOf(stages: readonly Pick<RunStage, 'plugin' | 'builtIn'>[]): readonly string[] {
	return stages.filter(({ builtIn }) => builtIn === null).map(({ plugin }) => plugin);
}

export interface RunSummary extends RunCounts {
	readonly id: string;
	readonly kind: RunKind;
	/** The plugin, or the chain's name. */
	readonly label: string;
	/** Plugins in order. */
	readonly plugins: readonly string[];
	/** Function, for a call or a stream. */
	readonly fn: string | null;
	readonly trigger: RunTrigger;
	readonly status: RunStatus;
	readonly error: WireError | null;
	/** Unix ms. */
	readonly startedAt: number;
	readonly finishedAt: number | null;
	readonly durationMs: number | null;
}

/** A file that a run wrote, as it is now. */
export interface WrittenFile {
	/** Absolute. */
	readonly path: string;
	/** Null: it is not there any more, or cannot be read. */
	readonly bytes: number | null;
	/** Null where it is empty or not there. Of a compressed one, what is in it: how much that is, is not known where it is cut. */
	readonly beginning: Preview | null;
	/** By gzip. */
	readonly isCompressed: boolean;
}

export interface RunDetail extends RunSummary {
	readonly stages: readonly RunStage[];
	/** Of a flow: what went from component to component. */
	readonly edges: readonly RunEdge[];
	/** Of a flow: the run that ended early and that this one goes on from, and the one that goes on from this one. Ids. */
	readonly resumes: string | null;
	readonly continuedBy: string | null;
	readonly inputPreview: Preview | null;
	readonly outputPreview: Preview | null;
	/** What was asked, as it was asked: input and output places, options, the chain itself. */
	readonly request: JsonValue;
	/** What the history holds of it beside counts, and why not the rest; null: it is of an older version. */
	readonly keeping: RunKeeping | null;
	readonly events: readonly RunEvent[];
	readonly denialList: readonly RunDenial[];
	/** The first of them, in order; `hostCalls` tells how many there were. Empty for runs of older versions. */
	readonly hostCallList: readonly RunHostCall[];
	readonly logLines: number;
}

/** How far a plugin says that it is, in units of its own. It is its word: nobody counts with it. */
export interface SaidProgress {
	/** Never more than `total`, where that is known. */
	readonly done: number;
	/** 0: unknown. */
	readonly total: number;
}

export const runEventKinds = [
	'load',
	'init',
	'start',
	'finish',
	'kill',
	'restart',
	'swap',
	'cancel',
	'grant',
	'rest',
] as const;
type RunEventKind = (typeof runEventKinds)[number];

export interface RunEvent {
	/** Unix ms. */
	readonly at: number;
	readonly stage: number;
	readonly kind: RunEventKind;
	readonly detail: string;
	readonly ms: number | null;
}

/** Host calls of a run that are kept one by one; those after them are counted alone. */
export const MAX_HOST_CALLS = 200;

/** What a stage of a run says where it is not a component of a flow. */
export const notOfFlow = {
	component: null,
	builtIn: null,
	recordsDropped: 0,
	recordsFailed: 0,
	workers: 1,
	time: null,
} as const satisfies Partial<RunStage>;

/** What a plugin asked its host for, and how that was answered. */
export interface RunHostCall {
	/** When it was asked, Unix ms. */
	readonly at: number;
	readonly stage: number;
	readonly op: string;
	/** Path, URL, variable or key. */
	readonly target: string;
	/** 0 or a negative code of `hostStatus`. */
	readonly status: number;
	/** Payload moved in either direction. */
	readonly bytes: number;
	readonly ms: number;
	/** By policy. */
	readonly refused: boolean;
}

/** A refusal; equal ones in a run are counted together. */
export interface RunDenial {
	readonly at: number;
	readonly stage: number;
	readonly plugin: string;
	readonly op: string;
	/** What was asked for: path, URL or variable. */
	readonly target: string;
	/** Null: written by a version of the program with rules that are not known here. */
	readonly kind: DenialKind | null;
	readonly rule: string;
	readonly reason: string;
	readonly count: number;
}

/** What a plugin asked for and was refused, in all the runs that are kept. */
export interface PluginDenial {
	readonly op: string;
	/** Path, URL or variable. */
	readonly target: string;
	/** Of the last time. Null: written by a version of the program with rules that are not known here. */
	readonly kind: DenialKind | null;
	/** The rule that refused it the last time, and why. */
	readonly rule: string;
	readonly reason: string;
	readonly count: number;
	readonly runs: number;
	/** Unix ms. */
	readonly lastAt: number;
	/** Id of a run in which it was refused the last time. */
	readonly lastRun: string;
}

export interface RunLogLine {
	readonly id: number;
	readonly runId: string;
	readonly at: number;
	readonly stage: number;
	readonly plugin: string;
	readonly level: LogLevel;
	readonly message: string;
	/** Which one of its run it is, from 1; told where the lines of one run are asked for. */
	readonly line?: number;
}

/** Of so many lines it is told at once that they match a search. */
export const MAX_FOUND_LINES = 10_000;

/** Which lines match. */
export interface FoundLines {
	/** Ascending. */
	readonly ids: readonly number[];
	/** False: more match, after the last of these. */
	readonly isAll: boolean;
}

/** A moment that is still to come, however late one asks. */
export const NOT_SEEN_YET = Number.MAX_SAFE_INTEGER;

/** Which runs: those that fit everything that is given. */
export interface RunFilters {
	/** Runs that this plugin took part in. */
	readonly plugin?: string | undefined;
	readonly kind?: RunKind | undefined;
	readonly status?: RunStatus | undefined;
	readonly trigger?: RunTrigger | undefined;
	/** Start of the run, Unix ms, inclusive. */
	readonly since?: number | undefined;
	readonly until?: number | undefined;
	readonly withDenials?: boolean | undefined;
	/** Runs that failed and that nobody had looked at before this moment, Unix ms; `NOT_SEEN_YET`: nor since. */
	readonly unseenAt?: number | undefined;
	/** Words that occur in one log line or in the error, or a piece of the label. */
	readonly text?: string | undefined;
}

/** Newest first; of those that started in the same millisecond the one inserted last. */
/** What runs can be listed by. Runs of one value follow each other as they began. */
export const runOrders = [
	'started',
	'label',
	'status',
	'duration',
	'recordsIn',
	'recordsOut',
	'denials',
	'hostCalls',
	'memory',
] as const;
export type RunOrder = (typeof runOrders)[number];

/**
 * Listed by anything but their beginning, runs are told up to this place: nobody scrolls further down a list of the
 * longest ones, and what lies beyond is at the top of the list the other way round.
 */
export const MAX_SORTED_RUNS = 10_000;

export interface RunQuery extends RunFilters {
	/** `started` where nothing is said. */
	readonly order?: RunOrder | undefined;
	/** The least, or the oldest, first. */
	readonly ascending?: boolean | undefined;
	readonly limit?: number | undefined;
	readonly offset?: number | undefined;
}

/** A part of the time in `RunStatsAnswer`: runs by the state they are in now, by when they started. */
export interface RunStatsBucket {
	/** Beginning, Unix ms. */
	readonly at: number;
	readonly succeeded: number;
	readonly failed: number;
	readonly cancelled: number;
	readonly interrupted: number;
	readonly running: number;
	/** Refused host calls, not runs. */
	readonly denials: number;
	/** Exact, by nearest rank, of the runs that finished; an interrupted one has no duration. Null: there is none. */
	readonly medianMs: number | null;
	readonly p95Ms: number | null;
}

export interface RunStatsAnswer {
	/** Unix ms, inclusive. */
	readonly from: number;
	readonly to: number;
	/** Whole ms, so that there may be fewer buckets than were asked for. */
	readonly bucketMs: number;
	readonly total: number;
	readonly buckets: readonly RunStatsBucket[];
	readonly medianMs: number | null;
	readonly p95Ms: number | null;
}

/** What one plugin did since a moment. */
export interface PluginActivity {
	readonly plugin: string;
	readonly runs: number;
	/** Runs that failed through this plugin; in a chain, only where its own stage failed. */
	readonly failures: number;
	/** Host calls of this plugin that were refused. */
	readonly denials: number;
	/** Start of its newest run ever, Unix ms; null: its runs are deleted. */
	readonly lastRunAt: number | null;
	readonly lastStatus: RunStatus | null;
	/** Runs in equal parts of the time until now. */
	readonly buckets: readonly number[];
}
