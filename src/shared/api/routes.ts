import { z } from 'zod';
import { logLevels } from '../abi.ts';
import type { JsonValue, WireError } from '../errors.ts';
import type { ComponentType } from '../plugin/component-type.ts';
import type { Manifest } from '../plugin/manifest.ts';
import { pluginNameSchema } from '../plugin/manifest.ts';
import type { ModuleAnalysis, PluginRecord, PluginVersion } from '../plugin/plugin-record.ts';
import type { Ask, PowerMismatch } from '../policy/ask.ts';
import {
	type Grant,
	type PolicyDecision,
	type SecurityPolicy,
	securityPolicySchema,
} from '../policy/security-policy.ts';
import {
	type PluginActivity,
	type PluginRefusal,
	type RunDetail,
	type RunLogLine,
	type RunStatsAnswer,
	type RunSummary,
	runKinds,
	runStatuses,
	runTriggers,
} from '../run.ts';
import type { TestCase } from '../test-case.ts';
import { defineRoute } from './define-route.ts';

const name = pluginNameSchema;
const path = z.string().min(1).max(32_768);
const runId = z.string().regex(/^[0-9a-f]{12}$/, 'must be 12 hexadecimal digits');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const trigger = z.enum(runTriggers);
const named = z.strictObject({ name });
const author = z.string().min(1).max(200).default('you');
const note = z.string().max(2000).default('');

/** Where records come from or go to: a file, or a stream that the face handed to the engine (`core.ports`). */
const place = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('file'), path }),
	z.strictObject({ kind: z.literal('stream'), id: z.string().min(1).max(100) }),
]);
export type Place = z.output<typeof place>;

/** Which runs: those that fit everything that is given. */
export const runFiltersSchema = z.strictObject({
	plugin: z.string().max(64).optional(),
	kind: z.enum(runKinds).optional(),
	status: z.enum(runStatuses).optional(),
	trigger: trigger.optional(),
	since: z.number().optional(),
	until: z.number().optional(),
	withDenials: z.boolean().optional(),
	text: z.string().max(1000).optional(),
});

const runQuery = runFiltersSchema.extend({
	limit: z.int().min(1).max(100_000).default(100),
	offset: z.int().min(0).default(0),
});

const runExportFormats = ['json', 'ndjson', 'csv'] as const;
export type RunExportFormat = (typeof runExportFormats)[number];

/** A part of a file: ask again with `cursor` until it is null; the texts joined are the file. */
export interface RunExportAnswer {
	readonly text: string;
	readonly cursor: number | null;
	readonly mediaType: string;
	readonly fileName: string;
}

/** One component of a chain file: DataFlare's component configuration. */
export const chainComponentSchema = z.looseObject({
	name: z.string().min(1).max(200),
	type: z.enum(['source', 'destination', 'processor', 'transformer', 'filter', 'aggregator']).optional(),
	/** Name of an installed plugin; absent: `name` is the plugin. */
	plugin: pluginNameSchema.optional(),
	/** Overrides keys of the manifest's configuration. */
	config: z.record(z.string(), z.json()).default({}),
	/** Records per batch for this stage. */
	batch_size: z.int().min(1).max(100_000).optional(),
});

export const chainSchema = z.looseObject({
	name: z.string().min(1).max(200),
	description: z.string().max(2000).optional(),
	components: z.array(chainComponentSchema).min(1).max(64),
	/** Records per batch (default 1,000). */
	batch_size: z.int().min(1).max(100_000).optional(),
});
export type Chain = z.output<typeof chainSchema>;

const chainPlace = z.union([z.strictObject({ path }), z.strictObject({ definition: chainSchema })]);

export interface ChainCheck {
	readonly chain: Chain;
	/** In order; `type` null: no such plugin is installed, or it was never usable. */
	readonly stages: readonly { readonly plugin: string; readonly type: ComponentType | null }[];
	/** The first reason why it cannot run; `details.component` counts from 0. Null: it can. */
	readonly problem: WireError | null;
}

export interface InspectAnswer {
	readonly source: string;
	readonly manifest: Manifest;
	readonly analysis: ModuleAnalysis;
	readonly readme: string | null;
	readonly warnings: readonly string[];
	readonly inferred: boolean;
	/** Riskiest first. */
	readonly asks: readonly Ask[];
	readonly mismatches: readonly PowerMismatch[];
	/** Why it would not be installed; null: it would. */
	readonly refusal: WireError | null;
	readonly installed: PluginRecord | null;
	/** Another installed plugin with the very same module. */
	readonly duplicateOf: string | null;
	readonly change: {
		readonly added: readonly Ask[];
		readonly kept: readonly Ask[];
		readonly dropped: readonly Ask[];
	} | null;
}

