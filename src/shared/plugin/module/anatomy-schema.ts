import { z } from 'zod';
import type { ModuleAnatomy } from './module-anatomy.ts';

const amount = z.number().min(0);
const words = z.array(z.string());

/** What is kept or told of a module's anatomy, as loosely as what a newer version may have written. */
export const anatomySchema = z.looseObject({
	kind: z.string(),
	tools: z.array(z.looseObject({ role: z.string(), name: z.string(), version: z.string() })),
	runtimes: words,
	features: words,
	imports: z.array(z.looseObject({ group: z.string(), names: words, more: amount })),
	sizes: z.looseObject({ code: amount, data: amount, custom: amount, strippable: amount }),
	functions: amount,
	customSections: z.array(z.looseObject({ name: z.string(), bytes: amount })),
}) as unknown as z.ZodType<ModuleAnatomy>;
