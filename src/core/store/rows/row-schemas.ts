import { z } from 'zod';
import { errorCodes, type JsonValue, type WireError } from '../../../shared/errors/errors.ts';
import { isRemarkReason, noted, type Remark } from '../../../shared/errors/remark.ts';
import { builtIns } from '../../../shared/flow/flow-file.ts';
import { componentTypes, guestAbis } from '../../../shared/plugin/component-type.ts';
import { storedManifestSchema } from '../../../shared/plugin/manifest.ts';
import { anatomySchema } from '../../../shared/plugin/module/anatomy-schema.ts';
import {
	type ModuleAnalysis,
	type PluginRecord,
	pluginStates,
	type UpdateChoice,
} from '../../../shared/plugin/plugin-record.ts';
import { integrities } from '../../../shared/plugin/provenance.ts';
import type { GrantOrigin } from '../../../shared/policy/security-policy.ts';
import type { Preview } from '../../../shared/run/preview.ts';
import type { RunStage } from '../../../shared/run/run.ts';

/** What the JSON columns hold. Keys that are not known here are kept: a newer version may have written them. */
const amount = z.number().min(0);

export const wireErrorSchema: z.ZodType<WireError> = z.looseObject({
	code: z.enum(errorCodes),
	message: z.string(),
	hint: z.string().optional(),
	details: z.record(z.string(), z.json()).optional(),
	origin: z.enum(['host', 'guest']).optional(),
});

/** Older versions kept sentences. What a newer one says is its sentence here. */
export const remarkColumn: z.ZodType<Remark> = z.union([
	z.string().transform(noted),
	z
		.looseObject({ reason: z.string(), facts: z.record(z.string(), z.json()), text: z.string() })
		.transform((kept) => (isRemarkReason(kept.reason) ? (kept as unknown as Remark) : noted(kept.text))),
]);

export const manifestColumn = storedManifestSchema;

/** A record as it is stored: the version in use by its hashes alone, a person's marks in columns of their own. */
export type StoredRecord = Omit<PluginRecord, 'current' | 'preload' | 'inputPrivacy' | 'updates'> & {
	readonly current: string | null;
	/** Null: older versions knew one manifest for each module. */
	readonly currentManifest: string | null;
};

export const recordColumn: z.ZodType<StoredRecord> = z.looseObject({
	name: z.string(),
	state: z.enum(pluginStates),
	problem: wireErrorSchema.nullable(),
	current: z.string().nullable(),
	currentManifest: z.string().nullable().default(null),
	failedUpdate: z
		.looseObject({
			sha256: z.string(),
			// Older versions did not note it.
			manifestSha256: z.string().default(''),
			at: z.number(),
			error: wireErrorSchema,
		})
		.nullable(),
	grantVersion: z.int().min(0),
	folder: z.string(),
	// Older versions looked at neither.
	integrity: z.enum(integrities).default('unlisted'),
	altered: z.string().nullable().default(null),
	pinned: z.string().nullable().default(null),
	installedAt: z.number(),
	changedAt: z.number(),
	warnings: z.array(remarkColumn),
});

export const updateChoiceColumn: z.ZodType<UpdateChoice> = z.looseObject({
	held: z.boolean(),
	skipped: z.array(z.string()),
});

const signature = z.looseObject({ params: z.array(z.string()), results: z.array(z.string()) });
const extern = { name: z.string(), kind: z.enum(['function', 'table', 'memory', 'global', 'tag']) };

export const analysisColumn = z.looseObject({
	sha256: z.string(),
	size: amount,
	abi: z.enum(guestAbis).nullable(),
	imports: z.array(z.looseObject({ ...extern, module: z.string(), signature: signature.nullable() })),
	exports: z.array(z.looseObject({ ...extern, signature: signature.nullable() })),
	memory: z.looseObject({ minimumBytes: amount, maximumBytes: amount.nullable(), imported: z.boolean() }).nullable(),
	hasStart: z.boolean(),
	// Older versions kept none, and what they looked at is looked at again.
	anatomy: anatomySchema.nullish().transform((kept) => kept ?? null),
	problems: z.array(wireErrorSchema),
}) as unknown as z.ZodType<ModuleAnalysis>;

/** A stage beside its place, field by field. */
export const stageFields = {
	type: z.enum(componentTypes),
	fn: z.string(),
	versionHash: z.string(),
	version: z.string().nullable(),
	grantVersion: z.int().min(0),
	config: z.json() as z.ZodType<JsonValue>,
	busyMs: z.number(),
	error: wireErrorSchema.nullable(),
	recordsIn: amount,
	recordsOut: amount,
	bytesIn: amount,
	bytesOut: amount,
	peakMemoryBytes: amount,
	hostCalls: amount,
	denials: amount,
	// Older versions knew no flows.
	component: z.string().nullable().default(null),
	builtIn: z.enum(builtIns).nullable().default(null),
	recordsDropped: amount.default(0),
	recordsFailed: amount.default(0),
	workers: amount.default(1),
	time: z
		.looseObject({
			firstAt: z.number().nullable(),
			lastAt: z.number().nullable(),
			waitedForInputMs: amount,
			waitedForTakersMs: amount,
			workedMs: amount,
		})
		.nullable()
		.default(null),
};

export const stageColumn: z.ZodType<RunStage> = z.looseObject({
	position: z.int().min(0),
	plugin: z.string(),
	...stageFields,
});

export const previewColumn: z.ZodType<Preview> = z.looseObject({
	text: z.string(),
	bytes: amount,
	truncated: z.boolean(),
	form: z.enum(['text', 'base64']),
});

export const originColumn: z.ZodType<GrantOrigin> = z.looseObject({
	template: z.string(),
	name: z.string(),
	version: z.int(),
	application: z.string().exactOptional(),
});

/** Any JSON: what it means is looked at where it is used. */
export const anyColumn: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>;
