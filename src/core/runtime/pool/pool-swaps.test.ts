import { describe, expect, it } from 'vitest';
import { guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import { fakeRuntimes } from '../../../../test/support/processes/fake-runtime.ts';

const { start } = fakeRuntimes();

describe('a swap', () => {
	it('sends new and queued calls to the new version while the old finishes what it began', async () => {
		const { runtime } = start({
			call: (child, frame) =>
				void setTimeout(() => child.result(frame.id, new TextEncoder().encode(child.version)), 50),
		});
		const pool = await runtime.open(guestSpec({ module: 'v1' }));
		const begun = textOf(pool.call(textCall('slow version')));
		const swapped = pool.swap(guestSpec({ module: 'v2', versionHash: 'b'.repeat(64) }));
		const queued = textOf(pool.call(textCall('version')));
		await swapped;
		expect(pool.spec.versionHash).toBe('b'.repeat(64));
		expect(await textOf(pool.call(textCall('version')))).toBe('v2');
		expect(await begun).toBe('v1');
		expect(await queued).toBe('v2');
		await expect.poll(() => runtime.sandboxes().filter(({ role }) => role === 'pool')).toHaveLength(1);
	});

	it('that does not start leaves the old version in place', async () => {
		const { runtime } = start({
			load: (child) => {
				if (child.version === 'broken')
					child.send({ t: 'load-failed', error: { code: 'plugin_load', message: 'broken' } });
				else child.loaded();
			},
		});
		const pool = await runtime.open(guestSpec({ module: 'v1' }));
		await expect(pool.swap(guestSpec({ module: 'broken' }))).rejects.toMatchObject({ code: 'plugin_load' });
		expect(await textOf(pool.call(textCall('version')))).toBe('v1');
		await pool.swap(guestSpec({ module: 'v2' }));
		expect(await textOf(pool.call(textCall('version')))).toBe('v2');
	});

	it('loses no call, however often it happens under load', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec({ instances: 2 }));
		let going = true;
		let answered = 0;
		const load = Array.from({ length: 4 }, async () => {
			while (going) {
				await pool.call(textCall('echo', 'x'));
				answered += 1;
			}
		});
		for (let index = 0; index < 40; index += 1) await pool.swap(guestSpec({ module: `v${index}`, instances: 2 }));
		going = false;
		await Promise.all(load);
		expect(answered).toBeGreaterThan(40);
	});

	it('ends a quarantine, because the new version did not crash', async () => {
		const { runtime } = start();
		const pool = await runtime.open(guestSpec());
		await Promise.allSettled([0, 1, 2].map(() => pool.call(textCall('exit'))));
		await expect(pool.call(textCall('echo'))).rejects.toMatchObject({ details: { quarantined: true } });
		await pool.swap(guestSpec({ module: 'v2' }));
		expect(await textOf(pool.call(textCall('version')))).toBe('v2');
	});
});

describe('a shutdown', () => {
	it('ends pools, leases and spares, and refuses what comes after', async () => {
		const { runtime, adapter } = start();
		await runtime.open(guestSpec());
		const lease = await runtime.lease(guestSpec({ timeoutMs: 60_000 }));
		const stuck = lease.call(textCall('spin'));
		stuck.catch(() => undefined);
		await runtime.dispose(40);
		await expect(stuck).rejects.toMatchObject({ code: 'cancelled' });
		expect(adapter.alive).toBe(0);
		await expect(runtime.open(guestSpec())).rejects.toMatchObject({ code: 'cancelled' });
	});
});
