import type { CrashLedger } from '../crashes/crash-ledger.ts';
import type { CrashThrottle } from '../crashes/crash-throttle.ts';
import type { Turn } from '../crashes/turn-gate.ts';
import type { CallOptions, CallOutcome, GuestLease, GuestSpec, LeaseOptions } from '../runtime.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { cancelled } from '../sandbox/sandbox-errors.ts';
import type { SparePool } from './spare-pool.ts';
import { startGuest } from './start-guest.ts';

export interface LeaseDeps {
	readonly spares: SparePool;
	readonly ledger: CrashLedger;
	readonly throttle: CrashThrottle;
}

/**
 * Starts one instance for one run. Aborting the signal ends it, whatever it is doing. A plugin on probation waits for
 * its turn to start, and for another one to be called the first time.
 */
export async function startLease(deps: LeaseDeps, spec: GuestSpec, options: LeaseOptions): Promise<RunLease> {
	const { signal, sink, crashesCountedByHand = false } = options;
	const gaveUp = cancelled(spec.plugin, 'load');
	const isGivenUp = (): boolean => signal?.aborted === true;
	if (isGivenUp()) throw gaveUp;
	const lowered = deps.throttle.onProbation(spec.plugin);
	const turn = lowered ? deps.throttle.enter(spec.plugin) : undefined;
	const leave = (): void => turn?.leave();
	signal?.addEventListener('abort', leave, { once: true });
	try {
		await turn?.granted;
		if (isGivenUp()) throw gaveUp;
		const refusal = deps.ledger.refusal(spec.plugin);
		if (refusal !== undefined) throw refusal;
		let hasStarted = false;
		const taken = (sandbox: Sandbox): void => {
			const end = (): void => sandbox.end({ kind: 'cancelled', error: cancelled(spec.plugin, 'run') });
			if (isGivenUp()) end();
			signal?.addEventListener('abort', end, { once: true });
			sandbox.onEnd((cause) => {
				signal?.removeEventListener('abort', end);
				const isForHand = crashesCountedByHand && hasStarted;
				if (cause.kind === 'crashed' && !isForHand) deps.ledger.crashed(spec.plugin, cause.error);
				if (cause.kind === 'lied') deps.ledger.lied(spec.plugin, cause.error);
			});
		};
		const sandbox = await startGuest(deps.spares, spec, { role: 'lease', lowered, sink, taken });
		hasStarted = true;
		return new RunLease(deps, spec, sandbox, crashesCountedByHand);
	} finally {
		signal?.removeEventListener('abort', leave);
		leave();
	}
}

/** One fresh instance that belongs to one run. Its process is its life: when that ends, the lease is lost. */
export class RunLease implements GuestLease {
	readonly plugin: string;
	readonly ended: Promise<unknown>;
	readonly #deps: LeaseDeps;
	readonly #spec: GuestSpec;
	readonly #sandbox: Sandbox;
	/** Its crash is still to be counted, if anybody does. */
	#uncounted: boolean;
	/** The turn in which the first call is made; later ones follow it. */
	#turn: Turn | undefined;

	constructor(deps: LeaseDeps, spec: GuestSpec, sandbox: Sandbox, crashesCountedByHand: boolean) {
		this.#uncounted = crashesCountedByHand;
		this.plugin = spec.plugin;
		this.ended = sandbox.exited;
		this.#deps = deps;
		this.#spec = spec;
		this.#sandbox = sandbox;
	}

	call(options: CallOptions): Promise<CallOutcome> {
		const answer = this.#sandbox.lowered ? this.#inTurn(options) : this.#sandbox.call(options);
		answer.then(
			() => this.#deps.ledger.succeeded(this.plugin),
			() => undefined,
		);
		return answer;
	}

	get alive(): boolean {
		return this.#sandbox.alive;
	}

	countCrash(): void {
		const { cause } = this.#sandbox;
		if (!this.#uncounted || cause?.kind !== 'crashed') return;
		this.#uncounted = false;
		this.#deps.ledger.crashed(this.plugin, cause.error);
	}

	close(): Promise<void> {
		return this.#sandbox.finish(this.#spec.timeoutMs);
	}

	/** Calls that wait for the same turn are made in the order in which they came. */
	#inTurn(options: CallOptions): Promise<CallOutcome> {
		let turn = this.#turn;
		if (turn === undefined) {
			turn = this.#deps.throttle.enter(this.plugin);
			this.#turn = turn;
			this.#sandbox.onEnd(turn.leave);
		}
		const { granted, leave } = turn;
		const answer = granted.then(() => this.#sandbox.call(options));
		answer.then(leave, leave);
		return answer;
	}
}