export interface CallAnswer {
	readonly runId: string;
	/** The result: parsed JSON for `json` and `ndjson` plugins, otherwise base64 in `base64`. Absent: the function returned 0. */
	readonly value?: JsonValue;
	readonly base64?: string;
	/** The raw `i32` the function returned, where it was not a pointer. */
	readonly status: number;
	readonly ms: number;
	readonly memoryBytes: number;
	readonly run: RunSummary;
}

export interface PolicyAnswer {
	readonly requested: SecurityPolicy | null;
	readonly granted: Grant | null;
	/** The grant narrowed by the manifest's own limits: what is in force. */
	readonly effective: SecurityPolicy;
}

/** What one plugin may do. */
export interface PolicyListEntry {
	readonly name: string;
	/** Null: nobody decided yet, everything denied. */
	readonly granted: Grant | null;
	/** The grant narrowed by the manifest's own limits and the ceilings: what is in force. */
	readonly effective: SecurityPolicy;
}

export interface DescribeAnswer {
	/** Entries that cannot be understood; `path` names list and index: `allowed_hosts[2]`. */
	readonly problems: readonly { readonly path: string; readonly message: string }[];
	/** What the policy allows beyond the default limits, riskiest first. */
	readonly asks: readonly Ask[];
}

export interface SandboxAnswer {
	readonly plugin: string | null;
	readonly pid: number | undefined;
	readonly generation: number;
	readonly role: 'spare' | 'pool' | 'lease';
	readonly state: 'starting' | 'idle' | 'busy' | 'stopping';
	readonly memoryBytes: number;
	readonly startedAt: number;
	readonly layers: readonly string[];
	/** Resident memory of the process, bytes; null: not known. */
	readonly rssBytes: number | null;
	/** Of one processor; null: not known. */
	readonly cpuPercent: number | null;
}

export interface SuggestAnswer {
	/** The entry; null: no entry can allow it. */
	readonly rule: string | null;
	/** Where the entry belongs. */
	readonly list: 'allowed_paths' | 'allowed_hosts' | 'allowed_env_vars' | null;
	/** The grant in force with the entry added. */
	readonly policy: SecurityPolicy | null;
}

/** What changes from one policy to another, in terms of its entries and of limits above the defaults. */
export interface CompareAnswer {
	/** Allowed after, not before. */
	readonly added: readonly Ask[];
	readonly kept: readonly Ask[];
	/** Allowed before, no longer after. */
	readonly dropped: readonly Ask[];
}

export interface RefusedAnswer extends PluginRefusal {
	/** The narrowest entry that would allow it; null: none can. */
	readonly entry: string | null;
	/** The policy in force allows it by now. */
	readonly allowedNow: boolean;
}

export interface PreviewAnswer {
	/** Entries that cannot be understood; `path` names list and index: `allowed_hosts[2]`. */
	readonly problems: readonly { readonly path: string; readonly message: string }[];
	readonly effective: SecurityPolicy;
	/** Null where nothing was asked. */
	readonly decision: PolicyDecision | null;
}

export interface PackageAnswer {
	readonly readme: string | null;
	/** `text` null: not text, or larger than 256 KiB. */
	readonly samples: readonly { readonly name: string; readonly bytes: number; readonly text: string | null }[];
}

export interface SampleAnswer {
	readonly name: string;
	readonly type: ComponentType;
	readonly description: string;
	readonly installed: boolean;
}

export interface BrowseEntry {
	readonly name: string;
	readonly kind: 'file' | 'folder';
	/** 0 for folders. */
	readonly bytes: number;
	/** Unix ms. */
	readonly modifiedAt: number;
}

export interface BrowseAnswer {
	readonly path: string;
	/** Null at the root. */
	readonly parent: string | null;
	/** Folders first, each by name; hidden ones are left out. */
	readonly entries: readonly BrowseEntry[];
	/** More than 2,000 entries. */
	readonly truncated: boolean;
	readonly places: readonly {
		readonly name: 'home' | 'data' | 'plugins' | 'samples' | 'root';
		readonly path: string;
	}[];
}

export interface StatsAnswer {
	readonly plugins: number;
	readonly sandboxes: number;
	readonly runs: number;
	readonly databaseBytes: number;
	readonly dataDir: string;
	readonly pluginsDir: string;
	/** Sentences that a person should see: a database that was set aside, a plugins folder that vanished. */
	readonly notices: readonly string[];
}

