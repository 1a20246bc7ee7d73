import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../../test/support/values/decide.ts';
import { lockedDown, type PolicyRequest, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { narrowestRule } from '../narrowest-rule.ts';
import { decideAddress } from './url.ts';

const scope = { dataFolder: '/data/plugin' };
const open: SecurityPolicy = { ...lockedDown, allow_file_system: true, allow_network: true, allow_env_vars: true };

const name = fc.constantFrom('a', 'b', 'A', 'in.csv', 'data', 'é', 'e\u0301', '..', '.', '', 'x y', 'a\\b');
const path = fc.array(name, { maxLength: 5 }).map((names) => `/${names.join('/')}`);
const pathEntry = fc.oneof(
	path,
	path.map((text) => `${text}:ro`),
	path.map((text) => `.${text}`),
	fc.constantFrom('.', './data/', '/', '/data', 'C:\\data', '~/x', '../up', '*', ':ro'),
);
const host = fc.constantFrom(
	'example.com',
	'a.example.com',
	'evilexample.com',
	'com',
	'localhost',
	'127.0.0.1',
	'[::1]',
);
const hostEntry = fc.oneof(
	host,
	host.map((text) => `*.${text}`),
	host.map((text) => `http://${text}:8080`),
	fc.constantFrom('*', 'example.com/path', 'u:p@example.com', 'example.com:0'),
);
const variable = fc.constantFrom('HOME', 'home', 'TOKEN', '', '*');
const policy: fc.Arbitrary<SecurityPolicy> = fc.record({
	allow_file_system: fc.boolean(),
	allow_network: fc.boolean(),
	allow_env_vars: fc.boolean(),
	max_memory: fc.constant(65_536),
	max_execution_time: fc.constant(1),
	max_write_bytes: fc.constant(1),
	max_new_files: fc.constant(1),
	allowed_paths: fc.array(pathEntry, { maxLength: 4 }),
	allowed_hosts: fc.array(hostEntry, { maxLength: 4 }),
	allowed_env_vars: fc.array(variable, { maxLength: 4 }),
});
const request: fc.Arbitrary<PolicyRequest> = fc.oneof(
	fc.record({ kind: fc.constantFrom('read' as const, 'write' as const, 'list' as const), path }),
	fc.record({
		kind: fc.constant('http' as const),
		url: fc.tuple(fc.constantFrom('https', 'http', 'ftp'), host, fc.constantFrom('', ':8080', ':443')).map((parts) => {
			const [scheme, hostname, port] = parts;
			return `${scheme}://${hostname}${port}/x`;
		}),
	}),
	fc.record({ kind: fc.constant('env' as const), name: variable }),
);

const allows = (rules: SecurityPolicy, asked: PolicyRequest): boolean => decide(rules, asked, scope).allowed;

describe('a decision', () => {
	it('denies every request by default, and says by which rule', () => {
		fc.assert(
			fc.property(request, (asked) => {
				const decision = decide(lockedDown, asked, scope);
				expect(decision.allowed).toBe(false);
				expect(decision.rule).not.toBe('');
			}),
		);
	});

	it('is never narrowed by adding entries, nor widened by removing them', () => {
		fc.assert(
			fc.property(policy, policy, request, (base, more, asked) => {
				const wider: SecurityPolicy = {
					...base,
					allowed_paths: [...more.allowed_paths, ...base.allowed_paths],
					allowed_hosts: [...more.allowed_hosts, ...base.allowed_hosts],
					allowed_env_vars: [...more.allowed_env_vars, ...base.allowed_env_vars],
				};
				if (allows(base, asked)) expect(allows(wider, asked)).toBe(true);
				if (!allows(wider, asked)) expect(allows(base, asked)).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});

	it('denies everything under a switch that is off, whatever the entries say', () => {
		fc.assert(
			fc.property(policy, request, (rules, asked) => {
				const off = { ...rules, allow_file_system: false, allow_network: false, allow_env_vars: false };
				expect(allows(off, asked)).toBe(false);
			}),
		);
	});

	it('is allowed by the narrowest rule for it, which allows nothing under another switch', () => {
		fc.assert(
			fc.property(request, request, (asked, other) => {
				const rule = narrowestRule(asked);
				if (rule === null) return;
				const granted = { ...lockedDown, [rule.gate]: true, [rule.list]: [rule.entry] };
				expect(allows(granted, asked)).toBe(true);
				if (other.kind === 'http' && asked.kind === 'http') {
					expect(allows(granted, other)).toBe(new URL(other.url).origin === new URL(asked.url).origin);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('lets a read-only entry read and list, and never write', () => {
		fc.assert(
			fc.property(path, path, (entry, asked) => {
				const rules = { ...open, allowed_paths: [`${entry}:ro`] };
				expect(allows(rules, { kind: 'write', path: asked })).toBe(false);
				expect(allows(rules, { kind: 'read', path: asked })).toBe(allows(rules, { kind: 'list', path: asked }));
			}),
		);
	});
});

describe('a path', () => {
	const rules = { ...open, allowed_paths: ['./data/', '/srv/in.csv:ro'] };
	const read = (asked: string): boolean => allows(rules, { kind: 'read', path: asked });

	it('is allowed at and below an entry and nowhere else', () => {
		expect(read('/data/plugin/data')).toBe(true);
		expect(read('/data/plugin/data/deep/x')).toBe(true);
		expect(read('/srv/in.csv')).toBe(true);
		expect(read('/data/plugin')).toBe(false);
		expect(read('/data/plugin/data2')).toBe(false);
		expect(read('/srv/in.csv.bak')).toBe(false);
		expect(read('relative/x')).toBe(false);
	});

	it('is not widened by .., by other separators, by case or by Unicode forms', () => {
		expect(read('/data/plugin/data/../secret')).toBe(false);
		expect(read('/data/plugin/data/..')).toBe(false);
		expect(read('\\data\\plugin\\data\\x')).toBe(false);
		expect(read('/data/plugin/Data/x')).toBe(false);
		const accented = { ...open, allowed_paths: ['/é'] };
		expect(allows(accented, { kind: 'read', path: '/e\u0301' })).toBe(false);
		expect(read('/data/plugin/data\0/x')).toBe(false);
	});

	it('below a root that is granted does not reach the kernel trees unless they are named', () => {
		expect(allows({ ...open, allowed_paths: ['/'] }, { kind: 'read', path: '/etc/hosts' })).toBe(true);
		for (const tree of ['/proc/1/environ', '/dev/sda', '/sys/kernel']) {
			expect(allows({ ...open, allowed_paths: ['/'] }, { kind: 'read', path: tree })).toBe(false);
			expect(allows({ ...open, allowed_paths: [tree] }, { kind: 'read', path: tree })).toBe(true);
		}
	});

	it('counts against where an entry really is; a relative entry never leaves the data folder by a link', () => {
		const real = (at: string): string => at.replace('/data/plugin/data', '/elsewhere').replace('/srv', '/mnt/srv');
		const linked = { ...scope, realPathOf: real };
		expect(decide(rules, { kind: 'read', path: '/mnt/srv/in.csv' }, linked).allowed).toBe(true);
		expect(decide(rules, { kind: 'read', path: '/srv/in.csv' }, linked).allowed).toBe(false);
		expect(decide(rules, { kind: 'read', path: '/elsewhere/x' }, linked).allowed).toBe(false);
	});

	it('that a person chose for one run is allowed though the switch is off', () => {
		const chosen = { ...scope, extraPaths: ['/home/in.csv:ro'] };
		expect(decide(lockedDown, { kind: 'read', path: '/home/in.csv' }, chosen)).toMatchObject({ allowed: true });
		expect(decide(lockedDown, { kind: 'write', path: '/home/in.csv' }, chosen)).toMatchObject({ allowed: false });
		expect(decide(lockedDown, { kind: 'read', path: '/home/in2.csv' }, chosen)).toMatchObject({ allowed: false });
	});

	it.each([
		['C:\\data\\x', true],
		['c:/DATA/sub/x', true],
		['C:\\data\\..\\x', false],
		['C:\\data\\x:stream', false],
		['C:\\data\\NUL', false],
		['C:\\data\\con.txt', false],
		['C:\\data\\x.', false],
		['C:\\data\\x ', false],
		['\\\\?\\C:\\data\\x', false],
		['\\\\.\\C:\\data\\x', false],
		['C:data\\x', false],
		['D:\\data\\x', false],
		['\\\\server\\share\\data\\x', false],
		['\\\\server\\share\\in\\x', true],
	])('of Windows, %s, is decided as Windows would read it: %s', (asked, expected) => {
		const windows = { dataFolder: 'C:\\plugins\\p', windows: true };
		const granted = { ...open, allowed_paths: ['C:\\data\\', '\\\\server\\share\\in', '/unix'] };
		expect(decide(granted, { kind: 'read', path: asked }, windows).allowed).toBe(expected);
	});

	it('folds case where the file system does, but only letters that map one to one', () => {
		const folding = { ...scope, caseInsensitive: true };
		const granted = { ...open, allowed_paths: ['/Data/k', '/straße', '/é'] };
		const readsIn = (asked: string): boolean => decide(granted, { kind: 'read', path: asked }, folding).allowed;
		expect(readsIn('/dATA/K')).toBe(true);
		expect(readsIn('/data/\u212A')).toBe(false);
		expect(readsIn('/STRASSE')).toBe(false);
		expect(readsIn('/É')).toBe(true);
		expect(readsIn('/e\u0301')).toBe(false);
	});
});

describe('a URL', () => {
	const rules = {
		...open,
		allowed_hosts: [
			'example.com',
			'*.example.org',
			'http://plain.net',
			'api.net:8443',
			'http://[::1]:80',
			'MÜNCHEN.de',
		],
	};

	it.each([
		['https://example.com/', true],
		['https://EXAMPLE.com./x', true],
		['https://ex%61mple.com/', true],
		['https://www.example.com/', false],
		['https://evilexample.com/', false],
		['https://example.com.evil.net/', false],
		['https://example.com@evil.net/', false],
		['https://user:secret@example.com/', false],
		['http://example.com/', false],
		['https://example.com:8443/', false],
		['https://a.example.org/', true],
		['https://a.b.example.org/', true],
		['https://example.org/', false],
		['https://evilexample.org/', false],
		['https://.example.org/', false],
		['http://plain.net/', true],
		['https://plain.net/', false],
		['https://api.net:8443/', true],
		['https://api.net/', false],
		['http://[0:0:0:0:0:0:0:1]/', true],
		['https://xn--mnchen-3ya.de/', true],
		['ftp://example.com/', false],
		['file:///etc/passwd', false],
		['not a url', false],
	])('%s is decided: %s', (url, expected) => {
		expect(decide(rules, { kind: 'http', url }, scope).allowed).toBe(expected);
	});

	it('below a wildcard never is the apex nor a name that merely ends alike', () => {
		const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
		fc.assert(
			fc.property(label, label, label, (sub, domain, top) => {
				fc.pre(URL.canParse(`https://${domain}.${top}/`));
				const wild = { ...open, allowed_hosts: [`*.${domain}.${top}`] };
				expect(allows(wild, { kind: 'http', url: `https://${domain}.${top}/` })).toBe(false);
				expect(allows(wild, { kind: 'http', url: `https://${sub}${domain}.${top}/` })).toBe(false);
				expect(allows(wild, { kind: 'http', url: `https://${sub}.${domain}.${top}/` })).toBe(true);
			}),
		);
	});

	it('leads to a special address only where an entry names that address and port', () => {
		const loopback = { names: ['127.0.0.1'], special: 'loopback' };
		const url = 'http://dev.net:3000/';
		const byName = { ...open, allowed_hosts: ['http://dev.net:3000'] };
		expect(decideAddress(byName, url, { names: ['1.1.1.1'], special: null }).allowed).toBe(true);
		expect(decideAddress(byName, url, loopback)).toMatchObject({
			allowed: false,
			rule: 'allowed_hosts: no entry names 127.0.0.1:3000',
		});
		const named = (entry: string): boolean =>
			decideAddress({ ...open, allowed_hosts: ['http://dev.net:3000', entry] }, url, loopback).allowed;
		expect(named('http://127.0.0.1:3000')).toBe(true);
		expect(named('http://localhost:3000')).toBe(true);
		expect(named('http://127.0.0.1:3001')).toBe(false);
		expect(named('127.0.0.1:3000')).toBe(false);
		expect(named('http://10.0.0.1:3000')).toBe(false);
		const metadata = { names: ['169.254.169.254'], special: 'linkLocal' };
		expect(decideAddress({ ...open, allowed_hosts: ['http://localhost:3000'] }, url, metadata).allowed).toBe(false);
	});
});

it('names the rule that decided', () => {
	const rules = {
		...open,
		allowed_paths: ['/a', './data/:ro'],
		allowed_hosts: ['example.com'],
		allowed_env_vars: ['A'],
	};
	const ruleOf = (asked: PolicyRequest): string => decide(rules, asked, scope).rule;
	expect(ruleOf({ kind: 'read', path: '/data/plugin/data/x' })).toBe('allowed_paths[1]: ./data/:ro');
	expect(ruleOf({ kind: 'write', path: '/data/plugin/data/x' })).toBe('allowed_paths[1]: ./data/:ro');
	expect(ruleOf({ kind: 'read', path: '/b' })).toBe('allowed_paths: no entry covers /b');
	expect(ruleOf({ kind: 'http', url: 'https://api.example.com/' })).toBe(
		'allowed_hosts: no entry matches api.example.com:443',
	);
	expect(ruleOf({ kind: 'env', name: 'A' })).toBe('allowed_env_vars[0]: A');
	expect(decide(lockedDown, { kind: 'http', url: 'https://example.com/' }, scope).rule).toBe('allow_network: false');
});
