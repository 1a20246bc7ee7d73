import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalKind } from '../../shared/policy/refusal-kind.ts';
import { lockedDown, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { decideEnv } from '../policy/decide/env.ts';
import { decidePath } from '../policy/decide/path.ts';
import { decideAddress, decideUrl } from '../policy/decide/url.ts';
import { limitRules } from './limit-rules.ts';

const scope = { dataFolder: '/data/plugin' };
const open: SecurityPolicy = {
	...lockedDown,
	allow_file_system: true,
	allowed_paths: ['/srv:ro'],
	allow_network: true,
	allowed_hosts: ['a.example.com'],
	allow_env_vars: true,
};
const loopback = { names: ['127.0.0.1'], special: 'loopback' };

describe('the kind of a refusal', () => {
	it.each([
		['files_off', decidePath(lockedDown, 'read', '/srv/a', scope)],
		['read_only', decidePath(open, 'write', '/srv/a', scope)],
		['path_not_listed', decidePath(open, 'read', '/etc/passwd', scope)],
		['path_unclear', decidePath(open, 'read', 'a', scope)],
		['network_off', decideUrl(lockedDown, 'https://a.example.com/')],
		['host_not_listed', decideUrl(open, 'https://b.example.com/')],
		['host_not_listed', decideUrl(open, 'http://a.example.com:81/')],
		['url_unclear', decideUrl(open, 'nothing')],
		['address_not_named', decideAddress(open, 'https://a.example.com/', loopback)],
		['variables_off', decideEnv(lockedDown, 'HOME')],
		['variable_not_listed', decideEnv(open, 'HOME')],
	] as const)('is read from the rule: %s', (kind, decision) => {
		expect(decision.allowed).toBe(false);
		expect(refusalKind(decision.rule)).toBe(kind);
	});

	it('is known for every rule that the broker adds', () => {
		const broker = import.meta.dirname;
		const rules = readdirSync(broker, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
			.flatMap((name) => [
				...readFileSync(join(broker, name), 'utf8').matchAll(/(?:deniedBy\(|allowed: false,\s+rule: )'([^']+)'/g),
			])
			.map(([, rule]) => rule ?? '');
		expect(new Set(rules)).toContain('hard links');
		rules.push(limitRules.bytes(1), limitRules.files(2), limitRules.disk);
		expect(rules.filter((rule) => refusalKind(rule) === null)).toEqual([]);
	});

	it('is not guessed', () => {
		expect(refusalKind('a rule of tomorrow')).toBe(null);
	});
});
