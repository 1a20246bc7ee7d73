import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import type { CrashLedger } from '../crashes/crash-ledger.ts';
import type { CrashThrottle } from '../crashes/crash-throttle.ts';
import type { Turn } from '../crashes/turn-gate.ts';
import type { CallOptions, CallOutcome, CallSink, GuestPool, GuestSpec } from '../runtime.ts';
import { Deferred } from '../sandbox/deferred.ts';
import type { EndCause } from '../sandbox/end-cause.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { cancelled } from '../sandbox/sandbox-errors.ts';
import { Edition } from './edition.ts';
import type { SparePool } from './spare-pool.ts';
import { WaitingLine } from './waiting-line.ts';

export interface PoolDeps {
	readonly spares: SparePool;
	readonly ledger: CrashLedger;
	readonly throttle: CrashThrottle;
	readonly budgets: RuntimeBudgets;
}

/**
 * A plugin that is loaded and shared. One queue in front of one current edition; a swap is the assignment of another.
 * A sandbox that a deadline, a cancellation or a person ended is replaced at once; one that crashed after a pause, when
 * a call waits for it. While the crash throttle wants the plugin to take turns, a turn is one call with the start it needs.
 */
export class SharedPool implements GuestPool {
	readonly plugin: string;
	/** Resolves when the pool is closed and its processes are gone. */
	readonly ended = new Deferred<void>();
	readonly #deps: PoolDeps;
	readonly #sink: CallSink | undefined;
	readonly #line: WaitingLine;
	/** Editions that drain, and the one that a swap is starting. */
	readonly #beside = new Set<Edition>();
	#edition: Edition;
	#swaps: Promise<unknown> = Promise.resolve();
	#pause: NodeJS.Timeout | undefined;
	#closing: Promise<void> | undefined;
	#over = false;
	#settled: (() => void) | undefined;
	/** The turn that is waited for or under way. */
	#turn: Turn | undefined;

	constructor(deps: PoolDeps, spec: GuestSpec, sink: CallSink | undefined) {
		this.plugin = spec.plugin;
		this.#deps = deps;
		this.#sink = sink;
		this.#line = new WaitingLine(spec.plugin, deps.budgets.queuedCalls);
		this.#edition = this.#editionOf(spec);
	}

	get spec(): GuestSpec {
		return this.#edition.spec;
	}

	/** Starts the first sandbox; rejects with what kept it from starting. */
	async start(): Promise<void> {
		const turn = this.#takesTurns ? this.#deps.throttle.enter(this.plugin) : undefined;
		await turn?.granted;
		try {
			const refusal = this.#over ? this.#closed() : this.#deps.ledger.refusal(this.plugin);
			if (refusal !== undefined) throw refusal;
			const cause = await this.#edition.start({ lowered: turn !== undefined });
			if (cause !== null) throw cause.error;
		} finally {
			turn?.leave();
		}
	}

