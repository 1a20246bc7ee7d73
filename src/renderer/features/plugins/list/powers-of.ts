import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';

export type Power = 'write' | 'read' | 'network' | 'environment';

/** The powers that a policy really gives: a switch without an entry gives none. */
export function powersOf(policy: SecurityPolicy): readonly Power[] {
	const { allow_file_system, allowed_paths, allow_network, allowed_hosts, allow_env_vars, allowed_env_vars } = policy;
	const powers: Power[] = [];
	if (allow_file_system && allowed_paths.length > 0) {
		powers.push(allowed_paths.every((path) => path.endsWith(':ro')) ? 'read' : 'write');
	}
	if (allow_network && allowed_hosts.length > 0) powers.push('network');
	if (allow_env_vars && allowed_env_vars.length > 0) powers.push('environment');
	return powers;
}
