import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HostCallRecord } from '../../src/core/broker/broker.ts';
import { createBroker } from '../../src/core/broker/create-broker.ts';
import { hostStatus } from '../../src/shared/host/abi.ts';
import {
	type PolicyDecision,
	type PolicyRequest,
	type SecurityPolicy,
	securityPolicySchema,
} from '../../src/shared/policy/security-policy.ts';
import type { HostRequest } from '../../src/shared/sandbox/frames.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { decide } from '../support/values/decide.ts';
import { POLICIES, REQUESTS } from './cases/agreement.ts';

let scratch: ScratchCore;
let home: string;
let server: Server;
let port: number;
let reached = 0;
let policy: SecurityPolicy;
let allowed = 0;
let refused = 0;

const env = { TOKEN: 'a', Token: 'b', PATH: 'c', 'WITH-DASH': 'd', NAÏVE: 'e' };
const state = { get: () => null, set: () => false, clear: () => undefined };
const broker = createBroker({ state, env, resolve: async () => ['127.0.0.1'] });

beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
	home = join(scratch.folder, 'data/plugin-data/asker');
	for (const folder of ['a/b', 'x y']) mkdirSync(join(home, folder), { recursive: true });
	for (const file of ['a/file', 'a/b/file', 'x y/file']) writeFileSync(join(home, file), 'text');
	mkdirSync(join(scratch.folder, 'out'));
	writeFileSync(join(scratch.folder, 'out/file'), 'text');
	symlinkSync(join(scratch.folder, 'out'), join(home, 'a/leads-out'));
	symlinkSync('b', join(home, 'a/leads-in'));
	server = createServer((_request, response) => {
		reached += 1;
		response.end('ok');
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await scratch.dispose();
});

/** The tester's two routes: on the grant in force, and on the same policy as a draft. They must say the same. */
async function tested(asked: string): Promise<PolicyDecision> {
	const decision = await scratch.ask('policy.check', { name: 'asker', request: asked });
	const preview = await scratch.ask('policy.preview', { name: 'asker', policy, request: asked });
	expect(preview.decision).toEqual(decision);
	if (decision.allowed) allowed++;
	else refused++;
	return decision;
}

async function brokered(request: HostRequest): Promise<HostCallRecord> {
	const calls: HostCallRecord[] = [];
	await broker.answer(request, {
		plugin: 'asker',
		policy: () => policy,
		dataFolder: home,
		signal: new AbortController().signal,
		onHostCall: (call) => calls.push(call),
	});
	return calls[0] as HostCallRecord;
}

/** Grants each generated policy, then asks what was generated for it. */
async function each<T>(
	policies: fc.Arbitrary<object>,
	requests: fc.Arbitrary<T>,
	seed: number,
	ask: (request: T) => Promise<void>,
) {
	[allowed, refused] = [0, 0];
	const made = fc.sample(fc.tuple(policies, fc.array(requests, { minLength: REQUESTS, maxLength: REQUESTS })), {
		numRuns: POLICIES,
		seed,
	});
	for (const [input, asked] of made) {
		policy = securityPolicySchema.parse(input);
		await scratch.ask('policy.set', { name: 'asker', policy, author: 'test', note: '' });
		for (const request of asked) await ask(request);
	}
	expect(allowed + refused).toBe(POLICIES * REQUESTS);
	expect(Math.min(allowed, refused)).toBeGreaterThan((POLICIES * REQUESTS) / 40);
}

const opOf = { read: 'read_file', list: 'list_dir', write: 'write_file' } as const;
const refusedBy = ({ denied }: HostCallRecord): string | null => denied?.rule ?? null;