	call(options: CallOptions): Promise<CallOutcome> {
		if (this.#closing !== undefined) return Promise.reject(this.#closed());
		const refusal = this.#deps.ledger.refusal(this.plugin);
		if (refusal !== undefined) return Promise.reject(refusal);
		if (options.signal?.aborted === true) return Promise.reject(cancelled(this.plugin, options.fn));
		if (this.#line.size === 0 && !this.#takesTurns) {
			const sandbox = this.#edition.takeIdle();
			if (sandbox !== undefined) return this.#run(this.#edition, sandbox, options);
		}
		if (options.rehearsal === true) return Promise.reject(cancelled(this.plugin, options.fn));
		const answer = this.#line.add(options);
		this.#pump();
		return answer;
	}

	async warm(): Promise<boolean> {
		const refusal = this.#closing === undefined ? this.#deps.ledger.refusal(this.plugin) : this.#closed();
		if (refusal !== undefined) throw refusal;
		if (this.#edition.serves) return true;
		// A call that waits has it started.
		if (this.#pause !== undefined || this.#turn !== undefined || this.#edition.starting > 0) return false;
		if (!this.#takesTurns) return this.#start(this.#edition);
		const turn = this.#deps.throttle.enter(this.plugin);
		this.#turn = turn;
		await turn.granted;
		try {
			return this.#over || this.#pause !== undefined ? false : await this.#start(this.#edition);
		} finally {
			turn.leave();
			this.#turn = undefined;
			this.#pump();
		}
	}

	swap(next: GuestSpec): Promise<void> {
		const turn = this.#swaps.then(() => this.#swapNow(next));
		this.#swaps = turn.catch(() => undefined);
		return turn;
	}

	close(budgetMs: number = this.#deps.budgets.closeMs): Promise<void> {
		this.#closing ??= this.#finish(budgetMs);
		return this.#closing;
	}

	/** The plugin was quarantined: whoever waits hears it now. */
	quarantined(): void {
		clearTimeout(this.#pause);
		this.#pause = undefined;
		this.#line.rejectAll(this.#deps.ledger.refusal(this.plugin) ?? this.#closed());
	}

	/** Ends everything at once. */
	abandon(): void {
		this.#over = true;
		clearTimeout(this.#pause);
		this.#line.rejectAll(this.#closed());
		for (const edition of [this.#edition, ...this.#beside]) void edition.retire(0);
		this.#settled?.();
	}

	get #takesTurns(): boolean {
		return this.#deps.throttle.takesTurns(this.plugin);
	}

	#editionOf(spec: GuestSpec): Edition {
		return new Edition(spec, this.#deps.spares, this.#sink, (edition, cause) => this.#lost(edition, cause));
	}

	#run(edition: Edition, sandbox: Sandbox, options: CallOptions): Promise<CallOutcome> {
		const answer = sandbox.call(options);
		const after = (): void => {
			// What started behind all others is replaced when its plugin is trusted again: its place cannot be given back.
			if (sandbox.lowered && !this.#takesTurns) void sandbox.stop(edition.spec.timeoutMs);
			else edition.giveBack(sandbox);
			this.#pump();
		};
		answer.then(() => {
			// A rehearsal says nothing of the plugin.
			if (options.rehearsal !== true) this.#deps.ledger.succeeded(this.plugin);
			after();
		}, after);
		return answer;
	}

	#pump(): void {
		if (this.#over) return;
		const edition = this.#edition;
		if (this.#takesTurns) {
			if (this.#turn === undefined) void this.#takeTurn();
		} else this.#serve(edition);
		if (this.#line.size === 0 && !edition.busy) this.#settled?.();
	}

	#serve(edition: Edition): void {
		while (this.#line.size > 0) {
			const sandbox = edition.takeIdle();
			if (sandbox === undefined) break;
			const waiting = this.#line.take();
			waiting?.resolve(this.#run(edition, sandbox, waiting.options));
		}
		const wanted = this.#line.size > edition.starting && edition.size < edition.spec.instances;
		if (wanted && this.#pause === undefined) void this.#grow(edition, 'start');
	}

	/** One call, and the start that it needs, when it is this plugin's turn. */
	async #takeTurn(): Promise<void> {
		const { size, hasIdle, spec } = this.#edition;
		if (this.#line.size === 0 || this.#pause !== undefined || !(hasIdle || size < spec.instances)) return;
		const turn = this.#deps.throttle.enter(this.plugin);
		this.#turn = turn;
		await turn.granted;
		const edition = this.#edition;
		if (this.#line.size > 0 && !edition.hasIdle) await this.#grow(edition, size === 0 ? 'restart' : 'start');
		const sandbox = this.#line.size > 0 ? edition.takeIdle() : undefined;
		const waiting = sandbox === undefined ? undefined : this.#line.take();
		if (sandbox !== undefined && waiting !== undefined) {
			const answer = this.#run(edition, sandbox, waiting.options);
			waiting.resolve(answer);
			await answer.catch(() => undefined);
		}
		turn.leave();
		this.#turn = undefined;
		this.#pump();
	}

	async #start(edition: Edition): Promise<true> {
		const cause = await this.#grow(edition, 'restart');
		if (cause !== null) throw cause.error;
		return true;
	}

	/** Answers with the cause if none was started. */
	async #grow(edition: Edition, why: 'start' | 'restart'): Promise<EndCause | null> {
		const began = performance.now();
		const lowered = this.#takesTurns;
		let cause = await edition.start({ lowered });
		// A process that something ended while it started is no reason to fail a call; a system that has none is.
		if (cause?.kind === 'unstarted') cause = await edition.start({ lowered });
		if (cause === null && why === 'restart') {
			const ms = performance.now() - began;
			this.#sink?.onEvent?.({ kind: 'restart', detail: `"${this.plugin}" runs in a fresh sandbox`, ms });
		}
		if (cause === null) this.#pump();
		else if (edition === this.#edition) this.#recover(cause, cause.kind !== 'stopped');
		return cause;
	}

	#lost(edition: Edition, cause: EndCause): void {
		// A liar is one whatever its edition: what drains or is replaced counts as well.
		if (edition === this.#edition || cause.kind === 'lied') this.#recover(cause, isFault(cause));
	}

	#recover(cause: EndCause, counts: boolean): void {
		if (this.#over || this.#deps.ledger.refusal(this.plugin) !== undefined) return;
		if (cause.kind === 'unstarted') {
			// The system's trouble, not the plugin's: who waits hears it, and the next call tries anew.
			this.#line.rejectAll(cause.error);
			return;
		}
		if (!counts) {
			if (this.#takesTurns) this.#pump();
			else if (this.#pause === undefined) void this.#grow(this.#edition, 'restart');
			return;
		}
		const { ledger } = this.#deps;
		const verdict =
			cause.kind === 'lied' ? ledger.lied(this.plugin, cause.error) : ledger.crashed(this.plugin, cause.error);
		if (verdict.quarantine) return;
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => {
			this.#pause = undefined;
			this.#pump();
		}, verdict.pauseMs);
	}

	async #swapNow(next: GuestSpec): Promise<void> {
		if (this.#closing !== undefined) throw this.#closed();
		const began = performance.now();
		const edition = this.#editionOf(next);
		this.#beside.add(edition);
		// A version that nobody knows anything against yet.
		const cause = await edition.start({ lowered: false });
		this.#beside.delete(edition);
		if (cause !== null) throw cause.error;
		if (this.#over || this.#closing !== undefined) {
			await edition.retire(0);
			throw this.#closed();
		}
		const old = this.#edition;
		this.#edition = edition;
		clearTimeout(this.#pause);
		this.#pause = undefined;
		// What the old version did is no reason to refuse the new one.
		this.#deps.ledger.forgive(this.plugin);
		this.#pump();
		const detail = `"${this.plugin}" ${old.spec.versionHash.slice(0, 12)} → ${next.versionHash.slice(0, 12)}`;
		this.#sink?.onEvent?.({ kind: 'swap', detail, ms: performance.now() - began });
		this.#beside.add(old);
		// A call and a cleanup, each with its own deadline.
		void old.retire(2 * old.spec.timeoutMs).then(() => this.#beside.delete(old));
	}

	async #finish(budgetMs: number): Promise<void> {
		const until = performance.now() + budgetMs;
		await this.#drained(budgetMs);
		this.#over = true;
		clearTimeout(this.#pause);
		this.#line.rejectAll(this.#closed());
		const left = Math.max(0, until - performance.now());
		await Promise.all([this.#edition, ...this.#beside].map((edition) => edition.retire(left)));
		this.ended.resolve();
	}

	/** Resolves when no accepted call is unanswered, or after the budget. */
	#drained(budgetMs: number): Promise<void> {
		if (this.#over || (this.#line.size === 0 && !this.#edition.busy)) return Promise.resolve();
		return new Promise((resolve) => {
			const late = setTimeout(resolve, budgetMs);
			this.#settled = () => {
				clearTimeout(late);
				resolve();
			};
		});
	}

	#closed(): DataFlareError {
		return new DataFlareError('cancelled', `"${this.plugin}" is closed and accepts no more calls`, {
			details: because('cancelled'),
		});
	}
}

function isFault({ kind }: EndCause): boolean {
	return kind === 'crashed' || kind === 'lied';
}
