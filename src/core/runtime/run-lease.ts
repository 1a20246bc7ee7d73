import type { CrashLedger } from './crash-ledger.ts';
import type { CallOptions, CallOutcome, CallSink, GuestLease, GuestSpec } from './runtime.ts';
import { cancelled } from './sandbox-errors.ts';
import type { Sandbox } from './sandbox-process.ts';
import type { SparePool } from './spare-pool.ts';
import { startGuest } from './start-guest.ts';

export interface LeaseDeps {
	readonly spares: SparePool;
	readonly ledger: CrashLedger;
}

export interface LeaseOptions {
	readonly signal?: AbortSignal;
	readonly sink?: CallSink;
}

/** Starts one instance for one run. Aborting the signal ends it, whatever it is doing. */
export async function startLease(deps: LeaseDeps, spec: GuestSpec, options: LeaseOptions): Promise<RunLease> {
	const { signal, sink } = options;
	const gaveUp = cancelled(spec.plugin, 'load');
	if (signal?.aborted === true) throw gaveUp;
	const sandbox = await startGuest(deps.spares, spec, 'lease', sink, (taken) => {
		const end = (): void => taken.end({ kind: 'cancelled', error: cancelled(spec.plugin, 'run') });
		if (signal?.aborted === true) end();
		signal?.addEventListener('abort', end, { once: true });
		taken.onEnd((cause) => {
			signal?.removeEventListener('abort', end);
			if (cause.kind === 'crashed') deps.ledger.crashed(spec.plugin, cause.error);
			if (cause.kind === 'lied') deps.ledger.lied(spec.plugin, cause.error);
		});
	});
	return new RunLease(deps, spec, sandbox);
}

/** One fresh instance that belongs to one run. Its process is its life: when that ends, the lease is lost. */
export class RunLease implements GuestLease {
	readonly plugin: string;
	readonly ended: Promise<unknown>;
	readonly #deps: LeaseDeps;
	readonly #spec: GuestSpec;
	readonly #sandbox: Sandbox;

	constructor(deps: LeaseDeps, spec: GuestSpec, sandbox: Sandbox) {
		this.plugin = spec.plugin;
		this.ended = sandbox.exited;
		this.#deps = deps;
		this.#spec = spec;
		this.#sandbox = sandbox;
	}

	call(options: CallOptions): Promise<CallOutcome> {
		const answer = this.#sandbox.call(options);
		answer.then(
			() => this.#deps.ledger.succeeded(this.plugin),
			() => undefined,
		);
		return answer;
	}

	close(): Promise<void> {
		return this.#sandbox.finish(this.#spec.timeoutMs);
	}
}
