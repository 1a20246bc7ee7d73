import { describe, expect, it } from 'vitest';
import { canEntryHelp, denialKinds } from '../../shared/policy/denial-kind.ts';
import { lockedDown, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { decideEnv } from '../policy/decide/env.ts';
import { decidePath } from '../policy/decide/path.ts';
import { decideAddress, decideUrl } from '../policy/decide/url.ts';
import { storedKind } from '../store/runs/kind-of-rule.ts';

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
	] as const)('is told beside the rule: %s', (kind, decision) => {
		expect(decision).toMatchObject({ allowed: false, kind });
		// And is told from the words alone of what an older version kept.
		expect(storedKind(null, decision.rule)).toBe(kind);
	});

	it.each([
		['no_plain_file', 'files'],
		['own_files', 'own files'],
		['hard_links', 'hard links'],
		['links', 'links'],
		['address_undecided', 'address'],
		['write_limit', 'max_write_bytes: 1'],
		['file_limit', 'max_new_files: 2'],
		['disk_space', 'free disk space'],
		['several', '(several)'],
	] as const)('is told from what older versions kept: %s', (kind, rule) => {
		expect(storedKind(null, rule)).toBe(kind);
	});

	it('counts where it is kept, whatever the rule says', () => {
		expect(storedKind('disk_space', 'allow_network: false')).toBe('disk_space');
	});

	it('is not guessed', () => {
		expect(storedKind(null, 'a rule of tomorrow')).toBe(null);
		expect(storedKind('a kind of tomorrow', 'path')).toBe(null);
	});

	it('says whether another entry could have helped', () => {
		const never = denialKinds.filter((kind) => !canEntryHelp(kind));
		expect(never).toEqual(['own_files', 'write_limit', 'file_limit', 'disk_space', 'several']);
	});
});
