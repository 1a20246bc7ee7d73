import { z } from 'zod';
import { DataFlareError, type JsonValue } from '../../shared/errors/errors.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';
import { componentTypeSchema, runtimeConfigSchema } from '../../shared/plugin/component-words.ts';
import { memorySchema, metadataSchema, timeoutSchema } from '../../shared/plugin/manifest.ts';
import { MAX_RECORD_BYTES } from '../../shared/policy/limits.ts';
import { securityPolicySchema } from '../../shared/policy/security-policy.ts';

const path = z.string().min(1);
/** What has methods is taken as it is. */
const object = z.custom<object>((value) => typeof value === 'object' && value !== null, 'expected an object');
const listener = z.custom<object>((value) => typeof value === 'function', 'expected a function').optional();

/** What is not set may be null as well as absent: so DataFlare's own programs write it. */
export const loadConfigSchema = z.strictObject({
	name: z.string().min(1).max(200).nullish(),
	type: componentTypeSchema.nullish(),
	component_type: componentTypeSchema.nullish(),
	module_path: path.nullish(),
	config: z.record(z.string(), z.json()).nullish(),
	security_policy: securityPolicySchema.nullish(),
	memory_limit: memorySchema.nullish(),
	timeout_ms: timeoutSchema.nullish(),
	output_limit: z.int().min(1).max(MAX_RECORD_BYTES).nullish(),
	runtime_config: runtimeConfigSchema,
	metadata: metadataSchema.nullish(),
});
export type ParsedLoad = z.output<typeof loadConfigSchema>;

const named = { name: z.string().min(1).max(200), module_path: path };
const typed = loadConfigSchema.extend({ ...named, type: componentTypeSchema });
const typedAsDocumented = loadConfigSchema.extend({ ...named, component_type: componentTypeSchema });

/** Of a component, whose type stands under `type` or, as DataFlare's documents have it, under `component_type`. */
export function componentConfigSchema(value: unknown): typeof typed | typeof typedAsDocumented {
	const { type = null, component_type } = (value ?? {}) as {
		readonly type?: unknown;
		readonly component_type?: unknown;
	};
	const isDocumented = type === null && component_type !== undefined;
	return isDocumented ? typedAsDocumented : typed;
}

export const runtimeOptionsSchema = z.strictObject({
	dataDir: path.optional(),
	sandboxEntry: path.optional(),
	reaperEntry: path.optional(),
	adapter: object.optional(),
	env: object.optional(),
	onLog: listener,
	onDenied: listener,
});

/** Holds a value that a program passed to its schema. Throws `configuration` naming the place and what is wrong there. */
export function parseOptions<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const report = describeIssues(schema, parsed.error, value, 'it');
	throw new DataFlareError('configuration', `${what}: ${report.text}.`, {
		hint: `${report.hint} See docs/library.md for what it may hold.`,
		details: { problems: report.problems.map(({ path: place, message }) => ({ path: place, message })) },
	});
}

/** The one argument of a call as JSON text, or as bytes; null: none. Throws `invalid_input`. */
export function parseArguments(fn: unknown, args: unknown): { readonly json: string } | Uint8Array | null {
	if (typeof fn !== 'string') {
		throw new DataFlareError('invalid_input', `A function is called by its name, not by ${kindOf(fn)}.`);
	}
	if (!Array.isArray(args)) {
		throw new DataFlareError('invalid_input', `The arguments of ${fn} must be an array, not ${kindOf(args)}.`, {
			hint: 'Put the value in an array: callFunction(id, name, [value]).',
		});
	}
	if (args.length > 1) {
		throw new DataFlareError('invalid_input', `${fn} takes at most one argument, but got ${args.length}.`, {
			hint: 'Pass several values as one array or object.',
		});
	}
	if (args.length === 0) return null;
	const argument: unknown = args[0];
	return argument instanceof Uint8Array ? argument : { json: jsonText(fn, argument) };
}

function jsonText(fn: string, value: unknown): string {
	let text: string | undefined;
	let cause: unknown;
	try {
		text = JSON.stringify(value as JsonValue);
	} catch (thrown) {
		cause = thrown;
	}
	if (text !== undefined) return text;
	const why = cause instanceof Error ? `: ${cause.message}` : '';
	throw new DataFlareError(
		'invalid_input',
		`The argument of ${fn}, ${kindOf(value)}, cannot be written as JSON${why}.`,
		{
			hint: 'Pass null, booleans, numbers, strings, and arrays and objects of these; or a Uint8Array to a plugin of bytes.',
			cause,
		},
	);
}

function kindOf(value: unknown): string {
	if (value === undefined || value === null) return String(value);
	if (Array.isArray(value)) return 'an array';
	const type = typeof value;
	return type === 'object' ? 'an object' : `a ${type}`;
}
