import { describe, expect, it } from 'vitest';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { checkPolicy } from '../check-policy.ts';
import { parseEnvEntry } from './env-entry.ts';
import { parseHostEntry } from './host-entry.ts';
import { parsePathEntry } from './path-entry.ts';

describe('an entry of allowed_hosts', () => {
	it.each([
		['example.com', { scheme: 'https', host: 'example.com', port: 443, subdomainsOnly: false }],
		['*.Example.COM.', { host: 'example.com', subdomainsOnly: true }],
		['http://example.com:8080/', { scheme: 'http', port: 8080 }],
		['https://example.com', { scheme: 'https', port: 443 }],
		['http://example.com', { scheme: 'http', port: 80 }],
		['127.0.0.1:9', { host: '127.0.0.1', port: 9, isAddress: true }],
		['[0:0::1]:443', { host: '[::1]', isAddress: true }],
		['bücher.de', { host: 'xn--bcher-kva.de' }],
		['my_host', { host: 'my_host' }],
	])('%s is understood', (text, expected) => {
		expect(parseHostEntry(text)).toMatchObject({ ok: true, entry: { ...expected, text } });
	});

	it.each([
		'*',
		'*.com',
		'*.*.com',
		'a.*.com',
		'ex*mple.com',
		'*.127.0.0.1',
		'*.3.4',
		'::1',
		'127.1',
		'0x7f.0.0.1',
		'2130706433',
		'example.com:0',
		'example.com:65536',
		'example.com:',
		'example.com:*',
		'example.com/path',
		'example.com?q',
		'u@example.com',
		'ftp://example.com',
		'http://http://x',
		'a..b',
		'',
		'.',
		'ex ample.com',
		'[fe80::1%eth0]',
		'exa%6dple.com',
	])('%j is refused with what to write instead', (text) => {
		const parsed = parseHostEntry(text);
		expect(parsed.ok).toBe(false);
		if (!parsed.ok) expect(parsed.problem.hint).toMatch(/\.$/);
	});
});

describe('an entry of allowed_paths', () => {
	it.each([
		['./data/', { path: './data/', relative: true, readOnly: false }],
		['/srv/in.csv:ro', { path: '/srv/in.csv', relative: false, readOnly: true }],
		['.', { relative: true }],
		['C:\\data:ro', { path: 'C:\\data', relative: false, readOnly: true }],
		['C:/data', { relative: false }],
	])('%s is understood', (text, expected) => {
		expect(parsePathEntry(text)).toMatchObject({ ok: true, entry: expected });
	});

	it.each(['../up', './a/../b', 'a\\..\\b', '~/x', '~', '/data/*', ':ro', '\\\\?\\C:\\x', 'C:data', 'a\0b', '/x\ny'])(
		'%j is refused',
		(text) => {
			expect(parsePathEntry(text).ok).toBe(false);
		},
	);
});

it('an environment entry is one exact name', () => {
	expect(parseEnvEntry('API_TOKEN')).toEqual({ ok: true, entry: 'API_TOKEN' });
	for (const text of ['', 'API_*', '$HOME', 'A=B', 'A B']) expect(parseEnvEntry(text).ok).toBe(false);
});

describe('checking a policy', () => {
	it('accepts what defaults deny and says what has no effect', () => {
		expect(checkPolicy(lockedDown)).toEqual([]);
		expect(checkPolicy({ ...lockedDown, allow_network: true, allowed_paths: ['./x'] })).toEqual([
			'security_policy.allowed_paths has entries, but allow_file_system is false: they allow nothing.',
			'security_policy.allow_network is true, but allowed_hosts is empty: nothing is allowed.',
		]);
	});

	it('names the field, what was expected, what was found, and a way out; further problems are in the details', () => {
		const policy: SecurityPolicy = { ...lockedDown, allowed_hosts: ['a.com', 'b.com/x'], allowed_env_vars: ['*'] };
		const thrown = caught(() => checkPolicy(policy));
		expect(thrown).toMatchObject({ code: 'configuration' });
		expect(thrown.message).toMatch(
			/^security_policy\.allowed_hosts\[1\]: expected a host .*, found "b\.com\/x"\. \(and 1 more\)$/,
		);
		expect(thrown.hint).toContain('Write only the host');
		expect(thrown.details['problems']).toHaveLength(2);
	});
});

function caught(task: () => unknown): DataFlareError {
	try {
		task();
	} catch (error) {
		if (error instanceof DataFlareError) return error;
	}
	throw new Error('nothing was thrown');
}
