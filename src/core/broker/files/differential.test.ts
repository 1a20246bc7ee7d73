import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../../test/support/guests/broker-guest.ts';
import { decide } from '../../../../test/support/values/decide.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { type SecurityPolicy, securityPolicySchema } from '../../../shared/policy/security-policy.ts';
import { checkRequest } from '../check.ts';

let guest: TestGuest;
beforeAll(() => {
	guest = testGuest({});
	for (const folder of ['a/b', 'A', 'é', 'x y']) {
		mkdirSync(join(guest.home, folder), { recursive: true });
		writeFileSync(join(guest.home, folder, 'file'), 'text');
	}
	mkdirSync(join(guest.root, 'out'));
	writeFileSync(join(guest.root, 'out/file'), 'text');
	symlinkSync(join(guest.root, 'out'), join(guest.home, 'a/leads-out'));
	symlinkSync('../A', join(guest.home, 'a/leads-in'));
	symlinkSync('nowhere', join(guest.home, 'a/dangling'));
	linkSync(join(guest.root, 'out/file'), join(guest.home, 'A/hard'));
});
afterAll(() => guest.remove());

const part = fc.constantFrom(
	...['a', 'b', 'A', 'é', 'e\u0301', 'x y', 'file', 'hard', 'leads-out', 'leads-in', 'dangling', 'none', 'out'],
	...['..', '.', '', 'home', 'a\\b', '../..'],
);
const tail = fc.array(part, { maxLength: 4 }).map((parts) => parts.join('/'));
const path = fc.tuple(fc.constantFrom('', './', '@', '@/home/'), tail).map(([head, rest]) => head + rest);
const entry = fc.tuple(path, fc.constantFrom('', '/', ':ro')).map(([text, end]) => text + end);
const rules = fc.record({ on: fc.boolean(), entries: fc.array(entry, { maxLength: 3 }) });

const placed = (text: string): string => text.replace('@', `${guest.root}/`);

function policyOf({ on, entries }: { on: boolean; entries: readonly string[] }): SecurityPolicy {
	const paths = entries.map(placed).filter((text) => text !== '');
	return securityPolicySchema.parse({ allow_file_system: on, allowed_paths: paths });
}

it('tester and broker agree on every path, and the broker never does what the tester refuses', async () => {
	let allowed = 0;
	await fc.assert(
		fc.asyncProperty(rules, path, fc.constantFrom('read' as const, 'list' as const), async (made, text, kind) => {
			const policy = policyOf(made);
			guest.grant = policy;
			const asked = placed(text);
			const decision = await checkRequest(policy, { kind, path: asked }, { dataFolder: guest.home });
			const answer = kind === 'read' ? await guest.read(asked) : await guest.list(asked);
			const record = guest.calls.at(-1);
			expect(record?.denied !== null || record.status === hostStatus.invalid).toBe(
				!decision.allowed || answer === hostStatus.invalid,
			);
			if (record?.denied !== null && !decision.allowed) {
				expect(record?.denied).toEqual({ kind: decision.kind, rule: decision.rule, reason: decision.reason });
			}
			if (typeof answer !== 'number') expect(decision.allowed).toBe(true);
			if (decision.allowed) allowed++;
		}),
		{ numRuns: 1500, seed: 20_260_101 },
	);
	expect(allowed).toBeGreaterThan(50);
});

it('the pure decision on a path without links is the decision of the tester', async () => {
	const plain = fc
		.array(fc.constantFrom('a', 'b', 'A', 'é', 'file', 'none', '..', '.', ''), { maxLength: 4 })
		.map((parts) => parts.join('/'));
	const plainRules = fc.record({
		on: fc.boolean(),
		entries: fc.array(
			fc.tuple(plain, fc.constantFrom('', ':ro')).map(([text, end]) => `./${text}${end}`),
			{ maxLength: 3 },
		),
	});
	await fc.assert(
		fc.asyncProperty(plainRules, plain, fc.constantFrom('read', 'write', 'list'), async (made, text, kind) => {
			const policy = policyOf(made);
			const request = { kind: kind as 'read' | 'write' | 'list', path: `${guest.home}/${text}` };
			const pure = decide(policy, request, { dataFolder: guest.home });
			const tested = await checkRequest(policy, request, { dataFolder: guest.home });
			expect(tested.allowed).toBe(pure.allowed);
			if (pure.allowed) expect(tested.rule).toBe(pure.rule);
		}),
		{ numRuns: 1000, seed: 20_260_102 },
	);
});
