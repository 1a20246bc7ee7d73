import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyBroker, guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import { type FakeBehaviour, fakeSandboxes } from '../../../../test/support/processes/fake-sandbox.ts';
import { memoryAdapter } from '../../../../test/support/processes/memory-adapter.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import { createRuntime } from '../create-runtime.ts';
import type { Runtime } from '../runtime.ts';

const running: Runtime[] = [];

function start(behaviour: FakeBehaviour = {}, budgets: Partial<RuntimeBudgets> = {}): Runtime {
	const runtime = createRuntime({
		adapter: memoryAdapter(fakeSandboxes(behaviour)),
		broker: emptyBroker,
		budgets: { spareDelayMs: 1, backoffMs: 1, loadFloorMs: 0, turnsAtOnce: 1, ...budgets },
	});
	running.push(runtime);
	return runtime;
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls of `slow` under way over all plugins; the most that there were at once. */
function slowCalls(ms: number): { readonly behaviour: FakeBehaviour; readonly most: () => number } {
	let [now, most] = [0, 0];
	const behaviour: FakeBehaviour = {
		call(child, frame) {
			now += 1;
			most = Math.max(most, now);
			setTimeout(() => {
				now -= 1;
				child.result(frame.id, null);
			}, ms);
		},
	};
	return { behaviour, most: () => most };
}

afterEach(async () => {
	for (const runtime of running.splice(0)) await runtime.dispose(200);
});

async function crashed(runtime: Runtime, plugin: string) {
	const pool = await runtime.open(guestSpec({ plugin, instances: 2 }));
	await expect(pool.call(textCall('exit'))).rejects.toMatchObject({ code: 'plugin_execution' });
	return pool;
}

async function isBusy(runtime: Runtime, plugin: string): Promise<void> {
	const busy = () => runtime.sandboxes().some((one) => one.plugin === plugin && one.state === 'busy');
	await vi.waitUntil(busy, { timeout: 10_000, interval: 2 });
}

describe('plugins that crashed lately', () => {
	it('are called one at a time over all of them, and every call is answered', async () => {
		const { behaviour, most } = slowCalls(5);
		const runtime = start(behaviour);
		const pools = await Promise.all(['a', 'b', 'c'].map((plugin) => crashed(runtime, plugin)));
		await Promise.all(pools.flatMap((pool) => [0, 1, 2].map(() => pool.call(textCall('slow')))));
		expect(most()).toBe(1);
	});

	it('never keep one waiting that did not', async () => {
		const runtime = start();
		const good = await runtime.open(guestSpec({ plugin: 'good' }));
		const bad = await crashed(runtime, 'bad');
		const hangs = bad.call(textCall('hang', null, { timeoutMs: 60_000 }));
		hangs.catch(() => undefined);
		await isBusy(runtime, 'bad');
		for (let turn = 0; turn < 20; turn += 1) expect(await textOf(good.call(textCall('echo', 'on')))).toBe('on');
		const lease = await runtime.lease(guestSpec({ plugin: 'good' }));
		expect(await textOf(lease.call(textCall('echo', 'too')))).toBe('too');
	});

	it('do not wait longer than a turn for one that takes long', async () => {
		const runtime = start({}, { turnMs: 20 });
		const [slow, next] = await Promise.all(['slow', 'next'].map((plugin) => crashed(runtime, plugin)));
		const hangs = slow?.call(textCall('hang', null, { timeoutMs: 60_000 }));
		hangs?.catch(() => undefined);
		expect(await textOf(next?.call(textCall('echo', 'on')) ?? Promise.reject())).toBe('on');
	});

	it('are started anew only when a call waits', async () => {
		const runtime = start();
		await crashed(runtime, 'bad');
		await later(40);
		expect(runtime.sandboxes().filter(({ plugin }) => plugin === 'bad')).toEqual([]);
	});

	it('leave the queue when their call is aborted, and hear of their quarantine while they wait', async () => {
		const runtime = start({}, { crashes: 2 });
		const early = await runtime.lease(guestSpec({ plugin: 'bad' }));
		const [slow, bad] = await Promise.all(['slow', 'bad'].map((plugin) => crashed(runtime, plugin)));
		const hangs = slow?.call(textCall('hang', null, { timeoutMs: 60_000 }));
		hangs?.catch(() => undefined);
		await isBusy(runtime, 'slow');
		const abort = new AbortController();
		const aborted = Promise.allSettled([
			bad?.call(textCall('echo', 'x', { signal: abort.signal })),
			runtime.lease(guestSpec({ plugin: 'bad' }), { signal: abort.signal }),
		]);
		const waiting = Promise.allSettled([bad?.call(textCall('echo', 'y')), runtime.lease(guestSpec({ plugin: 'bad' }))]);
		abort.abort();
		expect(await aborted).toMatchObject(Array(2).fill({ status: 'rejected', reason: { code: 'cancelled' } }));
		await expect(early.call(textCall('exit'))).rejects.toMatchObject({ code: 'plugin_execution' });
		await slow?.close(0);
		const refused = { status: 'rejected', reason: { details: { quarantined: true } } };
		expect(await waiting).toMatchObject([refused, refused]);
	});

	it('get a process of full priority when they are trusted again', async () => {
		const runtime = start({}, { probationMs: 60 });
		const pool = await crashed(runtime, 'bad');
		const lowered = await textOf(pool.call(textCall('pid')));
		await later(80);
		// The last answer of the process that ran behind all others.
		expect(await textOf(pool.call(textCall('pid')))).toBe(lowered);
		expect(await textOf(pool.call(textCall('pid')))).not.toBe(lowered);
	});

	it('are swapped without waiting for a turn, and what comes is not on probation', async () => {
		const { behaviour, most } = slowCalls(20);
		const runtime = start(behaviour);
		const [slow, bad] = await Promise.all(['slow', 'bad'].map((plugin) => crashed(runtime, plugin)));
		const hangs = slow?.call(textCall('hang', null, { timeoutMs: 60_000 }));
		hangs?.catch(() => undefined);
		await isBusy(runtime, 'slow');
		const queued = bad?.call(textCall('slow'));
		await bad?.swap(guestSpec({ plugin: 'bad', module: 'v2', instances: 2 }));
		await Promise.all([queued, bad?.call(textCall('slow')), bad?.call(textCall('slow'))]);
		expect(most()).toBeGreaterThan(1);
	});

	it('start their runs in turn, and get the calls of a run in order', async () => {
		const runtime = start();
		const pool = await crashed(runtime, 'slow');
		await crashed(runtime, 'bad');
		const lease = await runtime.lease(guestSpec({ plugin: 'bad' }));
		const hangs = pool.call(textCall('hang', null, { timeoutMs: 40 }));
		hangs.catch(() => undefined);
		const answers = await Promise.all(['1', '2', '3'].map((text) => textOf(lease.call(textCall('echo', text)))));
		expect(answers).toEqual(['1', '2', '3']);
	});
});

describe('while many plugins crash', () => {
	it('those that have not answered yet start and answer one at a time', async () => {
		const { behaviour, most } = slowCalls(5);
		const runtime = start(behaviour, { stormCrashes: 2 });
		await Promise.all(['a', 'b'].map((plugin) => crashed(runtime, plugin)));
		const answers = ['x', 'y', 'z'].map(async (plugin) => {
			const pool = await runtime.open(guestSpec({ plugin }));
			await pool.call(textCall('slow'));
			return pool;
		});
		const pools = await Promise.all(answers);
		expect(most()).toBe(1);
		await Promise.all(pools.map((pool) => pool.call(textCall('slow'))));
		expect(most()).toBeGreaterThan(1);
	});

	it('ends in order', async () => {
		const runtime = start({}, { stormCrashes: 2, turnMs: 3_600_000 });
		const [a] = await Promise.all(['a', 'b'].map((plugin) => crashed(runtime, plugin)));
		const hangs = a?.call(textCall('hang', null, { timeoutMs: 60_000 }));
		hangs?.catch(() => undefined);
		await isBusy(runtime, 'a');
		const opening = runtime.open(guestSpec({ plugin: 'new' }));
		const outcomes = Promise.allSettled([hangs, opening]);
		await runtime.dispose(30);
		expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	});
});
