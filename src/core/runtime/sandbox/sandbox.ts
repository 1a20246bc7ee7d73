import { DataFlareError } from '../../../shared/errors/errors.ts';
import type {
	FailedFrame,
	LoadedFrame,
	ReadyFrame,
	ResultFrame,
	SandboxFrame,
} from '../../../shared/sandbox/frames.ts';
import { checkOutput } from '../frames/check-output.ts';
import { assertFrame } from '../frames/malformed-frame.ts';
import { kernelLimitsMissing, outgrown } from '../memory/memory-errors.ts';
import type { WatchedMemory } from '../memory/memory-watch.ts';
import type { OsProcess, ProcessExit } from '../process-adapter.ts';
import type { CallOptions, CallOutcome, CallSink, GuestSpec, SandboxStats } from '../runtime.ts';
import { Enclosure } from './enclosure.ts';
import {
	type EndCause,
	exitError,
	lieError,
	lostError,
	type Moment,
	momentOf,
	noisyEnds,
	placeIn,
} from './end-cause.ts';
import { FrameLink } from './frame-link.ts';
import { GuestMemoryHold } from './guest-memory-hold.ts';
import { type Asker, GuestWords } from './guest-words.ts';
import type { InFlightCall } from './in-flight.ts';
import { Lifetime } from './lifetime.ts';
import { PostedCalls } from './posted-calls.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import {
	cancelled,
	cleanupFailure,
	closed,
	closedEarly,
	memoryUnproven,
	overdue,
	type StopReport,
	startupOverdue,
} from './sandbox-errors.ts';
import { stateOf } from './sandbox-phase.ts';

/**
 * One generation: one process from spawn to observed exit. spawn → ready → loaded → calls → stop → exit.
 * Every way to end goes through `#end`, once; the first cause wins. What a process sends after that is not read.
 */
export class Sandbox implements WatchedMemory {
	readonly generation: number;
	role: SandboxStats['role'] = 'spare';
	readonly #deps: SandboxDeps;
	readonly #process: OsProcess;
	readonly #life: Lifetime;
	readonly #link: FrameLink;
	readonly #calls: PostedCalls;
	readonly #words: GuestWords;
	readonly #walls: Enclosure;
	readonly #memory: GuestMemoryHold;
	readonly #startedAt: number;
	#lowered = false;
	#spec: GuestSpec | undefined;
	#sink: CallSink | undefined;
	/** Null until the sandbox said that it stopped. */
	#stopReport: StopReport | null = null;

