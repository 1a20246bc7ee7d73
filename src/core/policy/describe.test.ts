import { describe, expect, it } from 'vitest';
import { lockedDown, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { comparePolicies } from './compare-policies.ts';
import { describeRequests } from './describe-requests.ts';
import { effectivePolicy } from './effective-policy.ts';
import { narrowestRule } from './narrowest-rule.ts';
import { parsePolicyRequest } from './parse-request.ts';

const asks: SecurityPolicy = {
	...lockedDown,
	allow_file_system: true,
	allow_network: true,
	allow_env_vars: true,
	max_memory: 64 * 1024 * 1024,
	allowed_paths: ['./data/', '/srv/in:ro', '/srv/out', '/'],
	allowed_hosts: ['example.com', '*.example.com', 'http://10.0.0.1:8080'],
	allowed_env_vars: ['LANG', 'API_TOKEN'],
};

describe('what a policy asks for', () => {
	it('is said in sentences, riskiest first', () => {
		const said = describeRequests(asks);
		expect(said.map(({ risk }) => risk)).toEqual([
			...Array<string>(5).fill('high'),
			...Array<string>(3).fill('medium'),
			...Array<string>(2).fill('low'),
		]);
		expect(said.map(({ text }) => text)).toEqual([
			'Read and change /srv/out and, if it is a folder, everything in it.',
			'Read and change every file on this computer (/).',
			'Reach every subdomain of example.com.',
			'Reach the address 10.0.0.1 on port 8080, unencrypted, which may be this computer or something on its network.',
			'Read the environment variable API_TOKEN.',
			'Read /srv/in and, if it is a folder, everything in it.',
			'Reach example.com.',
			'Read the environment variable LANG.',
			'Read and change ./data/ in its own data folder.',
			'Use up to 64 MiB of memory.',
		]);
	});

	it('names what each is about, so that a face can say it in its own words and offer less', () => {
		expect(describeRequests(asks).map(({ entry, subject }) => [entry, subject])).toEqual([
			['/srv/out', { kind: 'path', path: '/srv/out', access: 'write', own: false, everything: false }],
			['/', { kind: 'path', path: '/', access: 'write', own: false, everything: true }],
			[
				'*.example.com',
				{ kind: 'host', host: 'example.com', port: 443, scheme: 'https', subdomains: true, local: false },
			],
			[
				'http://10.0.0.1:8080',
				{ kind: 'host', host: '10.0.0.1', port: 8080, scheme: 'http', subdomains: false, local: true },
			],
			['API_TOKEN', { kind: 'env', name: 'API_TOKEN', secret: true }],
			['/srv/in:ro', { kind: 'path', path: '/srv/in', access: 'read', own: false, everything: false }],
			[
				'example.com',
				{ kind: 'host', host: 'example.com', port: 443, scheme: 'https', subdomains: false, local: false },
			],
			['LANG', { kind: 'env', name: 'LANG', secret: false }],
			['./data/', { kind: 'path', path: './data/', access: 'write', own: true, everything: false }],
			['67108864', { kind: 'memory', bytes: 67_108_864 }],
		]);
	});

	it('is nothing where its own switches deny it', () => {
		expect(describeRequests(lockedDown)).toEqual([]);
		expect(
			describeRequests({ ...asks, allow_file_system: false, allow_network: false, allow_env_vars: false }),
		).toEqual([
			{
				text: 'Use up to 64 MiB of memory.',
				risk: 'low',
				entry: '67108864',
				subject: { kind: 'memory', bytes: 67_108_864 },
			},
		]);
	});
});

describe('comparing a request with the grant', () => {
	const with_ = (paths: readonly string[], hosts: readonly string[]): SecurityPolicy => ({
		...lockedDown,
		allow_file_system: true,
		allow_network: true,
		allowed_paths: paths,
		allowed_hosts: hosts,
	});

	const texts = (asks: readonly { readonly text: string }[]): readonly string[] => asks.map(({ text }) => text);

	it('tells new, kept and dropped apart, whatever the spelling', () => {
		const { added, kept, dropped } = comparePolicies(
			with_(['data:ro', '/new'], ['EXAMPLE.com:443']),
			with_(['./data/', '/old'], ['example.com', 'gone.com']),
		);
		expect({ added: texts(added), kept: texts(kept), dropped: texts(dropped) }).toEqual({
			added: ['Read and change /new and, if it is a folder, everything in it.'],
			kept: ['Read data in its own data folder.', 'Reach example.com.'],
			dropped: [
				'Read and change ./data/ in its own data folder.',
				'Read and change /old and, if it is a folder, everything in it.',
				'Reach gone.com.',
			],
		});
	});

	it('adds everything against a grant that denies everything', () => {
		const { added, kept, dropped } = comparePolicies(asks, lockedDown);
		expect(added).toHaveLength(describeRequests(asks).length);
		expect([...kept, ...dropped]).toEqual([]);
	});

	it('counts a higher limit as new and a lower one as kept', () => {
		const high = { ...lockedDown, max_execution_time: 60_000 };
		expect(texts(comparePolicies(high, lockedDown).added)).toEqual(['Take up to 60 s per call.']);
		expect(comparePolicies(high, { ...lockedDown, max_execution_time: 90_000 }).kept).toHaveLength(1);
	});

	it('counts more to write and more files as new, and less as nothing to ask for', () => {
		const high = { ...lockedDown, max_write_bytes: 5 * 1024 ** 3, max_new_files: 20_000 };
		expect(texts(comparePolicies(high, lockedDown).added)).toEqual([
			'Write up to 5120 MiB in each run.',
			'Create up to 20000 files and folders in each run.',
		]);
		expect(comparePolicies(high, high).kept).toHaveLength(2);
		expect(describeRequests({ ...lockedDown, max_write_bytes: 0, max_new_files: 0 })).toEqual([]);
	});
});

it('the limits in force are the lower of granted and own', () => {
	const granted = { ...lockedDown, max_memory: 1000, max_execution_time: 50 };
	expect(effectivePolicy(granted, { memory_limit: 2000, timeout_ms: 20 })).toEqual({
		...granted,
		max_execution_time: 20,
	});
	expect(effectivePolicy(granted, {})).toEqual(granted);
	expect(effectivePolicy(granted, { memory_limit: 500 }, { memory: 400, time: 30 })).toEqual({
		...granted,
		max_memory: 400,
		max_execution_time: 30,
	});
});

describe('what a person asks the tester', () => {
	it.each([
		['env:HOME', { kind: 'env', name: 'HOME' }],
		['read:./a b', { kind: 'read', path: './a b' }],
		['write:/x:ro', { kind: 'write', path: '/x:ro' }],
		['list:data', { kind: 'list', path: 'data' }],
		['https://example.com/a?b', { kind: 'http', url: 'https://example.com/a?b' }],
		[' ./data/in.csv ', { kind: 'read', path: './data/in.csv' }],
		['C:\\x', { kind: 'read', path: 'C:\\x' }],
	])('%s is understood', (text, expected) => {
		expect(parsePolicyRequest(text)).toEqual(expected);
	});

	it.each(['', '  ', 'env:', 'env:A B', 'read:', 'ftp://example.com', 'https://', 'http://a b/'])(
		'%j is invalid_input with a hint',
		(text) => {
			expect(() => parsePolicyRequest(text)).toThrow(
				expect.objectContaining({ code: 'invalid_input', hint: expect.stringContaining('env:NAME') }),
			);
		},
	);
});

describe('the narrowest rule', () => {
	it.each([
		[{ kind: 'read', path: '/a/b' }, '/a/b:ro'],
		[{ kind: 'write', path: '/a/b' }, '/a/b'],
		[{ kind: 'write', path: '/a/b:ro' }, '/a/b:ro/'],
		[{ kind: 'http', url: 'https://example.com/x?y' }, 'example.com'],
		[{ kind: 'http', url: 'http://EXAMPLE.com./x' }, 'http://example.com:80'],
		[{ kind: 'http', url: 'https://[::1]:8443/' }, '[::1]:8443'],
		[{ kind: 'env', name: 'A' }, 'A'],
	] as const)('for %j is %s', (asked, entry) => {
		expect(narrowestRule(asked)?.entry).toBe(entry);
	});

	it.each([
		{ kind: 'http', url: 'ftp://example.com/' },
		{ kind: 'http', url: 'https://u:p@example.com/' },
		{ kind: 'read', path: '/a/*' },
		{ kind: 'env', name: '*' },
	] as const)('for %j does not exist', (asked) => {
		expect(narrowestRule(asked)).toBeNull();
	});
});
