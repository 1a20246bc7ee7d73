import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../test/support/guests/broker-guest.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import { RefusalPace } from './refusal-pace.ts';

let guest: TestGuest | null = null;
afterEach(() => guest?.remove());

it('a plugin that is refused now and then is answered at once; one that is refused all the time waits its time', () => {
	let now = 0;
	const pace = new RefusalPace({ burst: 3, perSecond: 10 }, () => now);
	expect([1, 2, 3, 4, 5].map(() => pace.take('a'))).toEqual([0, 0, 0, 100, 200]);
	expect(pace.take('b')).toBe(0);
	now = 1_000;
	expect(pace.take('a')).toBe(0);
	for (; now < 60_000; now += 200) expect(pace.take('c')).toBe(0);
});

it('no plugin gets more answers than its burst and its rate, however it asks', () => {
	const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })), { minLength: 1, maxLength: 200 });
	fc.assert(
		fc.property(gaps, (all) => {
			let now = 0;
			const pace = new RefusalPace({ burst: 5, perSecond: 20 }, () => now);
			const answered = all.map((gap) => {
				now += gap;
				return now + pace.take('a');
			});
			for (const from of answered) {
				const within = answered.filter((at) => at >= from && at <= from + 1_000).length;
				expect(within).toBeLessThanOrEqual(5 + 20 + 1);
			}
			expect(Math.max(...answered)).toBeLessThanOrEqual(now + (all.length * 1_000) / 20);
		}),
		{ numRuns: 500, seed: 3 },
	);
});

it.each<readonly [string, HostRequest, number]>([
	['a request that makes no sense', { op: 'http', request: Buffer.from('{') }, hostStatus.invalid],
	['an endless one', { op: 'http', request: Buffer.alloc(300_000, 0x20) }, hostStatus.tooLarge],
	['a key that is none', { op: 'state_get', key: '' }, hostStatus.invalid],
	['a value that is too long', { op: 'state_set', key: 'k', value: new Uint8Array(300_000) }, hostStatus.tooLarge],
	['a path that is none', { op: 'read_file', path: '', offset: 0, max: 1 }, hostStatus.invalid],
	['a file that is not there', { op: 'read_file', path: './none', offset: 0, max: 1 }, hostStatus.notFound],
])('%s is answered as late as a refusal to whoever sends nothing else', async (_what, request, status) => {
	guest = testGuest(
		{ allow_network: true, allow_file_system: true, allowed_paths: ['./'] },
		{ limits: { refusalBurst: 2, refusalsPerSecond: 0.01 } },
	);
	const { ask, abort } = guest;
	expect((await ask(request)).status).toBe(status);
	expect((await ask(request)).status).toBe(status);
	let answered = false;
	const third = ask(request).then((reply) => {
		answered = true;
		return reply;
	});
	await expect.poll(() => guest?.calls.length).toBe(3);
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(answered).toBe(false);
	abort.abort();
	expect((await third).status).toBe(status);
});

it('a refusal waits no longer than its call, and what is allowed does not wait at all', async () => {
	guest = testGuest(
		{ allow_env_vars: true, allowed_env_vars: ['GIVEN'] },
		{
			env: { GIVEN: 'x' },
			limits: { refusalBurst: 1, refusalsPerSecond: 0.01 },
		},
	);
	const { ask, abort } = guest;
	expect((await ask({ op: 'get_env', name: 'HOME' })).status).toBe(hostStatus.permissionDenied);
	const waiting = ask({ op: 'get_env', name: 'HOME' });
	expect((await ask({ op: 'get_env', name: 'GIVEN' })).status).toBe(hostStatus.ok);
	await expect.poll(() => guest?.calls.length).toBe(3);
	abort.abort();
	expect((await waiting).status).toBe(hostStatus.permissionDenied);
});
