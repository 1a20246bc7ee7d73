/** The index of a folder of packages, as a file that authors publish and people choose as a source of updates. */
import { z } from 'zod';
import { componentTypes } from '../plugin/component-type.ts';
import { manifestSchema, pluginNameSchema } from '../plugin/manifest.ts';
import { securityPolicySchema } from '../policy/security-policy.ts';
import { fingerprint, sha256 } from './fields.ts';

/** An index file, bytes. */
export const MAX_INDEX_BYTES = 4 * 1024 * 1024;
/** Plugins in one, and versions of all of them together. */
export const MAX_INDEX_VERSIONS = 10_000;
/** What an author says of one version, letters. */
export const MAX_NOTES = 4_096;
/** The largest package that there can be, bytes. */
const MAX_PACKAGE_BYTES = 320 * 1024 * 1024;

export const indexedVersionSchema = z
	.object({
		/** As the manifest says it. */
		version: z.string().min(1).max(100),
		/** The package, beside the index or in a folder below it; or … */
		file: z.string().min(1).max(512).optional(),
		/** … an address (https) that it is fetched from. */
		url: z.string().min(1).max(2_048).optional(),
		/** Of the package, hex. */
		sha256,
		/** Of the package, bytes. */
		size: z.int().min(1).max(MAX_PACKAGE_BYTES),
		/** ISO 8601, in UTC. */
		published_at: z.iso.datetime().optional(),
		notes: z.string().max(MAX_NOTES).optional(),
		host: manifestSchema.shape.host,
		abi_version: manifestSchema.shape.abi_version,
		type: z.enum(componentTypes),
		description: z.string().max(2_000).optional(),
		/** `security_policy` of the manifest. */
		asks: securityPolicySchema,
		/** Fingerprint of the key that signed the package; absent: it is not signed. */
		signer: fingerprint.optional(),
	})
	.refine(({ file, url }) => (file === undefined) !== (url === undefined), {
		error: 'must have either "file" or "url"',
		params: { hint: 'Say where the package is: beside the index, or at an address.' },
	});

const pluginOf = <V extends z.ZodType>(version: V) =>
	z.object({
		id: manifestSchema.shape.id,
		name: pluginNameSchema,
		versions: z.array(version).min(1).max(MAX_INDEX_VERSIONS),
	});
const indexOf = <P extends z.ZodType>(plugin: P) => z.object({ plugins: z.array(plugin).max(MAX_INDEX_VERSIONS) });

const indexedPluginSchema = pluginOf(indexedVersionSchema);
export const packageIndexSchema = indexOf(indexedPluginSchema);
/** A plugin whatever its versions are, and an index whatever its plugins are, for who reads one in pieces. */
export const barePluginSchema = pluginOf(z.unknown());
export const bareIndexSchema = indexOf(z.unknown());

export type IndexedVersion = z.output<typeof indexedVersionSchema>;
export type IndexedPlugin = z.output<typeof indexedPluginSchema>;
export type PackageIndex = z.output<typeof packageIndexSchema>;
