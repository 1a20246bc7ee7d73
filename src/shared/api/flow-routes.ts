/** Routes on flows: graphs of components that records go through, kept by name or in a file. */
import { z } from 'zod';
import type { WireError } from '../errors/errors.ts';
import type { Remark } from '../errors/remark.ts';
import { type BuiltIn, type Flow, flowSchema, MAX_COMPONENTS, type Port } from '../flow/flow-file.ts';
import type { FlowEdge } from '../flow/flow-graph.ts';
import { MAX_TRIAL_BYTES } from '../flow/trial-limits.ts';
import { type TakenFile, type TriggerState, triggerSchema } from '../flow/trigger.ts';
import type { ComponentType } from '../plugin/component-type.ts';
import { keepShape } from '../run/kept.ts';
import type { RunDetail } from '../run/run.ts';
import { defineRoute } from './define-route.ts';
import { path, runId, trigger } from './fields.ts';

const flowNameSchema = z.string().trim().min(1).max(200);

/** Where a flow is: a file, what somebody wrote just now, or one that is kept (of a version; absent: the newest). */
const flowPlace = z.union([
	z.strictObject({ path }),
	z.strictObject({ definition: flowSchema }),
	z.strictObject({ name: flowNameSchema, version: z.int().min(1).optional() }),
]);
export type FlowPlace = z.output<typeof flowPlace>;

/** One thing that keeps a flow from running, at its component. */
export interface FlowProblem {
	/** Place in the file, from 0; null: the flow as a whole. */
	readonly component: number | null;
	/** Key of the component that is wrong, if one is: `config.path`, `inputs`. */
	readonly key: string | null;
	readonly error: WireError;
}

/** Something about a component that keeps the flow from nothing. */
export interface FlowRemark {
	/** Place in the file, from 0. */
	readonly component: number;
	/** Key of the component that it is about. */
	readonly key: string | null;
	readonly remark: Remark;
}

/** What one component of a flow would be. */
export interface CheckedComponent {
	readonly name: string;
	readonly use: BuiltIn | null;
	/** Null for what is built in. */
	readonly plugin: string | null;
	/** Of the plugin; null: none of that name is installed, or it is built in. */
	readonly type: ComponentType | null;
	/** Ports that something can come out of. */
	readonly ports: readonly Port[];
	/** A source that has no end of its own: a run with it goes on until it is finished or cancelled. */
	readonly endless: boolean;
	/** Whether a run that ended early can go on behind this component's last checkpoint. */
	readonly resumes: boolean;
	/** How its records travel. */
	readonly encoding: 'json' | 'bytes' | null;
}

export interface FlowCheck {
	readonly flow: Flow;
	readonly components: readonly CheckedComponent[];
	readonly edges: readonly FlowEdge[];
	/** All there are; none: it can run now. */
	readonly problems: readonly FlowProblem[];
	/** Components that keep a run of it from being resumed. */
	readonly notResumable: readonly number[];
	/** Why they do, and what the run would keep of sensitive data. In the order of the file. */
	readonly remarks: readonly FlowRemark[];
}

/** A flow that is kept. */
export interface FlowSummary {
	readonly name: string;
	readonly description: string | null;
	readonly version: number;
	readonly components: number;
	/** Unix ms. */
	readonly savedAt: number;
	/** What is kept of it cannot be read; it can be saved anew, or removed. */
	readonly isDamaged: boolean;
	/** Id of its last run, with its state; null: it never ran, or that is deleted. */
	readonly lastRun: { readonly id: string; readonly status: RunDetail['status']; readonly startedAt: number } | null;
}

export interface FlowVersion {
	readonly version: number;
	/** Unix ms. */
	readonly savedAt: number;
	readonly note: string;
}

export interface KeptFlow extends FlowVersion {
	readonly flow: Flow;
}

