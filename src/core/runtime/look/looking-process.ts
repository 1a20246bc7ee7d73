import { DataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import type { ModuleReport } from '../../../shared/plugin/plugin-record.ts';
import {
	LOOK_PIECE_BYTES,
	type LookFrame,
	type ParentFrame,
	PROTOCOL_VERSION,
	type Unstamped,
} from '../../../shared/sandbox/frames.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import { assertFrame, MalformedFrame } from '../frames/malformed-frame.ts';
import { parseWireError } from '../frames/parse-wire-error.ts';
import type { RawFrame } from '../frames/raw-frame.ts';
import { lookLimitsMissing } from '../memory/memory-errors.ts';
import type { WatchedMemory } from '../memory/memory-watch.ts';
import { lookAllowance } from '../memory/process-allowance.ts';
import type { OsProcess, ProcessAdapter, ProcessExit } from '../process-adapter.ts';
import { Deadline } from '../sandbox/deadline.ts';
import { Deferred } from '../sandbox/deferred.ts';
import { Enclosure } from '../sandbox/enclosure.ts';
import { exitError } from '../sandbox/end-cause.ts';
import { memoryUnproven, startupOverdue } from '../sandbox/sandbox-errors.ts';
import { parseReport } from './parse-look.ts';
import { TakenBundle } from './taken-bundle.ts';

/** Why a look came to nothing: the process could not be had (`start`), or what it looked at ended it. */
export type LookFailure =
	| { readonly at: 'start'; readonly error: DataFlareError }
	| { readonly at: 'look'; readonly how: string };

/** A look that came to nothing. */
export class LookFailed extends Error {
	readonly failure: LookFailure;

	constructor(failure: LookFailure) {
		super(failure.at === 'start' ? failure.error.message : failure.how);
		this.name = 'LookFailed';
		this.failure = failure;
	}
}

/** What is sent in pieces, one after another; the answer comes behind the last. */
interface Part {
	readonly what: LookFrame['what'];
	readonly bytes: Uint8Array;
}

interface Looking {
	readonly id: number;
	readonly parts: readonly Part[];
	/** Takes a frame of the answer, and says whether it was the last. Throws `MalformedFrame`. */
	readonly answer: (frame: RawFrame) => boolean;
	readonly failed: (error: LookFailed) => void;
	part: number;
	sent: number;
}

/**
 * One process of the kind that plugins run in, which reads modules and makes components ready, and runs none: whatever a
 * file makes of it, the program has lost a process. One look at a time.
 */
export class LookingProcess implements WatchedMemory {
	readonly allowedBytes: number;
	readonly #process: OsProcess;
	readonly #walls: Enclosure;
	readonly #budgets: RuntimeBudgets;
	readonly #requireKernelLimits: boolean;
	readonly #ready = new Deferred<void>();
	readonly #exited = new Deferred<void>();
	readonly #clock = new Deadline();
	#looking: Looking | null = null;
	#lastId = 0;
	#hasTranspiler = false;
	#isReady = false;
	#isOver = false;

	/** `requireKernelLimits`: without them it looks at nothing. */
	constructor(adapter: ProcessAdapter, budgets: RuntimeBudgets, requireKernelLimits: boolean) {
		this.#budgets = budgets;
		this.#requireKernelLimits = requireKernelLimits;
		const { heapLimitMiB } = budgets;
		this.allowedBytes = lookAllowance(heapLimitMiB);
		this.#process = adapter.spawn({
			name: 'dataflare-look',
			heapLimitMiB,
			firstBytes: this.allowedBytes,
		});
		this.#walls = new Enclosure(this.#process);
		this.#process.onMessage((message) => this.#receive(message));
		this.#process.onExit((exit) => this.#observeExit(exit));
		this.#clock.start(budgets.startupMs, () => this.#end({ at: 'start', error: startupOverdue(budgets.startupMs) }));
		this.#post({ t: 'boot', memoryWay: adapter.memoryWay });
	}

	get alive(): boolean {
		return !this.#isOver;
	}

	get pid(): number | undefined {
		return this.#process.pid;
	}

	get guestRuns(): boolean {
		return this.#looking !== null;
	}

	measured(residentBytes: number): void {
		if (residentBytes <= this.allowedBytes) return;
		this.#end({ at: 'look', how: 'the inspecting process took more memory than reading a module needs' });
	}

	/** Rejects with `LookFailed`; the process is over then. */
	look(module: Uint8Array): Promise<ModuleReport> {
		const { lookMs } = this.#budgets;
		return this.#ask<ModuleReport>([{ what: 'module', bytes: module }], lookMs, (frame, done) => {
			assertFrame(frame.t === 'looked', 'a frame of an unknown kind');
			done(parseReport(frame['report']));
			return true;
		});
	}

	/**
	 * Makes the bundle that runs a component, by the transpiler, itself a bundle. Resolves to why it cannot be made where
	 * the component is at fault; rejects as `look` does.
	 */
	transpile(component: Uint8Array, transpiler: Uint8Array): Promise<Uint8Array | WireError> {
		const parts: readonly Part[] = [
			...(this.#hasTranspiler ? [] : [{ what: 'transpiler', bytes: transpiler } as const]),
			{ what: 'component', bytes: component },
		];
		const bundle = new TakenBundle();
		return this.#ask<Uint8Array | WireError>(parts, this.#budgets.transpileMs, (frame, done) => {
			this.#hasTranspiler = true;
			if (frame.t === 'not-transpiled') done(parseWireError(frame['error']));
			else if (bundle.take(frame)) done(bundle.whole);
			else return false;
			return true;
		});
	}

	async #ask<T>(
		parts: readonly Part[],
		limitMs: number,
		take: (frame: RawFrame, done: (value: T) => void) => boolean,
	): Promise<T> {
		await this.#ready.promise;
		this.#lastId += 1;
		const result = new Deferred<T>();
		const looking: Looking = {
			id: this.#lastId,
			parts,
			answer: (frame) => take(frame, (value) => result.resolve(value)),
			failed: (error) => result.reject(error),
			part: 0,
			sent: 0,
		};
		this.#looking = looking;
		// One clock for all of its pieces: it asks for the next when it likes, and others wait meanwhile.
		const late = (): void => this.#end({ at: 'look', how: `it took longer than ${limitMs / 1_000} seconds` });
		this.#clock.start(limitMs, late);
		this.#sendPiece(looking);
		return result.promise;
	}

	/** Ends it at once; resolves when it is gone. */
	end(): Promise<void> {
		const error = new DataFlareError('cancelled', 'the runtime is being shut down');
		this.#end({ at: 'start', error });
		return this.#exited.promise;
	}

	#sendPiece(looking: Looking): void {
		const { id, parts } = looking;
		if (looking.sent === parts[looking.part]?.bytes.length && looking.part + 1 < parts.length) {
			looking.part += 1;
			looking.sent = 0;
		}
		const { what, bytes } = parts[looking.part] as Part;
		const offset = looking.sent;
		const piece = bytes.subarray(offset, offset + LOOK_PIECE_BYTES);
		looking.sent += piece.length;
		const frame: Unstamped<LookFrame> = { t: 'look', id, what, size: bytes.length, offset, piece };
		this.#post(frame);
	}

	#receive(message: unknown): void {
		if (this.#isOver) return;
		try {
			this.#accept(message);
		} catch (error) {
			if (!(error instanceof MalformedFrame)) throw error;
			this.#end({ at: 'look', how: `the inspecting process sent a malformed frame: ${error.message}` });
		}
	}

	#accept(message: unknown): void {
		assertFrame(typeof message === 'object' && message !== null, 'a message that is no frame');
		const frame = message as RawFrame;
		assertFrame(frame.v === PROTOCOL_VERSION, 'a frame of another protocol');
		if (frame.t === 'ready') return this.#becomeReady(frame['memoryProof'] === true);
		const looking = this.#looking;
		assertFrame(looking !== null && frame.id === looking.id, 'an answer that nobody waits for');
		const { parts, part, sent } = looking;
		const isWhole = part + 1 === parts.length && sent === parts[part]?.bytes.length;
		if (frame.t === 'look-more') {
			assertFrame(!isWhole, 'a wish for more than there is');
			return this.#sendPiece(looking);
		}
		assertFrame(isWhole, 'a frame of an unknown kind');
		if (!looking.answer(frame)) return;
		this.#clock.stop();
		this.#looking = null;
	}

	#becomeReady(memoryProof: boolean): void {
		assertFrame(!this.#isReady, 'a second "ready"');
		this.#isReady = true;
		if (!memoryProof) return this.#end({ at: 'start', error: memoryUnproven() });
		if (this.#requireKernelLimits) return void this.#assertLimits();
		const confined = this.#walls.confine();
		if (confined === undefined) this.#begin();
		else void confined.then(() => this.#begin());
	}

	async #assertLimits(): Promise<void> {
		await this.#walls.confine();
		await this.#walls.boundMemory(this.allowedBytes).tried;
		const { missing } = this.#walls;
		if (missing.length > 0) this.#end({ at: 'start', error: lookLimitsMissing(missing) });
		else this.#begin();
	}

	#begin(): void {
		if (this.#isOver) return;
		this.#clock.stop();
		this.#ready.resolve();
	}

	#observeExit(exit: ProcessExit): void {
		const stderr = this.#process.stderrTail();
		if (this.#looking === null) this.#end({ at: 'start', error: exitError(exit, stderr, { at: 'start' }) });
		else this.#end({ at: 'look', how: howItEnded(exit, stderr) });
		this.#exited.resolve();
	}

	#end(failure: LookFailure): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#clock.stop();
		this.#process.kill();
		const error = new LookFailed(failure);
		this.#ready.reject(error);
		this.#looking?.failed(error);
		this.#looking = null;
	}

	#post(frame: Unstamped<ParentFrame>): void {
		this.#process.post({ v: PROTOCOL_VERSION, gen: 0, ...frame });
	}
}

function howItEnded(exit: ProcessExit, stderr: string): string {
	if (exit.lie !== undefined) return `the inspecting process broke its protocol: ${exit.lie}`;
	if (/out of memory/i.test(stderr)) return 'the inspecting process ran out of memory';
	return `the inspecting process ended ${exit.signal === null ? `with code ${exit.code}` : `by signal ${exit.signal}`}`;
}
