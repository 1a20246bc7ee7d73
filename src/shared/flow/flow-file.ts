/** The file of a flow: components, and which takes its records from which. A chain is a flow in which nobody says `inputs`. */
import { z } from 'zod';
import { MAX_BATCH_SIZE } from '../policy/limits.ts';
import { chainComponentSchema } from './chain-file.ts';

/** What the program itself can be in a flow, without any plugin. */
export const builtIns = ['read-file', 'write-file', 'preview'] as const;
export type BuiltIn = (typeof builtIns)[number];

/** Where a component's records leave it: what it gives, what a filter let go, and records that failed with the reason. */
export const ports = ['out', 'dropped', 'failed'] as const;
export type Port = (typeof ports)[number];

/** What becomes of a record that a component cannot take. */
const lastResorts = ['fail', 'skip', 'quarantine'] as const;
export type LastResort = (typeof lastResorts)[number];

const onErrorSchema = z.union([
	z.enum(lastResorts),
	z.strictObject({
		/** Times it is tried again. */
		retry: z.int().min(1).max(20),
		/** Before the first of them; doubled before each other. ms */
		backoff_ms: z.int().min(0).max(60_000).default(200),
		// biome-ignore lint/suspicious/noThenProperty: its value in a file is a word, never a function.
		then: z.enum(lastResorts).default('fail'),
	}),
]);
export type OnError = z.output<typeof onErrorSchema>;

/** Of a chain as well. More than of a plugin alone: a call costs as much as the work on some hundred short records, and these still fit a processor's cache. */
export const DEFAULT_BATCH_RECORDS = 2_000;
/** bytes */
export const MIN_BATCH_BYTES = 1024;
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;
export const DEFAULT_BATCH_BYTES = 1024 * 1024;
export const MAX_WORKERS = 16;
export const MAX_COMPONENTS = 64;

const flowComponentSchema = chainComponentSchema.extend({
	/** A part of the program in the place of a plugin. */
	use: z.enum(builtIns).optional(),
	/** Names of components, or `name.port`. Several are merged, parcel by parcel, in this order. */
	inputs: z.array(z.string().min(1).max(220)).max(MAX_COMPONENTS).optional(),
	/** Of records in one batch, bytes. */
	batch_bytes: z.int().min(MIN_BATCH_BYTES).max(MAX_BATCH_BYTES).optional(),
	/** Instances that share the work; the order of records stays. Only of types that keep nothing between records. */
	workers: z.int().min(1).max(MAX_WORKERS).optional(),
	on_error: onErrorSchema.optional(),
});
export type FlowComponent = z.output<typeof flowComponentSchema>;

export const flowSchema = z.strictObject({
	$schema: z.string().max(2000).optional(),
	name: z.string().min(1).max(200),
	description: z.string().max(2000).optional(),
	components: z.array(flowComponentSchema).min(1).max(MAX_COMPONENTS),
	/** Records per batch (default 2,000). */
	batch_size: z.int().min(1).max(MAX_BATCH_SIZE).optional(),
	/** Of records in one batch, bytes (default 1 MiB). */
	batch_bytes: z.int().min(MIN_BATCH_BYTES).max(MAX_BATCH_BYTES).optional(),
});
export type Flow = z.output<typeof flowSchema>;

/** What `read-file` is configured with. */
export const readFileConfigSchema = z.strictObject({
	path: z.string().min(1).max(4096),
	/** `auto`: by extension, then by content. */
	format: z.enum(['auto', 'csv', 'tsv', 'json', 'ndjson', 'lines', 'bytes']).default('auto'),
	/** `auto`: by the first bytes. */
	compression: z.enum(['auto', 'none', 'gzip']).default('auto'),
	/** Of CSV: one character; absent: found out. */
	delimiter: z.string().min(1).max(4).optional(),
	/** Whether the first row of CSV names the columns. */
	header: z.boolean().default(true),
	/** Whether numbers and truth values in CSV become such in JSON. */
	types: z.boolean().default(true),
});
export type ReadFileConfig = z.output<typeof readFileConfigSchema>;

/** What `write-file` is configured with. */
export const writeFileConfigSchema = z.strictObject({
	path: z.string().min(1).max(4096),
	/** `auto`: by extension (`.csv`, `.tsv`, `.json`, each also with `.gz`), otherwise NDJSON. */
	format: z.enum(['auto', 'csv', 'tsv', 'json', 'ndjson', 'bytes']).default('auto'),
	/** `auto`: gzip where the name ends in `.gz`. */
	compression: z.enum(['auto', 'none', 'gzip']).default('auto'),
	/** Of a file that is there when the flow starts. */
	if_exists: z.enum(['replace', 'fail']).default('replace'),
	/** Of CSV: whether an apostrophe goes before what spreadsheets would run, as in file-writer (default false). */
	guard_formulas: z.boolean().optional(),
});
export type WriteFileConfig = z.output<typeof writeFileConfigSchema>;

/** What `preview` is configured with. */
export const previewConfigSchema = z.strictObject({
	/** So many of the first records are kept. */
	records: z.int().min(1).max(1000).default(100),
});
export type PreviewConfig = z.output<typeof previewConfigSchema>;
