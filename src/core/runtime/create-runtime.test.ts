import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reaperEntry, sandboxEntry } from '../../../test/support/built.ts';
import { emptyBroker, guestSpec, textCall, textOf } from '../../../test/support/guests/guest-spec.ts';
import { testGuest, wat } from '../../../test/support/guests/wat.ts';
import { createRuntime } from './create-runtime.ts';
import { forkAdapter } from './process/fork-adapter.ts';
import type { GuestSpec, Runtime } from './runtime.ts';

function alive(pid: number | undefined): boolean {
	try {
		return pid !== undefined && process.kill(pid, 0);
	} catch {
		return false;
	}
}

describe('the runtime with real processes', () => {
	let runtime: Runtime;
	let spec: GuestSpec;
	beforeAll(async () => {
		spec = guestSpec({ module: await wat(testGuest), timeoutMs: 5_000 });
		runtime = createRuntime({ adapter: forkAdapter({ entry: sandboxEntry, reaperEntry }), broker: emptyBroker });
	});
	afterAll(async () => {
		const pids = runtime.sandboxes().map(({ pid }) => pid);
		await runtime.dispose();
		expect(runtime.sandboxes()).toEqual([]);
		expect(pids.filter(alive)).toEqual([]);
	});

	it('answers a call, behind every layer of isolation that Node has', async () => {
		const pool = await runtime.open(spec);
		expect(await textOf(pool.call(textCall('echo', '{"a":1}')))).toBe('{"a":1}');
		const [sandbox] = runtime.sandboxes().filter(({ role }) => role === 'pool');
		expect(sandbox).toMatchObject({ plugin: 'sample', state: 'idle', memoryBytes: 131_072 });
		expect(sandbox?.layers).toEqual(expect.arrayContaining(['permission-model', 'empty-environment']));
		await pool.close();
	});

	it('ends an endless loop at its deadline, and answers the next call from a fresh process', async () => {
		const pool = await runtime.open(spec);
		expect(await textOf(pool.call(textCall('count', '0')))).toBe('1');
		const [before] = runtime.sandboxes().filter(({ role }) => role === 'pool');
		await expect(pool.call(textCall('spin', '0', { timeoutMs: 100 }))).rejects.toMatchObject({
			code: 'timeout',
			message: expect.stringMatching(/"spin".*100 ms/),
		});
		expect(await textOf(pool.call(textCall('count', '0')))).toBe('1');
		await pool.close();
		expect(alive(before?.pid)).toBe(false);
	});

	it('cancels an endless loop when its caller gives up', async () => {
		const pool = await runtime.open(spec);
		const call = pool.call(textCall('spin', '0', { signal: AbortSignal.timeout(50) }));
		await expect(call).rejects.toMatchObject({ code: 'cancelled' });
		expect(await textOf(pool.call(textCall('count', '0')))).toBe('1');
		await pool.close();
	});

	it('survives a sandbox that something outside kills', async () => {
		const pool = await runtime.open(spec);
		const [victim] = runtime.sandboxes().filter(({ role }) => role === 'pool');
		const call = pool.call(textCall('spin', '0'));
		setTimeout(() => process.kill(victim?.pid ?? Number.NaN, 'SIGKILL'), 50);
		await expect(call).rejects.toMatchObject({ code: 'plugin_execution', details: { signal: 'SIGKILL' } });
		expect(await textOf(pool.call(textCall('echo', '2')))).toBe('2');
		await pool.close();
	});

	it('keeps state within a lease, and starts each lease without any', async () => {
		for (let round = 0; round < 2; round += 1) {
			const lease = await runtime.lease(spec);
			const answers = await Promise.all([0, 1, 2].map(() => textOf(lease.call(textCall('count', '0')))));
			expect(answers).toEqual(['1', '2', '3']);
			await lease.close();
		}
	});

	it('loses a lease with its instance when the guest traps', async () => {
		const lease = await runtime.lease(spec);
		const outcomes = await Promise.allSettled(['count', 'trap', 'count'].map((fn) => lease.call(textCall(fn, '0'))));
		expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
		expect(outcomes[1]).toMatchObject({ reason: { code: 'plugin_execution' } });
	});

	it('loses no call in swaps under load', async () => {
		const pool = await runtime.open(spec);
		let going = true;
		let answered = 0;
		const callers = Array.from({ length: 2 }, async () => {
			while (going) {
				await pool.call(textCall('echo', '"x"'));
				answered += 1;
			}
		});
		for (let index = 0; index < 5; index += 1) await pool.swap({ ...spec, versionHash: String(index).repeat(64) });
		going = false;
		await Promise.all(callers);
		expect(answered).toBeGreaterThan(5);
		await pool.close();
	});

	it('refuses what is no module, and keeps serving others', async () => {
		await expect(runtime.open({ ...spec, module: new Uint8Array([1, 2, 3]) })).rejects.toMatchObject({
			code: 'plugin_load',
		});
		const pool = await runtime.open(spec);
		expect(await textOf(pool.call(textCall('echo', '1')))).toBe('1');
		await pool.close();
	});
});
