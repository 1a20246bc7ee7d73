import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { quoted } from '../../shared/quoted.ts';
import { formatDuration, formatMemory } from './format.ts';

/** A policy in lines, what is denied included. */
export function policyLines(policy: SecurityPolicy): readonly (readonly [string, string])[] {
	const list = (allowed: boolean, entries: readonly string[]): string =>
		allowed && entries.length > 0 ? entries.map(quoted).join(', ') : 'denied';
	return [
		['Files', list(policy.allow_file_system, policy.allowed_paths)],
		['Network', list(policy.allow_network, policy.allowed_hosts)],
		['Environment', list(policy.allow_env_vars, policy.allowed_env_vars)],
		['Memory', formatMemory(policy.max_memory)],
		['Time', formatDuration(policy.max_execution_time)],
		['Writes', `${formatMemory(policy.max_write_bytes)}, ${policy.max_new_files} new files a run`],
	];
}
