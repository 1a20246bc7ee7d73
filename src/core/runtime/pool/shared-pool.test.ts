import { describe, expect, it, vi } from 'vitest';
import { guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import { fakeRuntimes } from '../../../../test/support/processes/fake-runtime.ts';
import type { RuntimeEvent } from '../runtime.ts';

const { start } = fakeRuntimes();

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a pool', () => {
	it('answers calls in order, one at a time', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec());
		const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => textOf(pool.call(textCall('echo', text)))));
		expect(answers).toEqual(['a', 'b', 'c', 'd']);
		expect(runtime.sandboxes().filter(({ role }) => role === 'pool')).toHaveLength(1);
	});

	it('spreads waiting calls over as many instances as it may have, and no more', async () => {
		const { runtime } = start({
			call: (child, frame) =>
				void setTimeout(() => child.result(frame.id, new TextEncoder().encode(String(child.process.pid))), 20),
		});
		const pool = await runtime.open(guestSpec({ instances: 3 }));
		const answers = await Promise.all(Array.from({ length: 12 }, () => textOf(pool.call(textCall('slow')))));
		expect(new Set(answers).size).toBe(3);
	});

	it('rejects an open whose guest does not start, with what the guest said', async () => {
		const { runtime } = start({
			load: (child) =>
				child.send({ t: 'load-failed', error: { code: 'plugin_load', message: 'plugin_init returned 4' } }),
		});
		await expect(runtime.open(guestSpec())).rejects.toMatchObject({
			code: 'plugin_load',
			message: 'plugin_init returned 4',
		});
	});

	it('rejects an open whose guest never finishes loading with timeout', async () => {
		const { runtime } = start({ load: () => undefined });
		await expect(runtime.open(guestSpec({ timeoutMs: 30 }))).rejects.toMatchObject({
			code: 'timeout',
			message: expect.stringContaining('30 ms'),
		});
	});

	it('runs nothing where the memory limit does not hold', async () => {
		const { runtime } = start({ boot: (child) => child.ready(false) });
		await expect(runtime.open(guestSpec())).rejects.toMatchObject({
			code: 'runtime',
			message: expect.stringContaining('memory limit'),
		});
	});

	it('rejects with runtime when a process cannot be started, or is never ready', async () => {
		const first = start({}, {}, () => 'spawn EAGAIN');
		await expect(first.runtime.open(guestSpec())).rejects.toMatchObject({
			code: 'runtime',
			message: expect.stringContaining('EAGAIN'),
		});
		const second = start({ boot: () => undefined }, { startupMs: 30 });
		await expect(second.runtime.open(guestSpec())).rejects.toMatchObject({
			code: 'runtime',
			message: expect.stringContaining('30 ms'),
		});
	});

	it('kills an overdue call, names function and limit, and serves the queue from a fresh process', async () => {
		const { runtime } = start();
		const events: RuntimeEvent[] = [];
		const pool = await runtime.open(guestSpec(), { onEvent: (event) => events.push(event) });
		const before = await textOf(pool.call(textCall('pid')));
		const stuck = pool.call(textCall('spin', null, { timeoutMs: 30 }));
		const next = textOf(pool.call(textCall('pid')));
		await expect(stuck).rejects.toMatchObject({ code: 'timeout', message: expect.stringMatching(/"spin".*30 ms/) });
		expect(await next).not.toBe(before);
		expect(events.map(({ kind }) => kind)).toEqual(['load', 'init', 'kill', 'load', 'init', 'restart']);
	});

	it('never lengthens the deadline of the spec', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec({ timeoutMs: 30 }));
		await expect(pool.call(textCall('hang', null, { timeoutMs: 60_000 }))).rejects.toMatchObject({
			code: 'timeout',
			details: { limitMs: 30 },
		});
	});

	it('does not count the time a call waited in the queue', async () => {
		const { runtime } = start({ call: (child, frame) => void setTimeout(() => child.result(frame.id, null), 40) });
		const pool = await runtime.open(guestSpec({ timeoutMs: 500 }));
		const calls = Array.from({ length: 16 }, () => pool.call(textCall('slow')));
		expect(await Promise.all(calls)).toHaveLength(16);
	});

	it('lets an aborted call leave the queue without disturbing the one under way', async () => {
		const { runtime, adapter } = start({
			call: (child, frame) => void setTimeout(() => child.result(frame.id, null), 40),
		});
		const pool = await runtime.open(guestSpec());
		await later(20);
		const { started } = adapter;
		const abort = new AbortController();
		const first = pool.call(textCall('slow'));
		const second = pool.call(textCall('slow', null, { signal: abort.signal }));
		abort.abort();
		await expect(second).rejects.toMatchObject({ code: 'cancelled' });
		await first;
		expect(adapter.started).toBe(started);
	});

	it('kills the process of an aborted call that had begun', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec());
		const abort = new AbortController();
		const call = pool.call(textCall('hang', null, { signal: abort.signal }));
		setTimeout(() => abort.abort(), 20);
		await expect(call).rejects.toMatchObject({ code: 'cancelled' });
		expect(await textOf(pool.call(textCall('echo', 'on')))).toBe('on');
	});

	it('explains an exit during a call with its code and last words, and recovers', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec());
		await expect(pool.call(textCall('exit'))).rejects.toMatchObject({
			code: 'plugin_execution',
			message: expect.stringMatching(/code 9.*it hurts.*"exit"/),
			details: { exitCode: 9 },
		});
		expect(await textOf(pool.call(textCall('echo', 'on')))).toBe('on');
	});

	it('calls a process that V8 aborted for want of heap a memory limit', async () => {
		const { runtime } = start({
			call: (child) => {
				child.process.writeError('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n');
				child.process.exit(null, 'SIGABRT');
			},
		});
		const pool = await runtime.open(guestSpec());
		await expect(pool.call(textCall('bomb'))).rejects.toMatchObject({ code: 'memory_limit' });
	});

	it('takes a guest’s failures and traps for no crash', async () => {
		const { runtime, adapter } = start();
		const pool = await runtime.open(guestSpec());
		await later(20);
		const { started } = adapter;
		for (let index = 0; index < 5; index += 1) {
			await expect(pool.call(textCall('refuse'))).rejects.toMatchObject({ origin: 'guest' });
			await expect(pool.call(textCall('trap'))).rejects.toMatchObject({ origin: 'guest' });
		}
		expect(adapter.started).toBe(started);
	});

	it('refuses more waiting calls than fit its queue', async () => {
		const { runtime } = start({}, { queuedCalls: 2 });
		const pool = await runtime.open(guestSpec());
		// Awaited from here on: the first may end while the next is still asked.
		const ended = Promise.allSettled(
			['hang', 'echo', 'echo'].map((fn) => pool.call(textCall(fn, 'x', { timeoutMs: 50 }))),
		);
		await expect(pool.call(textCall('echo'))).rejects.toMatchObject({
			code: 'runtime',
			message: expect.stringContaining('full'),
		});
		expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
	});

	it('quarantines a plugin that keeps crashing, tells so once, and lets it back when it is forgiven', async () => {
		const { runtime } = start();
		const told: string[] = [];
		runtime.onQuarantine((plugin, reason) => told.push(`${plugin}: ${reason}`));
		const pool = await runtime.open(guestSpec());
		const results = await Promise.allSettled([0, 1, 2, 3, 4].map(() => pool.call(textCall('exit'))));
		expect(results.map((each) => each.status)).toEqual(Array(5).fill('rejected'));
		expect(told).toEqual([expect.stringMatching(/^sample: crashed 3 times/)]);
		await expect(pool.call(textCall('echo'))).rejects.toMatchObject({
			code: 'plugin_execution',
			details: { quarantined: true },
		});
		await expect(runtime.open(guestSpec())).rejects.toMatchObject({ details: { quarantined: true } });
		await expect(runtime.lease(guestSpec())).rejects.toMatchObject({ details: { quarantined: true } });
		runtime.forgive('sample');
		expect(await textOf(pool.call(textCall('echo', 'back')))).toBe('back');
	});

	it('quarantines a plugin that crashes every other call, whatever it answers in between', async () => {
		const { runtime } = start({}, { backoffMs: 1, crashesAtAnyRate: 5 });
		const told: string[] = [];
		runtime.onQuarantine((_plugin, reason) => told.push(reason));
		const pool = await runtime.open(guestSpec());
		for (let crash = 1; crash <= 5; crash += 1) {
			expect(await textOf(pool.call(textCall('echo', 'fine')))).toBe('fine');
			await expect(pool.call(textCall('exit'))).rejects.toMatchObject({ code: 'plugin_execution' });
		}
		expect(told).toEqual([expect.stringMatching(/^crashed 5 times within 10 min; last: /)]);
		await expect(pool.call(textCall('echo'))).rejects.toMatchObject({ details: { quarantined: true } });
	});

	it('counts restarts that fail as crashes', async () => {
		let loads = 0;
		const { runtime } = start({
			load: (child) => {
				loads += 1;
				if (loads === 1) child.loaded();
				else child.send({ t: 'load-failed', error: { code: 'plugin_load', message: 'not again' } });
			},
		});
		const pool = await runtime.open(guestSpec());
		const stuck = pool.call(textCall('hang', null, { timeoutMs: 20 }));
		const waiting = pool.call(textCall('echo', 'never'));
		expect(await Promise.allSettled([stuck, waiting])).toMatchObject([
			{ reason: { code: 'timeout' } },
			{ reason: { code: 'plugin_execution', message: expect.stringContaining('not again') } },
		]);
		expect(loads).toBe(4);
	});

	it('never quarantines for deadlines', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec());
		const calls = Array.from({ length: 6 }, () => pool.call(textCall('hang', null, { timeoutMs: 10 })));
		for (const result of await Promise.allSettled(calls)) {
			expect(result).toMatchObject({ status: 'rejected', reason: { code: 'timeout' } });
		}
		expect(await textOf(pool.call(textCall('echo', 'fine')))).toBe('fine');
	});

	it('is not blamed for a sandbox that a person stopped', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec());
		for (let index = 0; index < 5; index += 1) {
			const stopped = expect(pool.call(textCall('hang'))).rejects.toMatchObject({ code: 'cancelled' });
			const busy = () => runtime.sandboxes().find(({ state }) => state === 'busy')?.generation;
			const generation = await vi.waitUntil(busy, { timeout: 10_000, interval: 2 });
			expect(runtime.stop(generation)).toBe(true);
			await stopped;
		}
		expect(runtime.stop(-1)).toBe(false);
		expect(await textOf(pool.call(textCall('echo', 'fine')))).toBe('fine');
	});

	it('finishes accepted calls before it closes, and takes no more', async () => {
		const { runtime } = start({ call: (child, frame) => void setTimeout(() => child.result(frame.id, null), 15) });
		const pool = await runtime.open(guestSpec());
		const calls = [0, 1, 2].map(() => pool.call(textCall('slow')));
		const closed = pool.close();
		await expect(pool.call(textCall('slow'))).rejects.toMatchObject({ code: 'cancelled' });
		expect(await Promise.all(calls)).toHaveLength(3);
		await closed;
		expect(runtime.sandboxes().filter(({ role }) => role === 'pool')).toEqual([]);
	});

	it('gives up what does not finish within the budget of its close', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec({ timeoutMs: 60_000 }));
		const calls = [pool.call(textCall('spin')), pool.call(textCall('echo'))];
		const outcomes = Promise.allSettled(calls);
		await pool.close(30);
		expect(await outcomes).toMatchObject([
			{ status: 'rejected', reason: { code: 'cancelled' } },
			{ status: 'rejected', reason: { code: 'cancelled' } },
		]);
	});

	it('kills a guest whose cleanup never ends', async () => {
		const { runtime, adapter } = start({ stop: () => undefined });
		const pool = await runtime.open(guestSpec());
		await pool.close(30);
		await runtime.dispose(30);
		expect(adapter.alive).toBe(0);
	});
});
