import { z } from 'zod';
import { type ErrorDetails, errorCodes, type JsonValue, type WireError } from '../../errors/errors.ts';
import { because, type FailureReason, reasonFacts, reasonOf } from '../../errors/failure-reason.ts';
import type { ModuleAnalysis } from '../plugin-record.ts';
import { anatomySchema } from './anatomy-schema.ts';
import { traitsOf } from './guest-abi.ts';

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
	anatomy: anatomySchema.nullable(),
	/** Every reason why it cannot be loaded, the first included. */
	problems: z
		.array(
			z.object({
				code: z.enum(errorCodes),
				message: z.string(),
				hint: z.string().optional(),
				details: z.record(z.string(), z.json()).optional(),
			}),
		)
		.max(MAX_PROBLEMS),
});

/** What is told of a lone module that was refused: what it holds, and all that is wrong with it. */
export type RefusedModule = z.output<typeof refusedModuleSchema>;

/** For the details of the refusal, under `module`. */
export function describeRefused(analysis: ModuleAnalysis): JsonValue {
	const { sha256, size, abi, imports, exports, memory, anatomy, problems, unlisted } = analysis;
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
		anatomy,
		problems: [...problems, ...lackingRole(analysis)].slice(0, MAX_PROBLEMS).map(shortened),
	};
	return told as unknown as JsonValue;
}

/** A module that nobody could call, were all else in order. */
function lackingRole({ type, abi, anatomy }: ModuleAnalysis): readonly WireError[] {
	const isSilent = anatomy?.kind === 'program' || (abi !== null && !traitsOf(abi).namesRole);
	return type !== null || anatomy === null || isSilent ? [] : [noFunction('The module')];
}

/** `what` exports no function that makes it a component of any type. */
export function noFunction(what: string): WireError {
	return {
		code: 'plugin_load',
		message: `${what} exports no component function, so its type is unknown.`,
		hint: 'Export process_data, transform_data, filter_data, read_data, write_data, or aggregate_data and aggregate_result.',
		details: because('no_function'),
	};
}

/** With what its sentence needs, and without lists. */
function shortened({ code, message, hint, details }: WireError): RefusedModule['problems'][number] {
	const reason = reasonOf({ details });
	const told = reason === null ? {} : Object.fromEntries(factsOf(reason, details ?? {}));
	return {
		code,
		message: message.slice(0, MAX_TEXT),
		...(hint === undefined ? {} : { hint: hint.slice(0, MAX_TEXT) }),
		...(reason === null ? {} : { details: { reason, ...told } }),
	};
}

function factsOf(reason: FailureReason, details: ErrorDetails): readonly (readonly [string, JsonValue])[] {
	return (reasonFacts[reason] as readonly string[]).flatMap((fact) => {
		const value = details[fact];
		return value === undefined ? [] : [[fact, value] as const];
	});
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
