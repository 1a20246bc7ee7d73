import type { PolicyDecision, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { parseEnvEntry } from '../entries/env-entry.ts';
import { refuse } from './refuse.ts';

export function decideEnv(policy: SecurityPolicy, name: string): PolicyDecision {
	if (!policy.allow_env_vars) {
		return refuse('variables_off', 'allow_env_vars: false', 'This plugin may not read environment variables.');
	}
	const index = policy.allowed_env_vars.findIndex((entry) => entry === name && parseEnvEntry(entry).ok);
	if (index >= 0) {
		return {
			allowed: true,
			rule: `allowed_env_vars[${index}]: ${name}`,
			entry: { list: 'allowed_env_vars', index },
		};
	}
	return refuse(
		'variable_not_listed',
		`allowed_env_vars: no entry is ${name}`,
		`${name} is not among the environment variables that this plugin may read.`,
	);
}
