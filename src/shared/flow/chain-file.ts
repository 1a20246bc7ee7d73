/** The file of a chain: DataFlare's component configurations, each taking from the one before it. */
import { z } from 'zod';
import { componentTypeSchema, runtimeConfigSchema } from '../plugin/component-words.ts';
import { memorySchema, metadataSchema, pluginNameSchema, timeoutSchema } from '../plugin/manifest.ts';
import { MAX_BATCH_SIZE } from '../policy/limits.ts';

/** A key of DataFlare's component configuration that a chain cannot take, and why. */
const refused = (message: string, hint: string) =>
	z.custom<string>((value) => value === undefined, { error: message, params: { hint } }).optional();

/** One component of a chain file: DataFlare's component configuration, of a plugin that is installed. */
export const chainComponentSchema = z.strictObject({
	name: z.string().min(1).max(200),
	type: componentTypeSchema.nullish(),
	/** The same under the name that DataFlare's documents give it. */
	component_type: componentTypeSchema.nullish(),
	/** Name of an installed plugin; absent: `name` is the plugin, or else the one that was installed from `module_path`. */
	plugin: pluginNameSchema.optional(),
	/** Of the module that the plugin has; another one is refused. Relative to the folder that the program runs in. */
	module_path: z.string().min(1).max(32_768).nullish(),
	description: z.string().max(2000).optional(),
	/** Overrides keys of the manifest's configuration. */
	config: z.record(z.string(), z.json()).nullable().default({}),
	/** Records per batch for this stage. */
	batch_size: z.int().min(1).max(MAX_BATCH_SIZE).optional(),
	/** Narrows the time that is in force for the plugin, ms. */
	timeout_ms: timeoutSchema.nullish(),
	/** Narrows the memory that is in force for the plugin, bytes. */
	memory_limit: memorySchema.nullish(),
	/** The same two once more; the lowest counts. */
	runtime_config: runtimeConfigSchema,
	/** For people. */
	metadata: metadataSchema.nullish(),
	security_policy: refused(
		'is not allowed here: what a plugin may do is decided in its policy',
		'Leave it out, and change the plugin’s policy instead.',
	),
});

export const chainSchema = z.strictObject({
	$schema: z.string().max(2000).optional(),
	name: z.string().min(1).max(200),
	description: z.string().max(2000).optional(),
	components: z.array(chainComponentSchema).min(1).max(64),
	/** Records per batch (default 2,000). */
	batch_size: z.int().min(1).max(MAX_BATCH_SIZE).optional(),
});
export type Chain = z.output<typeof chainSchema>;
