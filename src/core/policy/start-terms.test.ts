import { describe, expect, it } from 'vitest';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { startAlike, startTerms } from './start-terms.ts';

const granted = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['HOME'] };

describe('what a sandbox is given at its start', () => {
	it.each([
		['memory', { max_memory: granted.max_memory * 2 }],
		['time', { max_execution_time: granted.max_execution_time * 2 }],
		['a variable', { allowed_env_vars: ['HOME', 'LANG'] }],
		['the environment as a whole', { allow_env_vars: false }],
	])('%s is given once: a sandbox that has another may not serve on', (_, change) => {
		expect(startAlike(startTerms(granted), startTerms({ ...granted, ...change }))).toBe(false);
	});

	it.each([
		['files', { allow_file_system: true, allowed_paths: ['./'] }],
		['network', { allow_network: true, allowed_hosts: ['example.com'] }],
	])('%s is asked for at each call: whoever runs serves on', (_, change) => {
		expect(startAlike(startTerms(granted), startTerms({ ...granted, ...change }))).toBe(true);
	});
});