it(`on ${POLICIES * REQUESTS} requests for files, decision, tester, draft and broker agree`, async () => {
	const part = fc.constantFrom('a', 'b', 'x y', 'file', 'none', 'leads-in', 'leads-out', '..', '.', 'A', '\u00e9');
	const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
	const entry = fc.tuple(
		fc.array(fc.constantFrom('a', 'b', 'x y', 'file', '.'), { minLength: 1, maxLength: 2 }),
		fc.constantFrom('', '/', ':ro'),
	);
	const entries = fc.array(
		entry.map(([parts, end]) => `./${parts.join('/')}${end}`),
		{ maxLength: 3 },
	);
	const policies = fc.record({ allow_file_system: fc.constantFrom(true, true, true, false), allowed_paths: entries });
	const requests = fc.record({ kind: fc.constantFrom('read', 'list', 'write'), path });
	await each(policies, requests, 1, async (request) => {
		const { kind, path: asked } = request as PolicyRequest & { kind: 'read' | 'list' | 'write'; path: string };
		const decision = await tested(`${kind}:${asked}`);
		const whole = { path: asked, offset: 0, max: 10, data: new Uint8Array(1), mode: 'append' as const };
		const record = await brokered({ op: opOf[kind], ...whole } as HostRequest);
		// A path that no link is on is decided by the pure function alone.
		if (!asked.includes('leads')) {
			const pure = decide(policy, { kind, path: `${home}/${asked}` }, { dataFolder: home });
			expect(pure.allowed).toBe(decision.allowed);
			if (pure.allowed) expect(pure.rule).toBe(decision.rule);
		}
		expect(refusedBy(record)).toBe(decision.allowed ? null : decision.rule);
		if (!decision.allowed) expect(record.status).toBe(hostStatus.permissionDenied);
	});
});

it(`on ${POLICIES * REQUESTS} requests for hosts, decision, tester, draft and broker agree, and refused ones reach nobody`, async () => {
	const hosts = ['127.0.0.1', 'localhost', 'a.test', 'b.a.test', 'a.test.', 'A.TEST', '[::1]', '2130706433', '127.1'];
	const host = fc.constantFrom(...hosts);
	const door = fc.constantFrom('', ':PORT', ':PORT', ':PORT', ':1');
	const here = (text: string): string => text.replace('PORT', String(port));
	const named = fc.constantFrom('127.0.0.1', '127.0.0.1', 'localhost', 'a.test', '*.a.test', '*.test.example', '[::1]');
	const entry = fc
		.tuple(fc.constantFrom('http://', 'http://', 'https://', ''), named, door)
		.map((parts) => here(parts.join('')));
	const policies = fc.record({
		allow_network: fc.constantFrom(true, true, true, false),
		allowed_hosts: fc.array(entry, { minLength: 1, maxLength: 4 }),
	});
	const requests = fc
		.tuple(
			fc.constantFrom('http://', 'http://', 'http://', 'https://'),
			fc.constantFrom('', '', '', 'u:p@'),
			host,
			door,
		)
		.map((parts) => `${here(parts.join(''))}/`);
	await each(policies, requests, 2, async (url) => {
		const decision = await tested(url);
		const pure = decide(policy, { kind: 'http', url }, { dataFolder: home });
		const { hostname } = new URL(url);
		const isAddress = /^[\d.]+$|^\[/.test(hostname);
		// Addresses in the URL are decided on at once, so that the tester may refuse what the name alone would allow.
		if (!pure.allowed || !isAddress) expect([decision.allowed, decision.rule]).toEqual([pure.allowed, pure.rule]);
		const before = reached;
		const record = await brokered({ op: 'http', request: JSON.stringify({ url }) });
		if (!decision.allowed) {
			expect(refusedBy(record)).toBe(decision.rule);
			expect(reached).toBe(before);
			return;
		}
		// The tester looks no name up; the broker does, and every name here leads to this machine.
		const byAddress = policy.allowed_hosts.some((text) => /127\.0\.0\.1|localhost/.test(text));
		if (isAddress) expect(refusedBy(record)).toBeNull();
		else if (!byAddress) expect(refusedBy(record)).toMatch(/^allowed_hosts: no entry names 127\.0\.0\.1/);
		expect(reached - before).toBe(record.status === hostStatus.ok ? 1 : 0);
	});
});

it(`on ${POLICIES * REQUESTS} requests for variables, decision, tester, draft and broker agree`, async () => {
	const names = [...Object.keys(env), 'token', 'UNSET', '__proto__', 'constructor', 'NAI\u0308VE'];
	const name = fc.constantFrom(...names);
	const policies = fc.record({
		allow_env_vars: fc.constantFrom(true, true, true, false),
		allowed_env_vars: fc.array(name, { maxLength: 5 }),
	});
	await each(policies, name, 3, async (asked) => {
		const decision = await tested(`env:${asked}`);
		expect(decision).toEqual(decide(policy, { kind: 'env', name: asked }, { dataFolder: home }));
		const record = await brokered({ op: 'get_env', name: asked });
		expect(refusedBy(record)).toBe(decision.allowed ? null : decision.rule);
		expect(record.bytes > 0).toBe(decision.allowed && Object.hasOwn(env, asked));
	});
});