/** What has changed since a run ended early, if anything has. */
export interface FlowResume {
	readonly run: string;
	/** The run that goes on behind its checkpoint, if one does already. */
	readonly continuedBy: string | null;
	/** Of the last checkpoint, Unix ms; null: there is none, it would begin anew. */
	readonly checkpointAt: number | null;
	/** Records that had left the flow's sources by then. */
	readonly recordsIn: number;
	/** What is not as it was (a version, a policy, a configuration, a file): a person accepts it, or it does not go on. */
	readonly differences: readonly { readonly component: number; readonly error: WireError }[];
	/** Why it cannot go on whatever a person accepts. */
	readonly problem: WireError | null;
}

/** A record that was set aside. */
export interface QuarantinedRecord {
	readonly id: number;
	readonly runId: string;
	readonly flow: string;
	/** Name of the component that could not take it, its place in the flow, and the plugin. */
	readonly component: string;
	readonly position: number;
	readonly plugin: string;
	/** Unix ms. */
	readonly at: number;
	/** Number of the record among those that the component took in that run, from 1. */
	readonly record: number;
	readonly error: WireError;
	/** bytes */
	readonly size: number;
	/** The whole where it is text of at most 64 KiB, otherwise its beginning. */
	readonly text: string;
	readonly isWhole: boolean;
	/** A person changed it since. */
	readonly isEdited: boolean;
	/** The run that it was replayed in; null: it was not. */
	readonly replayedIn: string | null;
}

const quarantineFilters = {
	flow: flowNameSchema.optional(),
	runId: runId.optional(),
	component: z.string().max(200).optional(),
	/** Words in the record or in its error. */
	text: z.string().max(500).optional(),
	/** Whether those that were replayed are told as well. */
	replayed: z.boolean().default(false),
} as const;

const chosenRecords = z.union([
	z.strictObject({ ids: z.array(z.int().min(1)).min(1).max(10_000) }),
	z.strictObject({ filter: z.strictObject(quarantineFilters) }),
]);

export const flowRoutes = {
	/** Reads a flow and tells all that keeps it from running. Rejects where it is no flow at all. */
	'flows.check': defineRoute<FlowCheck>()('read', z.strictObject({ flow: flowPlace })),
	/** What a flow's file says now, with whole paths; nothing is checked but its form. */
	'flows.read': defineRoute<Flow>()('read', z.strictObject({ path })),
	/** By name. */
	'flows.list': defineRoute<readonly FlowSummary[]>()('read', z.strictObject({})),
	'flows.get': defineRoute<KeptFlow>()(
		'read',
		z.strictObject({ name: flowNameSchema, version: z.int().min(1).optional() }),
	),
	/** Newest first. */
	'flows.versions': defineRoute<readonly FlowVersion[]>()('read', z.strictObject({ name: flowNameSchema })),
	/** Keeps a flow under the name in it, as a new version where it differs from the newest. */
	'flows.save': defineRoute<KeptFlow>()(
		'write',
		z.strictObject({
			flow: z.union([z.strictObject({ path }), z.strictObject({ definition: flowSchema })]),
			/** Version that is to be replaced, 0: none; another one by then is a `conflict`. Absent: whichever. */
			expectedVersion: z.int().min(0).optional(),
			note: z.string().max(500).default(''),
		}),
	),
	'flows.rename': defineRoute<KeptFlow>()('write', z.strictObject({ name: flowNameSchema, to: flowNameSchema })),
	/** With all versions. Its runs stay. */
	'flows.remove': defineRoute<{ readonly removed: number }>()('write', z.strictObject({ name: flowNameSchema })),
	/** Writes a kept flow to a file, whole or not at all. */
	'flows.export': defineRoute<{ readonly path: string }>()(
		'write',
		z.strictObject({
			name: flowNameSchema,
			version: z.int().min(1).optional(),
			to: path,
			replace: z.boolean().default(false),
		}),
	),
} as const;

export const flowRunRoutes = {
	/** Resolves when the run ended well; a failed run is an error with `details.runId`. */
	'flows.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			flow: flowPlace,
			/** Whether files that `write-file` names are replaced where they are there; `false` is a `conflict` that names them. */
			replace: z.boolean().default(true),
			...keepShape,
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
} as const;

