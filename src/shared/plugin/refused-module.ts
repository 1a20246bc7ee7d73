import { z } from 'zod';
import type { ErrorDetails, JsonValue } from '../errors/errors.ts';
import type { ModuleAnalysis } from './plugin-record.ts';

/** Names that are told of a module; of the others, how many there are. */
const MAX_NAMES = 40;
const MAX_PROBLEMS = 10;
const MAX_TEXT = 1_000;

const namesSchema = z.object({ first: z.array(z.string().max(300)).max(MAX_NAMES), more: z.int().nonnegative() });

const refusedModuleSchema = z.object({
	sha256: z.string().max(64),
	size: z.number().nonnegative(),
	abi: z.string().max(100).nullable(),
	imports: namesSchema,
	exports: namesSchema,
	/** bytes */
	memory: z.object({ minimum: z.number(), maximum: z.number().nullable(), imported: z.boolean() }).nullable(),
	/** Every reason why it cannot be loaded, the first included. */
	problems: z.array(z.string()).max(MAX_PROBLEMS),
});

/** What is told of a lone module that was refused: what it holds, and all that is wrong with it. */
export type RefusedModule = z.output<typeof refusedModuleSchema>;

/** For the details of the refusal, under `module`. */
export function describeRefused(analysis: ModuleAnalysis): JsonValue {
	const { sha256, size, abi, imports, exports, memory, problems, unlisted } = analysis;
	const imported = [...new Set(imports.map(({ module, name }) => `${module}.${name}`))];
	const told: RefusedModule = {
		sha256,
		size,
		abi,
		imports: namesOf(imported, 0),
		exports: namesOf(
			exports.map(({ name }) => name),
			unlisted,
		),
		memory:
			memory === null
				? null
				: { minimum: memory.minimumBytes, maximum: memory.maximumBytes, imported: memory.imported },
		problems: problems.slice(0, MAX_PROBLEMS).map(({ message }) => message.slice(0, MAX_TEXT)),
	};
	return told;
}

/** What a refusal tells of its module; null: nothing. */
export function refusedModuleOf(error: { readonly details?: ErrorDetails | undefined }): RefusedModule | null {
	const parsed = refusedModuleSchema.safeParse(error.details?.['module']);
	return parsed.success ? parsed.data : null;
}

function namesOf(all: readonly string[], unlisted: number): RefusedModule['imports'] {
	const first = all.slice(0, MAX_NAMES);
	return { first, more: all.length - first.length + unlisted };
}
