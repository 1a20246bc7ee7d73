import { z } from 'zod';
import { isDeviceName } from '../device-name.ts';
import { MAX_INSTANCES, MAX_MEMORY_BYTES, MAX_TIMEOUT_MS, MIN_MEMORY_BYTES, MIN_TIMEOUT_MS } from '../policy/limits.ts';
import { securityPolicySchema } from '../policy/security-policy.ts';
import { componentTypes, encodings, guestAbis } from './component-type.ts';
import { inputPrivacies } from './input-privacy.ts';
import { extismUseSchema } from './module/extism-use.ts';
import { authorWordsSchema } from './words/author-words.ts';
import { translations } from './words/translations.ts';

/**
 * Names are folder names, database keys and command-line words at once, so they stay narrow. Of any plugin that there
 * is: older versions took names that a manifest may no longer give.
 */
export const pluginNameSchema = z
	.string()
	.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9, _ and -, starting with a letter or digit');

const newNameSchema = pluginNameSchema.refine((name) => !isDeviceName(name), {
	error: 'is the name of a device on Windows',
	params: { hint: 'Give the plugin another name.' },
});

/** What a plugin is called for good, whatever its name: `com.example.csv-source` or `example/csv-source`. */
const pluginIdSchema = z
	.string()
	.max(200)
	.regex(
		/^[a-z0-9][a-z0-9_-]*(?:[./][a-z0-9][a-z0-9_-]*)+$/,
		'must be parts of a-z, 0-9, _ and -, joined by "." or "/", for example "com.example.csv-source" or "example/csv-source"',
	);

const modulePathSchema = z
	.string()
	.min(1)
	.max(500)
	.refine((path) => !path.split(/[\\/]/).some(isDeviceName), {
		error: 'contains the name of a device on Windows',
		params: { hint: 'Give the file another name.' },
	});

/** bytes */
export const memorySchema = z.int().min(MIN_MEMORY_BYTES).max(MAX_MEMORY_BYTES);
/** ms */
export const timeoutSchema = z.int().min(MIN_TIMEOUT_MS).max(MAX_TIMEOUT_MS);

const text = (max: number) => z.string().max(max);

export const metadataSchema = z.looseObject({
	author: text(200).optional(),
	version: text(100).optional(),
	description: text(2000).optional(),
	'x-translations': translations(z.looseObject({ description: text(2000).optional() })).optional(),
	license: text(100).optional(),
	homepage: text(2000).optional(),
	icon: text(500).optional(),
	samples: z
		.array(
			z.looseObject({
				name: text(200),
				input: z.json(),
				'x-translations': translations(z.looseObject({ name: text(200).optional() })).optional(),
			}),
		)
		.max(100)
		.optional(),
});

/** What the author says of the data that the plugin handles. A person's own word on it goes first. */
export const privacySchema = z.looseObject({
	/** `sensitive`: the history keeps nothing of what it, and what comes before it in a chain, is given, unless asked to. */
	input: z.enum(inputPrivacies).optional(),
});

/** `plugin.json` (plugin ABI, "Manifest"). Unknown keys are kept; misspelt ones are reported beside it. */
export const manifestSchema = z.looseObject({
	/** For editors. Nothing is fetched. */
	$schema: text(2000).optional(),
	/** It stays the same for good: an update that has another one is another plugin. */
	id: pluginIdSchema.optional(),
	name: newNameSchema,
	/** semver; goes before `metadata.version`, in which anything may stand. */
	version: text(100).optional(),
	/** Range (semver) of the versions of the program that it is made for. */
	host: text(100).optional(),
	/** Of the plugin interface that it is made for. */
	abi_version: z.int().min(1).optional(),
	type: z.enum(componentTypes),
	module_path: modulePathSchema,
	config: z.record(z.string(), z.json()).default({}),
	/** JSON Schema (2020-12) of `config`. Anything goes through here: what cannot be followed is warned of, and not used. */
	config_schema: z.json().optional(),
	/** JSON Schema (2020-12) of one record that it takes, and of one that it gives. Anything goes through here, too. */
	input_schema: z.json().optional(),
	output_schema: z.json().optional(),
	security_policy: securityPolicySchema.prefault({}),
	/** Why it asks: by an entry of `security_policy`, by the name of a list or of a limit. */
	reasons: z.record(z.string().max(4096), authorWordsSchema).optional(),
	/** What it works without: entries of `security_policy`, or the name of a whole list. */
	optional: z.array(z.string().min(1).max(4096)).max(1000).optional(),
	memory_limit: memorySchema.optional(),
	timeout_ms: timeoutSchema.optional(),
	abi: z.enum(guestAbis).optional(),
	extism: extismUseSchema.optional(),
	encoding: z.enum(encodings).default('json'),
	batch: z.boolean().optional(),
	/** Of a source: that it gives nothing now is no end, in flows. */
	endless: z.boolean().optional(),
	instances: z.int().min(1).max(MAX_INSTANCES).default(1),
	sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
		.toLowerCase()
		.optional(),
	privacy: privacySchema.optional(),
	metadata: metadataSchema.prefault({}),
});

/** As it was taken in once, perhaps by an older version: names that are refused by now are left to it. */
export const storedManifestSchema = manifestSchema.extend({
	name: pluginNameSchema,
	module_path: z.string(),
	// What older versions kept under these keys without reading it hides no plugin.
	$schema: manifestSchema.shape.$schema.catch(undefined),
	id: manifestSchema.shape.id.catch(undefined),
	version: manifestSchema.shape.version.catch(undefined),
	host: manifestSchema.shape.host.catch(undefined),
	abi_version: manifestSchema.shape.abi_version.catch(undefined),
	reasons: manifestSchema.shape.reasons.catch(undefined),
	optional: manifestSchema.shape.optional.catch(undefined),
	metadata: metadataSchema
		.extend({ 'x-translations': metadataSchema.shape['x-translations'].catch(undefined) })
		.prefault({}),
});

export type Manifest = z.output<typeof manifestSchema>;

/** Whether the component functions of this plugin take an array of records. */
export function takesBatches(manifest: Pick<Manifest, 'batch' | 'encoding'>): boolean {
	return manifest.batch ?? manifest.encoding === 'ndjson';
}
