/** Routes on what happened: runs, their logs, and saved test cases. */
import { z } from 'zod';
import { logLevels } from '../host/abi.ts';
import { keptParts, type RunKept } from '../run/kept.ts';
import {
	type FoundLines,
	type RunDetail,
	type RunLogLine,
	type RunStatsAnswer,
	type RunSummary,
	runOrders,
	type WrittenFile,
} from '../run/run.ts';
import type { RunProgress } from '../run/run-progress.ts';
import type { TestCase } from '../run/test-case.ts';
import { defineRoute } from './define-route.ts';
import { name, path, runId, runIdOrBeginning } from './fields.ts';
import { runFiltersSchema } from './run-filters.ts';

const runQuery = runFiltersSchema.extend({
	limit: z.int().min(1).max(100_000).default(100),
	offset: z.int().min(0).default(0),
	/** By anything but `started`, runs beyond the first `MAX_SORTED_RUNS` are not told. */
	order: z.enum(runOrders).default('started'),
	ascending: z.boolean().default(false),
});

/** Who searches a log: the next search of the same one ends the one before, which answers `cancelled`. */
const asker = z.string().min(1).max(64).optional();

export const runExportFormats = ['json', 'ndjson', 'csv'] as const;
export type RunExportFormat = (typeof runExportFormats)[number];

/** A part of a file: ask again with `cursor` until it is null; the texts joined are the file. */
export interface RunExportAnswer {
	readonly text: string;
	readonly cursor: number | null;
	readonly mediaType: string;
	readonly fileName: string;
}

