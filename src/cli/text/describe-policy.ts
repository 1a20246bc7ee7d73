import { entriesInForce, type PowerName, powerNames } from '../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { quoted } from '../../shared/quoted.ts';
import { formatDuration, formatMemory } from './format.ts';

const labels: Readonly<Record<PowerName, string>> = { files: 'Files', network: 'Network', environment: 'Environment' };

/** The limits of a policy in lines. */
export function limitLines(policy: SecurityPolicy): readonly (readonly [string, string])[] {
	return [
		['Memory', formatMemory(policy.max_memory)],
		['Time', formatDuration(policy.max_execution_time)],
		['Writes', `${formatMemory(policy.max_write_bytes)}, ${policy.max_new_files} new files a run`],
	];
}

/** A policy in lines, what is denied included. */
export function policyLines(policy: SecurityPolicy): readonly (readonly [string, string])[] {
	const given = (power: PowerName): string => {
		const entries = entriesInForce(policy, power);
		return entries.length > 0 ? entries.map(quoted).join(', ') : 'denied';
	};
	return [...powerNames.map((power) => [labels[power], given(power)] as const), ...limitLines(policy)];
}
