import { afterEach, expect } from 'vitest';
import type { Broker } from '../../../src/core/broker/broker.ts';
import type { RuntimeBudgets } from '../../../src/core/runtime/budgets.ts';
import { createRuntime, type RuntimeDeps } from '../../../src/core/runtime/create-runtime.ts';
import type { CallSink, GuestLease, Runtime } from '../../../src/core/runtime/runtime.ts';
import { emptyBroker, guestSpec } from '../guests/guest-spec.ts';
import { type FakeBehaviour, fakeSandboxes } from './fake-sandbox.ts';
import { type MemoryAdapter, memoryAdapter } from './memory-adapter.ts';

interface RuntimeOptions {
	readonly broker?: Broker;
	readonly budgets?: Partial<RuntimeBudgets>;
	readonly steady?: () => number;
}

interface LeaseOptions extends RuntimeOptions {
	readonly sink?: CallSink;
	readonly timeoutMs?: number;
}

interface FakeRuntimes {
	/** A runtime that does everything without delay; `neverStarts`: why the process of that number does not. */
	start(
		behaviour?: FakeBehaviour,
		budgets?: Partial<RuntimeBudgets>,
		neverStarts?: (index: number) => string | undefined,
	): { readonly runtime: Runtime; readonly adapter: MemoryAdapter };
	/** A runtime that keeps no process in store. */
	spareless(behaviour?: FakeBehaviour, options?: RuntimeOptions): Runtime;
	/** A sandbox of such a runtime. */
	lease(behaviour: FakeBehaviour, options?: LeaseOptions): Promise<GuestLease>;
}

/** Real runtimes whose sandboxes are fakes. They end with their test, which fails where a process was left behind. */
export function fakeRuntimes(): FakeRuntimes {
	const running: { readonly runtime: Runtime; readonly adapter: MemoryAdapter }[] = [];
	afterEach(async () => {
		for (const { runtime, adapter } of running.splice(0)) {
			await runtime.dispose(200);
			expect(adapter.alive, 'processes left behind').toBe(0);
			expect(runtime.sandboxes()).toEqual([]);
		}
	});
	const run = (adapter: MemoryAdapter, deps: Omit<RuntimeDeps, 'adapter'>): Runtime => {
		const runtime = createRuntime({ adapter, ...deps });
		running.push({ runtime, adapter });
		return runtime;
	};
	const spareless = (behaviour: FakeBehaviour = {}, options: RuntimeOptions = {}): Runtime =>
		run(memoryAdapter(fakeSandboxes(behaviour)), { broker: emptyBroker, spares: 0, ...options });
	return {
		spareless,
		start(behaviour = {}, budgets = {}, neverStarts) {
			const adapter = memoryAdapter(fakeSandboxes(behaviour), neverStarts === undefined ? {} : { neverStarts });
			const quick = { spareDelayMs: 1, backoffMs: 10, loadFloorMs: 0, ...budgets };
			return { runtime: run(adapter, { broker: emptyBroker, budgets: quick }), adapter };
		},
		lease: (behaviour, { sink = {}, timeoutMs = 2_000, ...options } = {}) =>
			spareless(behaviour, options).lease(guestSpec({ timeoutMs }), { sink }),
	};
}
