/** What DataFlare's documents write in a plugin's or component's configuration beside the keys of a manifest. */
import { z } from 'zod';
import { componentTypes } from './component-type.ts';
import { memorySchema, timeoutSchema } from './manifest.ts';

/** A type as a manifest spells it, `source`, or as DataFlare's own programs do, `Source`. */
export const componentTypeSchema = z.preprocess(plainType, z.enum(componentTypes));

/** `Source` as `source`; whatever else there is stays as it is. */
export function plainType(value: unknown): unknown {
	return typeof value === 'string' ? value.slice(0, 1).toLowerCase() + value.slice(1) : value;
}

/** `runtime_config`: null where nothing is to be told, otherwise limits that narrow those beside it. */
export const runtimeConfigSchema = z
	.strictObject({
		/** bytes */
		memory_limit: memorySchema.nullish(),
		/** ms */
		timeout_ms: timeoutSchema.nullish(),
	})
	.nullish();

export interface NamedLimits {
	readonly memory_limit?: number | null | undefined;
	readonly timeout_ms?: number | null | undefined;
	readonly runtime_config?: z.output<typeof runtimeConfigSchema>;
}

/** The lowest of each limit that a configuration names, in `runtime_config` or beside it; undefined: none. bytes, ms */
export function limitsOf({ memory_limit, timeout_ms, runtime_config }: NamedLimits): {
	readonly memory_limit: number | undefined;
	readonly timeout_ms: number | undefined;
} {
	return {
		memory_limit: lowest(memory_limit, runtime_config?.memory_limit),
		timeout_ms: lowest(timeout_ms, runtime_config?.timeout_ms),
	};
}

function lowest(...limits: readonly (number | null | undefined)[]): number | undefined {
	const named = limits.filter((limit) => typeof limit === 'number');
	return named.length === 0 ? undefined : Math.min(...named);
}
