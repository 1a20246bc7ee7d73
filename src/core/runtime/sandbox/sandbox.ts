import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MAX_RECORD_BYTES } from '../../../shared/policy/limits.ts';
import {
	COLLECTS_LOST_MEMORY,
	type ParentFrame,
	PROTOCOL_VERSION,
	type SandboxFrame,
	type Unstamped,
} from '../../../shared/sandbox/frames.ts';
import type { Broker } from '../../broker/broker.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import { checkOutput } from '../frames/check-output.ts';
import { assertFrame, MalformedFrame } from '../frames/malformed-frame.ts';
import { parseFrame } from '../frames/parse-frame.ts';
import { MemoryAccount } from '../memory/memory-account.ts';
import { kernelLimitsMissing, outgrown } from '../memory/memory-errors.ts';
import type { MemoryWatch, WatchedMemory } from '../memory/memory-watch.ts';
import type { OsProcess, ProcessAdapter, ProcessExit } from '../process-adapter.ts';
import type { CallOptions, CallOutcome, CallSink, GuestSpec, SandboxStats } from '../runtime.ts';
import { ChatterLimit } from './chatter-limit.ts';
import { Deadline } from './deadline.ts';
import { Deferred } from './deferred.ts';
import { Enclosure } from './enclosure.ts';
import { type EndCause, exitError, lieError, lostError, type Moment, placeIn } from './end-cause.ts';
import { HostRequests } from './host-requests.ts';
import { InFlight, type InFlightCall } from './in-flight.ts';
import { LogIntake } from './log-intake.ts';
import {
	cancelled,
	cleanupFailure,
	memoryUnproven,
	overdue,
	type StopReport,
	startupOverdue,
	unsendable,
} from './sandbox-errors.ts';
import { type Phase, stateOf } from './sandbox-phase.ts';

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

/** Ends that whoever follows the call is told about as events. */
const noisyEnds: ReadonlySet<EndCause['kind']> = new Set(['deadline', 'cancelled', 'crashed', 'lied']);

/**
 * One generation: one process from spawn to observed exit. spawn → ready → loaded → calls → stop → exit.
 * Every way to end goes through `#end`, once; the first cause wins. What a process sends after that is not read.
 */
export class Sandbox implements WatchedMemory {
	readonly generation: number;
	role: SandboxStats['role'] = 'spare';
	readonly #deps: SandboxDeps;
	readonly #process: OsProcess;
	readonly #ready = new Deferred<void>();
	readonly #loaded = new Deferred<void>();
	readonly #exited = new Deferred<EndCause>();
	readonly #inFlight: InFlight;
	readonly #requests: HostRequests;
	readonly #logs: LogIntake;
	readonly #chatter: ChatterLimit;
	readonly #endListeners: ((cause: EndCause) => void)[] = [];
	readonly #startedAt: number;
	/** Runs during start-up, load and stop. */
	readonly #clock: Deadline;
	#phase: Phase = 'starting';
	#cause: EndCause | undefined;
	#lowered = false;
	#spec: GuestSpec | undefined;
	#sink: CallSink | undefined;
	readonly #walls: Enclosure;
	readonly #memory = new MemoryAccount();
	#memoryBytes = 0;
	/** Null until the sandbox said that it stopped. */
	#stopReport: StopReport | null = null;
	#lastCall = 0;

