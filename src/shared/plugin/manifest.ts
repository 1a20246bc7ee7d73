import { z } from 'zod';
import { isDeviceName } from '../device-name.ts';
import { MAX_INSTANCES, MAX_MEMORY_BYTES, MAX_TIMEOUT_MS, MIN_MEMORY_BYTES, MIN_TIMEOUT_MS } from '../policy/limits.ts';
import { securityPolicySchema } from '../policy/security-policy.ts';
import { componentTypes, encodings, guestAbis } from './component-type.ts';
import { extismUseSchema } from './extism-use.ts';
import { inputPrivacies } from './input-privacy.ts';

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

/** So many languages may be given, for each thing that is said in several. */
const MAX_LANGUAGES = 50;

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

/** Words in other languages, under `x-translations` beside those that they translate. */
function translations<Words extends z.ZodType>(words: Words) {
	return z.record(z.string(), words).superRefine((given, context) => {
		const languages = Object.keys(given);
		if (languages.length > MAX_LANGUAGES) {
			context.addIssue({ code: 'custom', message: `must have at most ${MAX_LANGUAGES} languages` });
		}
		const wrong = languages.find((language) => !LANGUAGE.test(language));
		if (wrong === undefined) return;
		context.addIssue({
			code: 'custom',
			path: [wrong],
			message: 'is not a language tag such as "zh-CN"',
			params: { hint: 'Name languages by BCP 47 tags: "de", "zh-CN".' },
		});
	});
}

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
	name: newNameSchema,
	type: z.enum(componentTypes),
	module_path: modulePathSchema,
	config: z.record(z.string(), z.json()).default({}),
	/** JSON Schema (2020-12) of `config`. Anything goes through here: what cannot be followed is warned of, and not used. */
	config_schema: z.json().optional(),
	security_policy: securityPolicySchema.prefault({}),
	memory_limit: memorySchema.optional(),
	timeout_ms: timeoutSchema.optional(),
	abi: z.enum(guestAbis).optional(),
	extism: extismUseSchema.optional(),
	encoding: z.enum(encodings).default('json'),
	batch: z.boolean().optional(),
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
	// What older versions kept under this key without reading it hides no plugin.
	metadata: metadataSchema
		.extend({ 'x-translations': metadataSchema.shape['x-translations'].catch(undefined) })
		.prefault({}),
});

export type Manifest = z.output<typeof manifestSchema>;

/** Whether the component functions of this plugin take an array of records. */
export function takesBatches(manifest: Pick<Manifest, 'batch' | 'encoding'>): boolean {
	return manifest.batch ?? manifest.encoding === 'ndjson';
}
