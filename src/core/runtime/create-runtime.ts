import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Broker } from '../broker/broker.ts';
import { defaultBudgets, type RuntimeBudgets } from './budgets.ts';
import { CrashLedger, type Quarantined } from './crashes/crash-ledger.ts';
import { CrashThrottle } from './crashes/crash-throttle.ts';
import { MemoryWatch } from './memory/memory-watch.ts';
import { type RunLease, startLease } from './pool/run-lease.ts';
import { SharedPool } from './pool/shared-pool.ts';
import { SparePool } from './pool/spare-pool.ts';
import type { ProcessAdapter } from './process-adapter.ts';
import type { Runtime } from './runtime.ts';
import { Sandbox } from './sandbox/sandbox.ts';

export interface RuntimeDeps {
	readonly adapter: ProcessAdapter;
	readonly broker: Broker;
	/** Unix ms. */
	readonly now?: (() => number) | undefined;
	/** ms that never jump, for deadlines and rates; default: `performance.now`. */
	readonly steady?: (() => number) | undefined;
	/** Processes kept warm beside those in use; default 1. */
	readonly spares?: number | undefined;
	readonly budgets?: Partial<RuntimeBudgets> | undefined;
	/** Whether a plugin is refused whose process the kernel does not limit in every way it can; default: no. */
	readonly requireKernelLimits?: (() => boolean) | undefined;
}

/** The parent's side of the sandboxes: composes spares, pools and leases, and knows every live process. */
export function createRuntime(deps: RuntimeDeps): Runtime {
	const budgets: RuntimeBudgets = { ...defaultBudgets, ...deps.budgets };
	const now = deps.now ?? Date.now;
	const sandboxes = new Map<number, Sandbox>();
	const pools = new Set<SharedPool>();
	const leases = new Set<RunLease>();
	const listeners: Quarantined[] = [];
	let generations = 0;
	let disposed: Promise<void> | undefined;

	const steady = deps.steady ?? ((): number => performance.now());
	const throttle = new CrashThrottle(budgets, steady);
	const ledger = new CrashLedger(budgets, throttle, steady, (plugin, reason, why) => {
		for (const pool of pools) if (pool.plugin === plugin) pool.quarantined();
		for (const listener of listeners) listener(plugin, reason, why);
	});

	const measure = deps.adapter.measureMemory;
	const watch = measure === undefined ? undefined : new MemoryWatch(measure, () => sandboxes.values());

	function spawn(): Sandbox {
		generations += 1;
		const { adapter, broker, requireKernelLimits } = deps;
		const sandbox = new Sandbox(generations, { adapter, broker, budgets, now, steady, requireKernelLimits, watch });
		sandboxes.set(sandbox.generation, sandbox);
		void sandbox.exited.then(() => sandboxes.delete(sandbox.generation));
		return sandbox;
	}

	const spares = new SparePool({ size: deps.spares ?? 1, delayMs: budgets.spareDelayMs, spawn });

	function admit(plugin: string): void {
		if (disposed !== undefined) throw shutDown();
		const refusal = ledger.refusal(plugin);
		if (refusal !== undefined) throw refusal;
	}

	async function disposeAll(budgetMs: number): Promise<void> {
		const force = (): void => {
			spares.close();
			throttle.close();
			for (const pool of pools) pool.abandon();
			for (const sandbox of sandboxes.values()) sandbox.end({ kind: 'stopped', error: shutDown() });
		};
		const late = setTimeout(force, budgetMs);
		await Promise.all([
			...[...pools].map((pool) => pool.close(budgetMs)),
			// A shutdown goes on whatever a plugin's cleanup says; its run was ended and recorded by then.
			...[...leases].map((lease) => lease.close().catch(() => undefined)),
		]);
		clearTimeout(late);
		force();
		await Promise.all([...sandboxes.values()].map((sandbox) => sandbox.exited));
		watch?.close();
		await deps.adapter.dispose?.();
	}

	return {
		async open(spec, sink) {
			admit(spec.plugin);
			const pool = new SharedPool({ spares, ledger, throttle, budgets }, spec, sink);
			pools.add(pool);
			void pool.ended.promise.then(() => pools.delete(pool));
			try {
				await pool.start();
			} catch (error) {
				pools.delete(pool);
				throw error;
			}
			return pool;
		},
		async lease(spec, options = {}) {
			admit(spec.plugin);
			const lease = await startLease({ spares, ledger, throttle }, spec, options);
			leases.add(lease);
			void lease.ended.then(() => leases.delete(lease));
			return lease;
		},
		sandboxes: () => [...sandboxes.values()].map((sandbox) => sandbox.stats()),
		stop(generation) {
			const sandbox = sandboxes.get(generation);
			if (sandbox?.alive !== true) return false;
			const error = new DataFlareError('cancelled', `Sandbox ${generation} was stopped on request.`, {
				details: because('stopped_by_person'),
				hint: 'The plugin is not at fault. The next call gets a new sandbox.',
			});
			sandbox.end({ kind: 'stopped', error });
			return true;
		},
		onQuarantine(listener) {
			listeners.push(listener);
		},
		forgive: (plugin) => ledger.forgive(plugin),
		dispose(budgetMs = budgets.closeMs) {
			disposed ??= disposeAll(budgetMs);
			return disposed;
		},
	};
}

function shutDown(): DataFlareError {
	return new DataFlareError('cancelled', 'the runtime is being shut down', { details: because('program_ended') });
}
