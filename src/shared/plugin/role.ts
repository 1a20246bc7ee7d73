import { z } from 'zod';
import { componentTypes, encodings, recordWays } from './component-type.ts';

/** What a person says of a plugin that says nothing itself: what it does, by which export, and how it takes records. */
export const roleSchema = z.strictObject({
	type: z.enum(componentTypes).optional(),
	/** Of an Extism plugin: the export that does the work of its type. Null, of a processor: whoever calls it says which. */
	export: z.string().min(1).max(200).nullable().optional(),
	/** Of an Extism aggregator: the export that gives the result. */
	resultExport: z.string().min(1).max(200).optional(),
	records: z.enum(recordWays).optional(),
	encoding: z.enum(encodings).optional(),
});

export type Role = z.output<typeof roleSchema>;
