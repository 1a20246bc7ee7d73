import { powers } from '../../../shared/policy/powers.ts';
import type { PolicyDecision, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { parseEnvEntry } from '../entries/env-entry.ts';
import { refuse } from './refuse.ts';

export function decideEnv(policy: SecurityPolicy, name: string): PolicyDecision {
	const { gate, list } = powers.environment;
	if (!policy[gate]) {
		return refuse('variables_off', `${gate}: false`, 'This plugin may not read environment variables.');
	}
	const index = policy[list].findIndex((entry) => entry === name && parseEnvEntry(entry).ok);
	if (index >= 0) {
		return {
			allowed: true,
			rule: `${list}[${index}]: ${name}`,
			entry: { list, index },
		};
	}
	return refuse(
		'variable_not_listed',
		`${list}: no entry is ${name}`,
		`${name} is not one of the environment variables this plugin may read.`,
	);
}
