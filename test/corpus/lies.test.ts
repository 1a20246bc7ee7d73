import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBroker } from '../../src/core/broker/create-broker.ts';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { GuestLease, Runtime } from '../../src/core/runtime/runtime.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { guestSpec } from '../support/guests/guest-spec.ts';
import { wat } from '../support/guests/wat.ts';
import { lieCases, lyingModule } from './cases/lies.ts';

const state = { get: () => null, set: () => false, clear: () => undefined };

describe.each(['flag', 'rewrite'] as const)('a guest in a real process (memory limited by %s) that', (memoryWay) => {
	let runtime: Runtime;
	let lease: GuestLease;
	beforeAll(async () => {
		const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry, memoryWay });
		runtime = createRuntime({ adapter, broker: createBroker({ state, env: {} }), spares: 0 });
		const spec = guestSpec({ module: await wat(lyingModule()), timeoutMs: 5_000, memoryLimitBytes: 262_144 });
		lease = await runtime.lease({
			...spec,
			guest: { ...spec.guest, type: 'processor', encoding: 'bytes', abi: 'wasi-reactor' },
		});
	});
	afterAll(() => runtime.dispose(1_000));

	it.each(lieCases.map((one, index) => ({ ...one, index })))(
		'$what is told so, and its process lives on',
		async ({ index, expected }) => {
			const call = { fn: `lie_${index}`, input: { kind: 'value', data: new Uint8Array(4) } } as const;
			// Twice: the first did no harm that the second would meet.
			for (const { output } of [await lease.call(call), await lease.call(call)]) {
				const data = output.kind === 'value' ? output.data : null;
				expect(data).toHaveLength(4);
				if (expected !== null) expect(Buffer.from(data ?? []).readInt32LE(0)).toBe(expected);
			}
		},
	);
});