export const routes = {
	'plugins.list': defineRoute<readonly PluginRecord[]>()('read', z.strictObject({})),
	'plugins.get': defineRoute<PluginRecord>()('read', named),
	'plugins.versions': defineRoute<readonly PluginVersion[]>()('read', named),
	/** What the module of one version imports and exports; without `sha256` of the version in use. */
	'plugins.analysis': defineRoute<ModuleAnalysis>()('read', z.strictObject({ name, sha256: sha256.optional() })),
	/** A path, or the name of an installed plugin. */
	'plugins.inspect': defineRoute<InspectAnswer>()('read', z.strictObject({ target: path })),
	'plugins.install': defineRoute<PluginRecord>()(
		'write',
		z.strictObject({
			path,
			grant: securityPolicySchema.optional(),
			replace: z.boolean().default(false),
			/** Of the module that was looked at: where the file is another one by now, it is a `conflict`. */
			sha256: sha256.optional(),
			author,
			note,
		}),
	),
	'plugins.enable': defineRoute<PluginRecord>()('write', named),
	'plugins.disable': defineRoute<PluginRecord>()('write', named),
	'plugins.reload': defineRoute<PluginRecord>()('write', named),
	'plugins.uninstall': defineRoute<null>()('write', z.strictObject({ name, keepData: z.boolean().default(false) })),
	/** README and sample inputs beside an installed plugin's module. */
	'plugins.package': defineRoute<PackageAnswer>()('read', named),
	/** Back to an earlier version, by its SHA-256. */
	'plugins.rollback': defineRoute<PluginRecord>()('write', z.strictObject({ name, sha256 })),
	/** Calls one exported function once; a run of its own. */
	'plugins.call': defineRoute<CallAnswer>()(
		'write',
		z.strictObject({
			name,
			fn: z.string().min(1).max(1000),
			/** JSON text or NDJSON text; absent: no argument. */
			input: z.string().optional(),
			/** Instead of `input`, for `bytes` plugins. */
			inputBase64: z.string().optional(),
			timeoutMs: z.int().min(1).optional(),
			/** False: the answer carries no result, however large it is; the run keeps its beginning. */
			result: z.boolean().default(true),
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
	/** Every plugin that has runs, and what it did since a moment (Unix ms), in equal parts of the time until now. */
	'plugins.activity': defineRoute<readonly PluginActivity[]>()(
		'read',
		z.strictObject({ since: z.number(), buckets: z.int().min(1).max(60).default(24) }),
	),
	/** What every plugin may do, by name. */
	'policy.list': defineRoute<readonly PolicyListEntry[]>()('read', z.strictObject({})),
	/** What a policy means by itself, of whatever plugin. */
	'policy.describe': defineRoute<DescribeAnswer>()('read', z.strictObject({ policy: securityPolicySchema })),
	'policy.show': defineRoute<PolicyAnswer>()('read', named),
	'policy.set': defineRoute<Grant>()(
		'write',
		z.strictObject({ name, policy: securityPolicySchema, author, note, expectedVersion: z.int().min(0).optional() }),
	),
	/** `request` as a person types it: a URL, `env:NAME`, `read:PATH`, `write:PATH`, `list:PATH`, or a bare path (read). */
	'policy.check': defineRoute<PolicyDecision>()(
		'read',
		z.strictObject({ name, request: z.string().min(1).max(32_768) }),
	),
	/** The narrowest rule that would have allowed a refused host call, as a draft. */
	'policy.suggest': defineRoute<SuggestAnswer>()(
		'read',
		z.strictObject({
			name,
			op: z.enum(['read', 'write', 'list', 'http', 'env', 'read_file', 'write_file', 'list_dir', 'get_env']),
			target: z.string().min(1).max(32_768),
		}),
	),
	/** What a draft would mean; nothing is stored. */
	'policy.preview': defineRoute<PreviewAnswer>()(
		'read',
		z.strictObject({ name, policy: securityPolicySchema, request: z.string().max(32_768).optional() }),
	),
	/** What a change of a policy widens and narrows. */
	'policy.compare': defineRoute<CompareAnswer>()(
		'read',
		z.strictObject({ before: securityPolicySchema, after: securityPolicySchema }),
	),
	/** What a plugin was refused lately, equal requests together, the newest first. */
	'policy.refused': defineRoute<readonly RefusedAnswer[]>()(
		'read',
		z.strictObject({ name, limit: z.int().min(1).max(500).default(50) }),
	),
	'policy.history': defineRoute<readonly Grant[]>()('read', named),
	'policy.revert': defineRoute<Grant>()('write', z.strictObject({ name, version: z.int().min(1), author, note })),
	/** Streams a file through one plugin. Resolves when the run ended well; a failed run is an error with `details.runId`. */
	'streams.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			plugin: name,
			fn: z.string().optional(),
			/** Absent for a source without an input file. */
			input: place.optional(),
			/** Absent for a destination, or to drop what comes out. */
			output: place.optional(),
			/** How the input file is cut into records; `auto`: by extension, then by content. */
			format: z.enum(['auto', 'ndjson', 'json', 'lines', 'bytes']).default('auto'),
			batch: z.int().min(1).max(100_000).default(1000),
			config: z.record(z.string(), z.json()).default({}),
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
	'chains.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			chain: chainPlace,
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
	/** Reads a chain and looks whether it could run now. Rejects where it is no chain at all. */
	'chains.check': defineRoute<ChainCheck>()('read', z.strictObject({ chain: chainPlace })),
	'runs.list': defineRoute<{ readonly runs: readonly RunSummary[]; readonly total: number }>()('read', runQuery),
	'runs.get': defineRoute<RunDetail>()('read', z.strictObject({ id: z.string().regex(/^[0-9a-f]{1,12}$/) })),
	'runs.logs': defineRoute<readonly RunLogLine[]>()(
		'read',
		z.strictObject({
			id: z.string().regex(/^[0-9a-f]{1,12}$/),
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
				cursor: z.int().min(0).optional(),
				limit: z.int().min(1).max(5000).default(1000),
			})
			.refine(({ ids, query }) => ids === undefined || query === undefined, 'takes ids or a query, not both'),
	),
	'runs.cancel': defineRoute<{ readonly cancelled: boolean }>()('write', z.strictObject({ id: runId })),
	/** Finished runs alone. */
	'runs.remove': defineRoute<{ readonly removed: number }>()(
		'write',
		z.union([z.strictObject({ ids: z.array(runId).max(100_000) }), z.strictObject({ query: runFiltersSchema })]),
	),
	'runs.prune': defineRoute<{ readonly runs: number; readonly bytes: number }>()(
		'write',
		z.strictObject({
			maxAgeMs: z.number().min(0).optional(),
			maxRuns: z.int().min(0).optional(),
			maxBytes: z.int().min(0).optional(),
		}),
	),
	/** Oldest first: the newest lines that fit, or those just before `beforeId`, or those just after `afterId`. */
	'logs.list': defineRoute<readonly RunLogLine[]>()(
		'read',
		z.strictObject({
			plugin: z.string().max(64).optional(),
			run: runId.optional(),
			/** The least severe that counts. */
			level: z.enum(logLevels).optional(),
			text: z.string().max(1000).optional(),
			limit: z.int().min(1).max(5000).default(500),
			beforeId: z.int().min(0).optional(),
			afterId: z.int().min(0).optional(),
		}),
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
	'samples.list': defineRoute<readonly SampleAnswer[]>()('read', z.strictObject({})),
	'samples.install': defineRoute<readonly PluginRecord[]>()(
		'write',
		z.strictObject({ names: z.array(name).max(100).optional() }),
	),
	/** The example chain over the data set that comes with the program; installs and grants what it needs. */
	'samples.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({ runId: runId.optional(), trigger: trigger.default('window') }),
	),
	/** Watches another plugins folder, with or without moving the plugins there; remembered. */
	'folder.set': defineRoute<{ readonly pluginsDir: string }>()('write', z.strictObject({ path, move: z.boolean() })),
	'files.browse': defineRoute<BrowseAnswer>()(
		'read',
		z.strictObject({ path: path.optional(), kind: z.enum(['any', 'folder']).default('any') }),
	),
	'diagnostics.get': defineRoute<{ readonly text: string; readonly version: string }>()('read', z.strictObject({})),
	'sandboxes.list': defineRoute<readonly SandboxAnswer[]>()('read', z.strictObject({})),
	'sandboxes.stop': defineRoute<{ readonly stopped: boolean }>()(
		'write',
		z.strictObject({ generation: z.int().min(1) }),
	),
	'settings.get': defineRoute<Readonly<Record<string, JsonValue>>>()('read', z.strictObject({})),
	'settings.set': defineRoute<null>()('write', z.strictObject({ key: z.string().min(1).max(100), value: z.json() })),
	'stats.get': defineRoute<StatsAnswer>()('read', z.strictObject({})),
} as const;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export type RouteInput<N extends RouteName> = z.input<Routes[N]['input']>;
export type RouteParsed<N extends RouteName> = z.output<Routes[N]['input']>;
export type RouteOutput<N extends RouteName> = Routes[N] extends { readonly output?: infer O }
	? Exclude<O, undefined>
	: never;

/** A handler per route: a missing or a surplus one does not compile. */
export type Handlers = {
	readonly [N in RouteName]: (input: RouteParsed<N>) => RouteOutput<N> | Promise<RouteOutput<N>>;
};
