import { MAX_MEMORY_BYTES, MAX_TIMEOUT_MS } from '../../shared/policy/limits.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';

/** The limits that a manifest names. */
export interface ManifestLimits {
	/** bytes */
	readonly memory_limit?: number | undefined;
	/** ms */
	readonly timeout_ms?: number | undefined;
}

/** Bounds that a person set for every plugin, whatever was granted to it. */
export interface PolicyCeilings {
	/** bytes */
	readonly memory: number;
	/** ms */
	readonly time: number;
}

export const noCeilings: PolicyCeilings = { memory: MAX_MEMORY_BYTES, time: MAX_TIMEOUT_MS };

/** What is in force: the grant, with each limit the lowest of the granted, the plugin's own and the ceiling. */
export function effectivePolicy(
	granted: SecurityPolicy,
	limits: ManifestLimits,
	ceilings: PolicyCeilings = noCeilings,
): SecurityPolicy {
	return {
		...granted,
		max_memory: Math.min(granted.max_memory, limits.memory_limit ?? granted.max_memory, ceilings.memory),
		max_execution_time: Math.min(
			granted.max_execution_time,
			limits.timeout_ms ?? granted.max_execution_time,
			ceilings.time,
		),
	};
}