	constructor(generation: number, deps: SandboxDeps) {
		this.generation = generation;
		this.#deps = deps;
		this.#clock = new Deadline(deps.steady);
		this.#inFlight = new InFlight(
			(call) => this.end({ kind: 'deadline', error: overdue(this.#plugin, call) }),
			deps.steady,
		);
		this.#requests = new HostRequests(deps.broker, deps.budgets.hostRequests);
		this.#logs = new LogIntake(deps.budgets, deps.steady);
		this.#chatter = new ChatterLimit(deps.budgets.chatterPerSecond, deps.steady);
		this.#startedAt = deps.now();
		this.#process = deps.adapter.spawn({ name: 'dataflare-sandbox', heapLimitMiB: deps.budgets.heapLimitMiB });
		this.#walls = new Enclosure(this.#process);
		this.#process.onMessage((message) => this.#receive(message));
		this.#process.onExit((exit) => this.#observeExit(exit));
		this.#clock.start(deps.budgets.startupMs, () =>
			this.end({ kind: 'crashed', error: startupOverdue(deps.budgets.startupMs) }),
		);
		this.#post({ t: 'boot', memoryWay: deps.adapter.memoryWay });
	}

	/** Resolves when the process is up and has proven its memory limit; rejects with `runtime`. */
	get ready(): Promise<void> {
		return this.#ready.promise;
	}

	/** Resolves when the exit was observed, with why it came to it. Never rejects. */
	get exited(): Promise<EndCause> {
		return this.#exited.promise;
	}

	get alive(): boolean {
		return this.#cause === undefined;
	}

	get busy(): boolean {
		return this.#inFlight.size > 0;
	}

	get cause(): EndCause | undefined {
		return this.#cause;
	}

	/** Whether other processes go before this one. */
	get lowered(): boolean {
		return this.#lowered;
	}

	/** Lets other processes go first, for as long as this one lives. */
	lower(): void {
		this.#lowered = true;
		this.#process.lower?.();
	}

	/** Fires once, as soon as the cause is known; the exit itself may still have to be observed. */
	onEnd(listener: (cause: EndCause) => void): void {
		this.#endListeners.push(listener);
	}

	get pid(): number | undefined {
		return this.#process.pid;
	}

	get allowedBytes(): number | null {
		return this.alive ? (this.#memory.held?.allowedBytes ?? null) : null;
	}

	measured(residentBytes: number): void {
		const [beyond, moment] = [this.#memory.measured(residentBytes), this.#moment];
		if (beyond === null || moment.at === 'start') return;
		this.end({ kind: 'crashed', error: outgrown(placeIn(moment), beyond) });
	}

	/** Where nothing collects what lost instances left, the process is replaced once it is worth it. */
	#keeps(memoryBytes: number): boolean {
		return !this.#walls.holds(COLLECTS_LOST_MEMORY) && this.#memory.lost(memoryBytes);
	}

	/** Hands the guest over. Rejects with what kept it from starting; the process is of no use then. */
	load(spec: GuestSpec, sink: CallSink | undefined): Promise<void> {
		if (this.#cause !== undefined) return Promise.reject(lostError(spec.plugin, 'load', this.#cause));
		this.#phase = 'loading';
		this.#spec = spec;
		this.#sink = sink;
		const allowedBytes = this.#memory.open(spec, this.#deps.budgets.heapLimitMiB);
		this.#deps.watch?.begin();
		const { tried, atOnce } = this.#walls.boundMemory(allowedBytes);
		const insisted = this.#deps.requireKernelLimits?.() === true;
		const begin = (): void => {
			if (this.#cause !== undefined) return;
			const { missing } = this.#walls;
			if (insisted && missing.length > 0) {
				return this.end({ kind: 'refused', error: kernelLimitsMissing(spec.plugin, missing) });
			}
			const limitMs = Math.max(spec.timeoutMs, this.#deps.budgets.loadFloorMs);
			this.#clock.start(limitMs, () => this.end({ kind: 'refused', error: overdue(spec.plugin, { limitMs }) }));
			this.#post({ t: 'load', module: spec.module, memoryLimitBytes: spec.memoryLimitBytes, guest: spec.guest });
		};
		if (atOnce && !insisted) begin();
		else void tried.then(begin);
		return this.#loaded.promise;
	}

	/** Posts a call at once, behind those that are under way. */
	call(options: CallOptions): Promise<CallOutcome> {
		const spec = this.#spec;
		if (this.#cause !== undefined) return Promise.reject(lostError(this.#plugin, options.fn, this.#cause));
		if (spec === undefined || this.#phase !== 'serving') {
			return Promise.reject(new DataFlareError('runtime', `"${this.#plugin}" is being closed and takes no more calls`));
		}
		if (options.signal?.aborted === true) return Promise.reject(cancelled(spec.plugin, options.fn));
		return new Promise((resolve, reject) => {
			const give = (): void => this.end({ kind: 'cancelled', error: cancelled(spec.plugin, options.fn) }, call);
			this.#lastCall += 1;
			const call: InFlightCall = {
				id: this.#lastCall,
				options,
				limitMs: Math.min(spec.timeoutMs, options.timeoutMs ?? spec.timeoutMs),
				resolve,
				reject,
				release: () => options.signal?.removeEventListener('abort', give),
			};
			options.signal?.addEventListener('abort', give, { once: true });
			this.#inFlight.add(call);
			const { fn, input, maxOutputBytes = MAX_RECORD_BYTES } = options;
			try {
				this.#post({ t: 'call', id: call.id, fn, input, maxOutputBytes });
			} catch (error) {
				this.#inFlight.withdraw(call);
				reject(unsendable(fn, error));
			}
		});
	}

	/** Lets the calls under way finish, cleans the guest up and ends the process, by force when the budget (ms) is over. */
	async stop(budgetMs: number): Promise<void> {
		const finished = new DataFlareError('cancelled', `"${this.#plugin}" was closed before the call was answered`, {
			details: because('cancelled'),
		});
		const overdueStop = (): void => this.end({ kind: 'finished', error: finished });
		if (budgetMs <= 0 || (this.#phase !== 'serving' && this.#phase !== 'stopping')) overdueStop();
		else {
			const first = this.#phase === 'serving';
			this.#phase = 'stopping';
			this.#clock.start(budgetMs, overdueStop);
			if (first && !this.busy) this.#post({ t: 'stop' });
		}
		await this.exited;
	}

	/** Stops in order, and rejects where the plugin did not clean up: what it still held may be lost. */
	async finish(budgetMs: number): Promise<void> {
		const wasServing = this.#phase === 'serving';
		await this.stop(budgetMs);
		if (!wasServing) return;
		const failure = cleanupFailure(this.#plugin, this.#stopReport, budgetMs);
		if (failure !== null) throw failure;
	}

	/** Ends the process at once. Only the first cause counts; `call` is the one that it belongs to. */
	end(cause: EndCause, call: InFlightCall | undefined = this.#inFlight.head): void {
		if (this.#cause !== undefined) return;
		this.#cause = cause;
		this.#phase = 'ended';
		this.#clock.stop();
		this.#requests.close();
		const calls = this.#inFlight.clear();
		if (noisyEnds.has(cause.kind)) {
			(call?.options.sink ?? this.#sink)?.onEvent?.({ kind: 'kill', detail: cause.error.message, ms: null });
		}
		this.#process.kill();
		for (const listener of this.#endListeners) listener(cause);
		this.#ready.reject(cause.error);
		this.#loaded.reject(cause.error);
		for (const each of calls) {
			each.reject(each === call ? cause.error : lostError(this.#plugin, each.options.fn, cause));
		}
	}

	stats(): SandboxStats {
		return {
			plugin: this.#spec?.plugin ?? null,
			pid: this.pid,
			generation: this.generation,
			role: this.role,
			state: stateOf(this.#phase, this.busy),
			memoryBytes: this.#memoryBytes,
			startedAt: this.#startedAt,
			layers: this.#walls.layers,
		};
	}

	get #plugin(): string {
		return this.#spec?.plugin ?? 'sandbox';
	}

	get #moment(): Moment {
		const spec = this.#spec;
		if (spec === undefined) return { at: 'start' };
		if (this.#phase === 'loading') return { at: 'load', plugin: spec.plugin };
		const fn = this.#inFlight.head?.options.fn;
		return fn === undefined ? { at: 'rest', plugin: spec.plugin } : { at: 'call', plugin: spec.plugin, fn };
	}

	#post(frame: Unstamped<ParentFrame>): void {
		this.#process.post({ v: PROTOCOL_VERSION, gen: this.generation, ...frame });
	}

	#receive(message: unknown): void {
		if (this.#cause !== undefined) return;
		try {
			const frame = parseFrame(message, this.generation);
			if (frame !== null) this.#accept(frame);
			else this.#chatter.count();
		} catch (error) {
			if (!(error instanceof MalformedFrame)) throw error;
			this.end({ kind: 'lied', error: lieError(error.message, this.#moment) });
		}
	}

	#accept(frame: SandboxFrame): void {
		switch (frame.t) {
			case 'ready':
				assertFrame(this.#phase === 'starting', 'a second "ready"');
				this.#walls.add(frame.layers);
				if (!frame.memoryProof) {
					return this.end({ kind: 'refused', error: memoryUnproven() });
				}
				this.#phase = 'ready';
				return this.#confine();
			case 'loaded':
				assertFrame(this.#phase === 'loading', 'a "loaded" that nobody waits for');
				this.#clock.stop();
				this.#phase = 'serving';
				this.#memoryBytes = frame.memoryBytes;
				this.#sink?.onEvent?.({ kind: 'load', detail: `compiled "${this.#plugin}"`, ms: frame.compileMs });
				this.#sink?.onEvent?.({ kind: 'init', detail: `initialised "${this.#plugin}"`, ms: frame.initMs });
				return this.#loaded.resolve();
			case 'load-failed':
				// Outside of a load these are a dying process's last words.
				return this.end({
					kind: this.#phase === 'loading' ? 'refused' : 'crashed',
					error: DataFlareError.fromWire(frame.error),
				});
			case 'result': {
				const head = this.#headOf(frame.id);
				checkOutput(frame, head.options);
				this.#answered(frame.memoryBytes);
				const { output, counts, ms, memoryBytes } = frame;
				return head.resolve({ output, counts, busyMs: ms, memoryBytes });
			}
			case 'failed': {
				const head = this.#headOf(frame.id);
				const error = DataFlareError.fromWire(frame.error);
				this.#answered(frame.memoryBytes);
				head.reject(error);
				// A lease's state is gone with its instance: what was posted ahead must not run on a fresh one.
				// A pool's instance is made anew in its process, unless what was lost would stay there.
				if (frame.instanceLost && (this.role === 'lease' || this.#keeps(frame.memoryBytes))) {
					this.end({ kind: 'trapped', error }, head);
				}
				return;
			}
			case 'host': {
				const spec = this.#spec;
				assertFrame(spec !== undefined && this.guestRuns, 'a host request while no guest runs');
				// A lease is one run; what a pool's instance asks for belongs to the call, or to the loads of its version.
				const account = (this.role === 'pool' ? this.#inFlight.head?.options : undefined) ?? spec;
				return this.#requests.take(frame, spec, { sink: this.#listener, account }, ({ status, data }) => {
					this.#post({ t: 'host-reply', id: frame.id, status, data });
				});
			}
			case 'log':
				this.#chatter.count();
				return this.#logs.accept(frame, this.#listener);
			case 'progress':
				this.#chatter.count();
				return this.#listener?.onProgress?.(frame.done, frame.total);
			case 'stopped': {
				assertFrame(this.#phase === 'stopping' && !this.busy, 'a "stopped" that nobody waits for');
				this.#stopReport = frame;
				// Ended from here: news of an exit that the process makes by itself may overtake what it said last.
				return this.end({
					kind: 'finished',
					error: new DataFlareError('runtime', `"${this.#plugin}" was closed`),
				});
			}
		}
	}

	/** Guest code runs while it is loaded, during a call, and while it cleans up. */
	get guestRuns(): boolean {
		return this.#phase === 'loading' || this.#phase === 'stopping' || this.busy;
	}

	#confine(): void {
		const ready = (): void => {
			this.#clock.stop();
			this.#ready.resolve();
		};
		const confined = this.#walls.confine();
		if (confined === undefined) return ready();
		void confined.then(() => {
			// It may have ended meanwhile, and its clock with it.
			if (this.#cause === undefined) ready();
		});
	}

	get #listener(): CallSink | undefined {
		return this.#inFlight.head?.options.sink ?? this.#sink;
	}

	#headOf(id: number): InFlightCall {
		const { head } = this.#inFlight;
		assertFrame(head !== undefined && head.id === id, 'an answer to a call that is not the one under way');
		return head;
	}

	#answered(memoryBytes: number): void {
		this.#memoryBytes = memoryBytes;
		this.#chatter.answered();
		this.#inFlight.shift();
		if (this.#phase === 'stopping' && !this.busy) this.#post({ t: 'stop' });
	}

	#observeExit(exit: ProcessExit): void {
		const asked = this.#phase === 'stopping' && !this.busy;
		if (exit.lie !== undefined) this.end({ kind: 'lied', error: lieError(exit.lie, this.#moment) });
		const error = exitError(exit, this.#process.stderrTail(), this.#moment, this.#memory.held);
		this.end({ kind: asked ? 'finished' : 'crashed', error });
		if (this.#cause !== undefined) this.#exited.resolve(this.#cause);
	}
}
