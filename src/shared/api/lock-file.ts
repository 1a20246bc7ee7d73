/** A set of plugins, whole: which they are, to the byte, and what they may do. Reproduces them on another machine. */
import { z } from 'zod';
import { manifestSchema, pluginNameSchema } from '../plugin/manifest.ts';
import { securityPolicySchema } from '../policy/security-policy.ts';
import { fingerprint, sha256 } from './fields.ts';

/** A lock, bytes. */
export const MAX_LOCK_BYTES = 4 * 1024 * 1024;
const MAX_LOCKED = 1_000;

const lockedPluginSchema = z.strictObject({
	name: pluginNameSchema,
	id: manifestSchema.shape.id,
	version: z.string().min(1).max(100),
	/** Of the module, hex. */
	module: sha256,
	/** Of the list of hashes of all its files, hex. */
	files: sha256,
	/** Fingerprint of the key that signed it; absent: it is not signed. */
	signer: fingerprint.optional(),
	grant: securityPolicySchema,
});

export const lockSchema = z.strictObject({ plugins: z.array(lockedPluginSchema).max(MAX_LOCKED) });

export type LockedPlugin = z.output<typeof lockedPluginSchema>;
export type PluginLock = z.output<typeof lockSchema>;
