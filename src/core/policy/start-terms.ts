import { entriesInForce } from '../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { decideEnv } from './decide/env.ts';

/** What a sandbox is given once, when it starts; everything else is asked anew for each host call. */
export interface StartTerms<Env = readonly string[]> {
	/** bytes */
	readonly memoryLimitBytes: number;
	/** ms */
	readonly timeoutMs: number;
	/** Names of variables, or names with their values. */
	readonly env: Env;
}

export function startTerms(policy: SecurityPolicy): StartTerms {
	return {
		memoryLimitBytes: policy.max_memory,
		timeoutMs: policy.max_execution_time,
		env: entriesInForce(policy, 'environment').filter((name) => decideEnv(policy, name).allowed),
	};
}

/** Whether a sandbox that started on the one may serve on the other. */
export function startAlike<Env>(running: StartTerms<Env>, wanted: StartTerms<Env>): boolean {
	const told = ({ memoryLimitBytes, timeoutMs, env }: StartTerms<Env>): string =>
		JSON.stringify([memoryLimitBytes, timeoutMs, env]);
	return told(running) === told(wanted);
}