export const flowResumeRoutes = {
	/** Its sources give no more, and it ends with what they gave, well; of another program likewise. False: no such run is under way. */
	'flows.finish': defineRoute<{ readonly finishing: boolean }>()('write', z.strictObject({ run: runId })),
	'flows.resumable': defineRoute<FlowResume>()('read', z.strictObject({ run: runId })),
	/** Goes on behind the last checkpoint of a run that ended early, as a run of its own. */
	'flows.resume': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			run: runId,
			/** What differs from then is accepted. */
			accept: z.boolean().default(false),
			...keepShape,
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
} as const;

export const flowTrialRoutes = {
	/**
	 * Puts records through one component of a flow, with no destination written and nothing kept of it. Records are texts of
	 * JSON, here and in the answer, so that a number stays what it is; of bytes, a text or `{"base64": …}`.
	 */
	'flows.try': defineRoute<{
		readonly out: readonly string[];
		readonly dropped: readonly string[];
		readonly failed: readonly { readonly record: string; readonly error: WireError }[];
		readonly logs: readonly { readonly level: string; readonly message: string }[];
		readonly ms: number;
	}>()(
		'write',
		z.strictObject({
			flow: flowPlace,
			component: z
				.int()
				.min(0)
				.max(MAX_COMPONENTS - 1),
			records: z.array(z.string().max(MAX_TRIAL_BYTES)).max(1000),
		}),
	),
} as const;

export const quarantineRoutes = {
	/** Newest first. */
	'quarantine.list': defineRoute<{ readonly records: readonly QuarantinedRecord[]; readonly total: number }>()(
		'read',
		z.strictObject({
			...quarantineFilters,
			limit: z.int().min(1).max(500).default(100),
			offset: z.int().min(0).default(0),
		}),
	),
	/** Puts another JSON value in the place of a record. */
	'quarantine.edit': defineRoute<QuarantinedRecord>()(
		'write',
		z.strictObject({ id: z.int().min(1), text: z.string().max(16 * 1024 * 1024) }),
	),
	'quarantine.remove': defineRoute<{ readonly removed: number }>()('write', z.strictObject({ which: chosenRecords })),
	/** Writes records as NDJSON, each as it was taken; with `why`, as an object of record and error. */
	'quarantine.export': defineRoute<{ readonly path: string; readonly records: number }>()(
		'write',
		z.strictObject({
			which: chosenRecords,
			to: path,
			why: z.boolean().default(false),
			replace: z.boolean().default(false),
		}),
	),
	/** What replaying would do: from which component, and which destinations would write again. */
	'quarantine.preview': defineRoute<{
		readonly records: number;
		readonly flow: string;
		readonly component: string;
		readonly writes: readonly { readonly component: string; readonly path: string | null }[];
		readonly problems: readonly FlowProblem[];
	}>()('read', z.strictObject({ which: chosenRecords })),
	/** Puts records of one component of one flow through it once more and on from there, as a run of its own. */
	'quarantine.replay': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			which: chosenRecords,
			/** Whether those are replayed as well that were before. */
			again: z.boolean().default(false),
			...keepShape,
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
} as const;

const ofFlow = z.strictObject({ flow: flowNameSchema });

export const triggerRoutes = {
	/** What starts flows by itself, by the flow's name. */
	'triggers.list': defineRoute<readonly TriggerState[]>()('read', z.strictObject({})),
	/** Sets what starts a kept flow, in the place of what did, and starts it unless it is told not to. */
	'triggers.set': defineRoute<TriggerState>()(
		'write',
		z.strictObject({ flow: flowNameSchema, trigger: triggerSchema, active: z.boolean().default(true) }),
	),
	'triggers.start': defineRoute<TriggerState>()('write', ofFlow),
	/** What runs goes on; nothing is started any more. */
	'triggers.stop': defineRoute<TriggerState>()('write', ofFlow),
	'triggers.remove': defineRoute<null>()('write', ofFlow),
	/** Files that a folder's trigger took, the last ones first. */
	'triggers.files': defineRoute<readonly TakenFile[]>()(
		'read',
		z.strictObject({ flow: flowNameSchema, limit: z.int().min(1).max(1000).default(100) }),
	),
} as const;
