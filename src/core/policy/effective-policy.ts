import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';

/** The limits that a manifest names. */
export interface ManifestLimits {
	/** bytes */
	readonly memory_limit?: number | undefined;
	/** ms */
	readonly timeout_ms?: number | undefined;
}

/** Above what no grant counts. */
export interface LimitCeilings {
	/** bytes */
	readonly memory: number;
	/** ms */
	readonly time: number;
}

const noCeilings: LimitCeilings = { memory: Number.POSITIVE_INFINITY, time: Number.POSITIVE_INFINITY };

/** What is in force: the grant, with each limit the lowest of the granted, the plugin's own and the ceiling. */
export function effectivePolicy(
	granted: SecurityPolicy,
	limits: ManifestLimits,
	ceilings: LimitCeilings = noCeilings,
): SecurityPolicy {
	const { max_memory, max_execution_time } = granted;
	return {
		...granted,
		max_memory: Math.min(max_memory, limits.memory_limit ?? max_memory, ceilings.memory),
		max_execution_time: Math.min(max_execution_time, limits.timeout_ms ?? max_execution_time, ceilings.time),
	};
}
