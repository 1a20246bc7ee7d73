import { afterEach, describe, expect, it } from 'vitest';
import { emptyBroker, guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import { type FakeSandbox, fakeSandboxes } from '../../../../test/support/processes/fake-sandbox.ts';
import { type MemoryAdapter, memoryAdapter } from '../../../../test/support/processes/memory-adapter.ts';
import { createRuntime } from '../create-runtime.ts';
import type { GuestPool, Runtime } from '../runtime.ts';

let runtime: Runtime;
let adapter: MemoryAdapter;
let loads: FakeSandbox[] = [];

async function open(load: (child: FakeSandbox) => void, backoffMs = 1): Promise<GuestPool> {
	loads = [];
	adapter = memoryAdapter(
		fakeSandboxes({
			load(child) {
				loads.push(child);
				load(child);
			},
		}),
	);
	runtime = createRuntime({
		adapter,
		broker: emptyBroker,
		spares: 0,
		budgets: { backoffMs, backoffMostMs: backoffMs },
	});
	return runtime.open(guestSpec());
}

const loaded = (child: FakeSandbox): void => child.loaded();

afterEach(async () => {
	await runtime.dispose(200);
	expect(adapter.alive, 'processes left behind').toBe(0);
});

/** The last process ends by itself while nothing is called. */
async function dies(): Promise<void> {
	loads.at(-1)?.process.exit(9);
	await expect.poll(() => runtime.sandboxes().filter(({ role }) => role === 'pool')).toEqual([]);
	await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a pool that is to be warm', () => {
	it('starts nothing where a sandbox serves', async () => {
		const pool = await open(loaded);
		expect(await pool.warm()).toBe(true);
		expect(loads).toHaveLength(1);
	});

	it('starts one where the last has ended, whose next call finds it', async () => {
		const pool = await open(loaded);
		await dies();
		expect(await pool.warm()).toBe(true);
		expect(loads).toHaveLength(2);
		expect(await textOf(pool.call(textCall('echo', 'on')))).toBe('on');
		expect(loads).toHaveLength(2);
	});

	it('keeps the pause after a crash', async () => {
		const pool = await open(loaded, 60_000);
		await dies();
		expect(await pool.warm()).toBe(false);
		expect(loads).toHaveLength(1);
	});

	it('counts a start that fails as a crash, and starts no more of what is in quarantine', async () => {
		let healthy = true;
		const pool = await open((child) =>
			healthy ? child.loaded() : child.send({ t: 'load-failed', error: { code: 'plugin_load', message: 'not again' } }),
		);
		healthy = false;
		await dies();
		for (const _ of ['second', 'third']) {
			await expect(pool.warm()).rejects.toMatchObject({ code: 'plugin_load', message: 'not again' });
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		await expect(pool.warm()).rejects.toMatchObject({ details: { quarantined: true } });
		expect(loads).toHaveLength(3);
	});

	it('refuses where it is closed', async () => {
		const pool = await open(loaded);
		await pool.close();
		await expect(pool.warm()).rejects.toMatchObject({ code: 'cancelled' });
	});
});
