import type { Broker } from '../../broker/broker.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import type { MemoryWatch } from '../memory/memory-watch.ts';
import type { ProcessAdapter } from '../process-adapter.ts';

/** What every generation of a runtime is made with. */
export interface SandboxDeps {
	readonly adapter: ProcessAdapter;
	readonly broker: Broker;
	readonly budgets: RuntimeBudgets;
	/** Unix ms. */
	readonly now: () => number;
	/** ms that never jump, for everything that is counted or waited for. */
	readonly steady: () => number;
	/** Whether a guest is refused that the kernel does not limit in every way it can. Asked at each load. */
	readonly requireKernelLimits?: (() => boolean) | undefined;
	readonly watch?: MemoryWatch | undefined;
}