export const runRoutes = {
	'runs.list': defineRoute<{ readonly runs: readonly RunSummary[]; readonly total: number }>()('read', runQuery),
	'runs.get': defineRoute<RunDetail>()('read', z.strictObject({ id: runIdOrBeginning })),
	/** The files that a run wrote, as the disk has them at this moment, each with its beginning. */
	'runs.written': defineRoute<readonly WrittenFile[]>()('read', z.strictObject({ id: runIdOrBeginning })),
	/** The last `run.progress` of a run under way, in this program or another one; null: there is none. */
	'runs.progress': defineRoute<RunProgress | null>()('read', z.strictObject({ id: runId })),
	'runs.logs': defineRoute<readonly RunLogLine[]>()(
		'read',
		z.strictObject({
			id: runIdOrBeginning,
			level: z.enum(logLevels).optional(),
			text: z.string().max(1000).optional(),
			limit: z.int().min(1).max(100_000).default(1000),
			afterId: z.int().min(0).optional(),
		}),
	),
	'runs.search': defineRoute<readonly RunLogLine[]>()(
		'read',
		z.strictObject({
			text: z.string().min(1).max(1000),
			plugin: z.string().optional(),
			limit: z.int().min(1).max(10_000).default(100),
		}),
	),
	/** Runs and their durations over time, exact. */
	'runs.stats': defineRoute<RunStatsAnswer>()(
		'read',
		runFiltersSchema.extend({ buckets: z.int().min(1).max(200).default(60) }),
	),
	/** By ids, or by a query, newest first: all runs where neither is given. */
	'runs.export': defineRoute<RunExportAnswer>()(
		'read',
		z
			.strictObject({
				format: z.enum(runExportFormats),
				ids: z.array(runId).max(100_000).optional(),
				query: runFiltersSchema.optional(),
				/** CSV begins with a byte order mark: without one Excel takes UTF-8 for something else. */
				bom: z.boolean().default(true),
				cursor: z.int().min(0).optional(),
				limit: z.int().min(1).max(5000).default(1000),
			})
			.refine(({ ids, query }) => ids === undefined || query === undefined, 'takes ids or a query, not both'),
	),
	/** Also one of another program, which looks within about a second. False: it is not under way. */
	'runs.cancel': defineRoute<{ readonly cancelled: boolean }>()('write', z.strictObject({ id: runId })),
	/**
	 * Finished runs alone. They go to the trash, where they stay for the setting `trash_ms`; `deletedAt` (Unix ms) is how
	 * `trash.restore` brings them back together, null where they went for ever.
	 */
	'runs.remove': defineRoute<{ readonly removed: number; readonly deletedAt: number | null }>()(
		'write',
		z.union([
			z.strictObject({ ids: z.array(runId).max(100_000), forever: z.boolean().default(false) }),
			z.strictObject({ query: runFiltersSchema, forever: z.boolean().default(false) }),
		]),
	),
	/** How many runs failed that nobody has looked at yet, at this moment (Unix ms): `unseenAt` with it lists the same ones. */
	'runs.unseen': defineRoute<{ readonly failed: number; readonly at: number }>()('read', z.strictObject({})),
	/** A person looked at these, or at all that fit: where they failed, they are no news any more. */
	'runs.markSeen': defineRoute<{ readonly seen: number }>()(
		'write',
		z.union([z.strictObject({ ids: z.array(runId).max(1000) }), z.strictObject({ query: runFiltersSchema })]),
	),
	/** What the history holds of it, with sizes. */
	'runs.kept': defineRoute<RunKept>()('read', z.strictObject({ id: runIdOrBeginning })),
	/** Takes parts of a finished run's record away, for ever and at once; its counts and times stay. False: it is not one. */
	'runs.forget': defineRoute<{ readonly forgotten: boolean }>()(
		'write',
		z.strictObject({ id: runIdOrBeginning, parts: z.array(z.enum(keptParts)).min(1).max(keptParts.length) }),
	),
	/** The same of the beginnings of input and output. */
	'runs.forgetPreviews': defineRoute<{ readonly forgotten: boolean }>()('write', z.strictObject({ id: runId })),
	'runs.prune': defineRoute<{ readonly runs: number; readonly bytes: number }>()(
		'write',
		z.strictObject({
			maxAgeMs: z.number().min(0).optional(),
			maxRuns: z.int().min(0).optional(),
			maxBytes: z.int().min(0).optional(),
		}),
	),
	/**
	 * Oldest first: the newest lines that fit, those just before `beforeId` or just after `afterId`, or those around a
	 * line: by its id, or by its place in `run`. `text`: those alone that hold it anywhere, whatever its case.
	 */
	'logs.list': defineRoute<readonly RunLogLine[]>()(
		'read',
		z.strictObject({
			plugin: z.string().max(64).optional(),
			run: runId.optional(),
			/** The least severe that counts. */
			level: z.enum(logLevels).optional(),
			text: z.string().max(1000).optional(),
			asker,
			limit: z.int().min(1).max(5000).default(500),
			beforeId: z.int().min(0).optional(),
			afterId: z.int().min(0).optional(),
			aroundId: z.int().min(0).optional(),
			aroundLine: z.int().min(1).optional(),
		}),
	),
	/** Which lines of the whole log hold the text anywhere, whatever its case, from the oldest on or after `afterId`: at most `MAX_FOUND_LINES` of them. */
	'logs.find': defineRoute<FoundLines>()(
		'read',
		z.strictObject({
			plugin: z.string().max(64).optional(),
			run: runId.optional(),
			level: z.enum(logLevels).optional(),
			text: z.string().min(1).max(1000),
			asker,
			afterId: z.int().min(0).optional(),
		}),
	),
	/** Nobody waits any more for what that one searches in a log. */
	'logs.stop': defineRoute<null>()('write', z.strictObject({ asker: asker.unwrap() })),
	/** Writes the whole log of a run to a file, a line each; what is logged meanwhile may be missing. */
	'logs.save': defineRoute<{ readonly path: string; readonly lines: number }>()(
		'write',
		z.strictObject({ run: runIdOrBeginning, path }),
	),
	'cases.list': defineRoute<readonly TestCase[]>()('read', z.strictObject({ plugin: name })),
	/** With `id` it replaces that case, else it adds one. */
	'cases.save': defineRoute<TestCase>()(
		'write',
		z.strictObject({
			id: z.int().min(1).optional(),
			plugin: name,
			name: z.string().min(1).max(200),
			fn: z.string().min(1).max(1000),
			input: z.string().nullable(),
			expected: z.json().optional(),
		}),
	),
	'cases.remove': defineRoute<null>()('write', z.strictObject({ id: z.int().min(1) })),
} as const;
