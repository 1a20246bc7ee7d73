/** Fields that inputs of several routes share. */
import { z } from 'zod';
import { pluginNameSchema } from '../plugin/manifest.ts';
import { runTriggers } from '../run/run.ts';

export const name = pluginNameSchema;
export const path = z.string().min(1).max(32_768);
export const runId = z.string().regex(/^[0-9a-f]{12}$/, 'must be 12 hexadecimal digits');
/** A run by its id or by how its id begins. */
export const runIdOrBeginning = z
	.string()
	.regex(/^[0-9a-f]{1,12}$/, 'must be 1 to 12 hexadecimal digits, a run ID or the start of one');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
/** Tells a key that signs plugins from every other. */
export const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be SHA256: and 43 letters');
/** What an uninstalled plugin is called in the trash. */
export const trashedId = z
	.string()
	.regex(/^[a-z0-9][a-z0-9_-]{0,63}@[0-9a-f]{8}$/, 'must be a plugin in the trash, for example pii-redactor@1a2b3c4d');
export const trigger = z.enum(runTriggers);
/** The input of a route that asks for one plugin and nothing else. */
export const named = z.strictObject({ name });
export const author = z.string().min(1).max(200).default('you');
export const note = z.string().max(2000).default('');
