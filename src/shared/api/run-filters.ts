import { z } from 'zod';
import { runKinds, runStatuses } from '../run/run.ts';
import { trigger } from './fields.ts';

/** Which runs: those that fit everything that is given. */
export const runFiltersSchema = z.strictObject({
	plugin: z.string().max(64).optional(),
	kind: z.enum(runKinds).optional(),
	status: z.enum(runStatuses).optional(),
	trigger: trigger.optional(),
	since: z.number().optional(),
	until: z.number().optional(),
	withDenials: z.boolean().optional(),
	unseenAt: z.number().optional(),
	text: z.string().max(1000).optional(),
});
