import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { CallSink, GuestSpec } from '../runtime.ts';
import type { EndCause } from '../sandbox/end-cause.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { SparePool } from './spare-pool.ts';
import { startGuest } from './start-guest.ts';

/** The sandboxes of one version of one plugin within a pool. Knows nothing of queues. */
export class Edition {
	readonly spec: GuestSpec;
	readonly #spares: SparePool;
	readonly #sink: CallSink | undefined;
	readonly #lost: (edition: Edition, cause: EndCause) => void;
	readonly #all = new Set<Sandbox>();
	readonly #idle: Sandbox[] = [];
	#starting = 0;
	#serving = 0;
	#retired = false;

	/** `lost` fires when a sandbox that served has ended, whatever the cause; not after `retire`. */
	constructor(
		spec: GuestSpec,
		spares: SparePool,
		sink: CallSink | undefined,
		lost: (edition: Edition, cause: EndCause) => void,
	) {
		this.spec = spec;
		this.#spares = spares;
		this.#sink = sink;
		this.#lost = lost;
	}

	get starting(): number {
		return this.#starting;
	}

	/** Sandboxes that serve or will. */
	get size(): number {
		return this.#serving + this.#starting;
	}

	get busy(): boolean {
		return this.#serving > this.#idle.length;
	}

	get serves(): boolean {
		return this.#serving > 0;
	}

	get hasIdle(): boolean {
		return this.#idle.length > 0;
	}

	/**
	 * Starts one more sandbox, `lowered` if other processes are to go before it. Answers with the cause if it did not
	 * start, else with null.
	 */
	async start({ lowered }: { readonly lowered: boolean }): Promise<EndCause | null> {
		let taken: Sandbox | undefined;
		this.#starting += 1;
		try {
			const sandbox = await startGuest(this.#spares, this.spec, {
				role: 'pool',
				lowered,
				sink: this.#sink,
				taken: (fresh) => {
					taken = fresh;
					this.#all.add(fresh);
					void fresh.exited.then(() => this.#all.delete(fresh));
					if (this.#retired) void fresh.stop(0);
				},
			});
			if (sandbox.cause !== undefined) return sandbox.cause;
			this.#serving += 1;
			sandbox.onEnd((cause) => this.#ended(sandbox, cause));
			this.#idle.push(sandbox);
			return null;
		} catch (thrown) {
			const error: DataFlareError = toDataFlareError(thrown);
			return taken === undefined ? { kind: 'unstarted', error } : (taken.cause ?? { kind: 'crashed', error });
		} finally {
			this.#starting -= 1;
		}
	}

	takeIdle(): Sandbox | undefined {
		return this.#idle.pop();
	}

	giveBack(sandbox: Sandbox): void {
		if (sandbox.alive && !this.#retired) this.#idle.push(sandbox);
	}

	/** Lets calls under way finish and cleans up within the budget (ms); resolves when no process is left. */
	async retire(budgetMs: number): Promise<void> {
		this.#retired = true;
		this.#idle.length = 0;
		await Promise.all([...this.#all].map((sandbox) => sandbox.stop(budgetMs)));
	}

	#ended(sandbox: Sandbox, cause: EndCause): void {
		this.#serving -= 1;
		const index = this.#idle.indexOf(sandbox);
		if (index !== -1) this.#idle.splice(index, 1);
		if (!this.#retired) this.#lost(this, cause);
	}
}