	constructor(generation: number, deps: SandboxDeps) {
		const { adapter, budgets, steady } = deps;
		this.generation = generation;
		this.#deps = deps;
		this.#life = new Lifetime(steady);
		this.#startedAt = deps.now();
		this.#process = adapter.spawn({ name: 'dataflare-sandbox', heapLimitMiB: budgets.heapLimitMiB });
		this.#walls = new Enclosure(this.#process);
		this.#memory = new GuestMemoryHold(this.#walls, deps.watch);
		this.#link = new FrameLink({
			process: this.#process,
			generation,
			open: () => this.alive,
			take: (frame) => (frame === null ? this.#words.late() : this.#accept(frame)),
			lied: (what) => this.end({ kind: 'lied', error: lieError(what, this.#moment) }),
		});
		this.#words = new GuestWords(deps, (frame) => this.#link.post(frame));
		this.#calls = new PostedCalls({
			post: (frame) => this.#link.post(frame),
			givenUp: (call) => this.end({ kind: 'cancelled', error: cancelled(this.#plugin, call.options.fn) }, call),
			overdue: (call) => this.end({ kind: 'deadline', error: overdue(this.#plugin, call) }),
			steady,
		});
		this.#process.onExit((exit) => this.#observeExit(exit));
		this.#life.allow(budgets.startupMs, () => this.end({ kind: 'crashed', error: startupOverdue(budgets.startupMs) }));
		this.#link.post({ t: 'boot', memoryWay: adapter.memoryWay });
	}

	/** Resolves when the process is up and has proven its memory limit; rejects with `runtime`. */
	get ready(): Promise<void> {
		return this.#life.ready.promise;
	}

	/** Resolves when the exit was observed, with why it came to it. Never rejects. */
	get exited(): Promise<EndCause> {
		return this.#life.exited.promise;
	}

	get alive(): boolean {
		return this.#life.alive;
	}

	get busy(): boolean {
		return this.#calls.any;
	}

	get cause(): EndCause | undefined {
		return this.#life.cause;
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
		this.#life.onEnd(listener);
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

	/** Hands the guest over. Rejects with what kept it from starting; the process is of no use then. */
	load(spec: GuestSpec, sink: CallSink | undefined): Promise<void> {
		const { cause } = this.#life;
		if (cause !== undefined) return Promise.reject(lostError(spec.plugin, 'load', cause));
		this.#life.enter('loading');
		this.#spec = spec;
		this.#sink = sink;
		const { tried, atOnce } = this.#memory.open(spec, this.#deps.budgets.heapLimitMiB);
		const insisted = this.#deps.requireKernelLimits?.() === true;
		const begin = (): void => {
			if (!this.alive) return;
			const { missing } = this.#walls;
			if (insisted && missing.length > 0) {
				return this.end({ kind: 'refused', error: kernelLimitsMissing(spec.plugin, missing) });
			}
			const limitMs = Math.max(spec.timeoutMs, this.#deps.budgets.loadFloorMs);
			this.#life.allow(limitMs, () => this.end({ kind: 'refused', error: overdue(spec.plugin, { limitMs }) }));
			const { module, memoryLimitBytes, guest, eager = false } = spec;
			this.#link.post({ t: 'load', module, memoryLimitBytes, guest, eager });
		};
		if (atOnce && !insisted) begin();
		else void tried.then(begin);
		return this.#life.loaded.promise;
	}

	/** Posts a call at once, behind those that are under way. */
	call(options: CallOptions): Promise<CallOutcome> {
		const [spec, { cause, phase }] = [this.#spec, this.#life];
		if (cause !== undefined) return Promise.reject(lostError(this.#plugin, options.fn, cause));
		if (spec === undefined || phase !== 'serving') {
			return Promise.reject(new DataFlareError('runtime', `"${this.#plugin}" is closing and accepts no more calls`));
		}
		return this.#calls.post(spec, options);
	}

	/** Lets the calls under way finish, cleans the guest up and ends the process, by force when the budget (ms) is over. */
	async stop(budgetMs: number): Promise<void> {
		const overdueStop = (): void => this.end({ kind: 'finished', error: closedEarly(this.#plugin) });
		const { phase } = this.#life;
		if (budgetMs <= 0 || (phase !== 'serving' && phase !== 'stopping')) overdueStop();
		else {
			this.#life.enter('stopping');
			this.#life.allow(budgetMs, overdueStop);
			if (phase === 'serving' && !this.busy) this.#link.post({ t: 'stop' });
		}
		await this.exited;
	}

	/** Stops in order, and rejects where the plugin did not clean up: what it still held may be lost. */
	async finish(budgetMs: number): Promise<void> {
		const wasServing = this.#life.phase === 'serving';
		await this.stop(budgetMs);
		if (!wasServing) return;
		const failure = cleanupFailure(this.#plugin, this.#stopReport, budgetMs);
		if (failure !== null) throw failure;
	}

	/** Ends the process at once. Only the first cause counts; `call` is the one that it belongs to. */
	end(cause: EndCause, call: InFlightCall | undefined = this.#calls.head): void {
		if (!this.#life.end(cause)) return;
		this.#words.close();
		const rejectCalls = this.#calls.close();
		if (noisyEnds.has(cause.kind)) {
			(call?.options.sink ?? this.#sink)?.onEvent?.({ kind: 'kill', detail: cause.error.message, ms: null });
		}
		this.#process.kill();
		this.#life.announce(cause);
		rejectCalls(cause, call, this.#plugin);
	}

	stats(): SandboxStats {
		return {
			plugin: this.#spec?.plugin ?? null,
			pid: this.pid,
			generation: this.generation,
			role: this.role,
			state: stateOf(this.#life.phase, this.busy),
			memoryBytes: this.#memory.guestBytes,
			startedAt: this.#startedAt,
			layers: this.#walls.layers,
		};
	}

	get #plugin(): string {
		return this.#spec?.plugin ?? 'sandbox';
	}

	get #moment(): Moment {
		return momentOf(this.#spec?.plugin, this.#life.phase === 'loading', this.#calls.head?.options.fn);
	}

	#accept(frame: SandboxFrame): void {
		switch (frame.t) {
			case 'ready':
				return this.#becameReady(frame);
			case 'loaded':
				return this.#becameLoaded(frame);
			case 'load-failed':
				// Outside of a load these are a dying process's last words.
				return this.end({
					kind: this.#life.phase === 'loading' ? 'refused' : 'crashed',
					error: DataFlareError.fromWire(frame.error),
				});
			case 'result':
				return this.#answered(frame);
			case 'failed':
				return this.#failed(frame);
			case 'host':
				return this.#words.ask(frame, this.#asker());
			case 'host-drop':
				return this.#words.drop(frame);
			case 'log':
				return this.#words.log(frame, this.#listener);
			case 'progress':
				return this.#words.progress(frame, this.#listener);
			case 'stopped':
				assertFrame(this.#life.phase === 'stopping' && !this.busy, 'a "stopped" that nobody waits for');
				this.#stopReport = frame;
				// Ended from here: news of an exit that the process makes by itself may overtake what it said last.
				return this.end({ kind: 'finished', error: closed(this.#plugin) });
		}
	}

	#becameReady({ layers, memoryProof }: ReadyFrame): void {
		assertFrame(this.#life.phase === 'starting', 'a second "ready"');
		this.#walls.add(layers);
		if (!memoryProof) return this.end({ kind: 'refused', error: memoryUnproven() });
		this.#life.enter('ready');
		this.#confine();
	}

	#becameLoaded({ memoryBytes, compileMs, initMs }: LoadedFrame): void {
		assertFrame(this.#life.phase === 'loading', 'a "loaded" that nobody waits for');
		this.#life.settle();
		this.#life.enter('serving');
		this.#memory.guestBytes = memoryBytes;
		this.#sink?.onEvent?.({ kind: 'load', detail: `compiled "${this.#plugin}"`, ms: compileMs });
		this.#sink?.onEvent?.({ kind: 'init', detail: `initialised "${this.#plugin}"`, ms: initMs });
		this.#life.loaded.resolve();
	}

	#answered(frame: ResultFrame): void {
		const head = this.#calls.headOf(frame.id);
		checkOutput(frame, head.options);
		const { output, counts, ms, memoryBytes } = frame;
		this.#next(memoryBytes, () => head.resolve({ output, counts, busyMs: ms, memoryBytes }));
	}

	#failed({ id, error: told, memoryBytes, instanceLost }: FailedFrame): void {
		const head = this.#calls.headOf(id);
		const error = DataFlareError.fromWire(told);
		this.#next(memoryBytes, () => head.reject(error));
		// A lease's state is gone with its instance: what was posted ahead must not run on a fresh one.
		// A pool's instance is made anew in its process, unless what was lost would stay there.
		if (instanceLost && (this.role === 'lease' || this.#memory.keepsLost(memoryBytes))) {
			this.end({ kind: 'trapped', error }, head);
		}
	}

	/** The call under way is over; `answer` tells its caller. */
	#next(memoryBytes: number, answer: () => void): void {
		this.#memory.guestBytes = memoryBytes;
		this.#words.over(this.role, answer);
		this.#calls.shift();
		if (this.#life.phase === 'stopping' && !this.busy) this.#link.post({ t: 'stop' });
	}

	#asker(): Asker {
		const spec = this.#spec;
		assertFrame(spec !== undefined && this.guestRuns, 'a host request while no guest runs');
		// A lease is one run; what a pool's instance asks for belongs to the call, or to the loads of its version.
		const account = (this.role === 'pool' ? this.#calls.head?.options : undefined) ?? spec;
		return { spec, sink: this.#listener, account };
	}

	/** Guest code runs while it is loaded, during a call, and while it cleans up. */
	get guestRuns(): boolean {
		const { phase } = this.#life;
		return phase === 'loading' || phase === 'stopping' || this.#calls.callsGuest;
	}

	#confine(): void {
		const ready = (): void => this.#life.becameReady();
		const confined = this.#walls.confine();
		if (confined === undefined) return ready();
		void confined.then(() => {
			// It may have ended meanwhile, and its clock with it.
			if (this.alive) ready();
		});
	}

	get #listener(): CallSink | undefined {
		return this.#calls.head?.options.sink ?? this.#sink;
	}

	#observeExit(exit: ProcessExit): void {
		const asked = this.#life.phase === 'stopping' && !this.busy;
		if (exit.lie !== undefined) this.end({ kind: 'lied', error: lieError(exit.lie, this.#moment) });
		const error = exitError(exit, this.#process.stderrTail(), this.#moment, this.#memory.held);
		this.end({ kind: asked ? 'finished' : 'crashed', error });
		this.#life.observed();
	}
}
