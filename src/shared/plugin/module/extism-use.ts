import { z } from 'zod';

/** How an Extism plugin is used as a component: `extism` in a manifest. */
export const extismUseSchema = z.looseObject({
	/** Which of its exports stands for a component function: `{ "process_data": "count_vowels" }`. */
	functions: z.record(z.string().max(100), z.string().min(1).max(200)).default({}),
	/** Under which path the guest finds what is granted: by the path of the computer, or of the data folder. */
	paths: z.record(z.string().min(1).max(4096), z.string().min(1).max(4096)).optional(),
	/** Most that its variables may hold together, bytes; 0: it has none. */
	max_var_bytes: z.int().nonnegative().optional(),
	/** Most that one answer to an HTTP request may hold, bytes. */
	max_http_response_bytes: z.int().nonnegative().optional(),
});

export type ExtismUse = z.output<typeof extismUseSchema>;
