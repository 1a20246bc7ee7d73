import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';

/** The limits that a manifest names. */
export interface ManifestLimits {
	/** bytes */
	readonly memory_limit?: number | undefined;
	/** ms */
	readonly timeout_ms?: number | undefined;
}

/** What is in force: the grant, with each limit the lower of the granted and the plugin's own. */
export function effectivePolicy(granted: SecurityPolicy, limits: ManifestLimits): SecurityPolicy {
	return {
		...granted,
		max_memory: Math.min(granted.max_memory, limits.memory_limit ?? granted.max_memory),
		max_execution_time: Math.min(granted.max_execution_time, limits.timeout_ms ?? granted.max_execution_time),
	};
}
