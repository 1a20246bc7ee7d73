import { DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { type Batch, emptyBatch } from '../../../../shared/sandbox/batch.ts';
import type { HeldState, SavedState } from '../checkpoint.ts';
import type { RecordWorker, WorkedBatch } from '../record-worker.ts';
import type { OpenWorker } from '../runnable-flow.ts';
import { pause, throwIfAborted } from './record-errors.ts';

/**
 * What a component keeps between records: `nothing`, so that any instance goes on; what it can save and another instance
 * take back (`savable`); or what is lost with its instance (`lost`).
 */
export type Keeps = 'nothing' | 'savable' | 'lost';

export interface RestOptions {
	readonly open: OpenWorker;
	readonly keeps: Keeps;
	/** What is given nothing for so long has no sandbox until it is. ms */
	readonly afterMs: number;
	/** Where what it saved lies meanwhile. */
	readonly hold: (state: Uint8Array) => Promise<HeldState>;
	readonly read: (saved: SavedState) => Promise<Uint8Array>;
	/** Its sandboxes were let go, or it has some again. */
	readonly told: (isResting: boolean) => void;
	/** It keeps its sandbox, since what it keeps could not be saved. Once. */
	readonly stays: (why: DataFlareError) => void;
	/** It could not be started again, and that is tried once more after `pauseMs`, which is told before each. ms */
	readonly startsLate: (why: DataFlareError, pauseMs: number) => void;
	/** Its cleanup failed as it was let go, which is how the whole of it ends. Once. */
	readonly endedBadly: (why: DataFlareError) => void;
	/** How long is waited before each further try to start again. Default: `START_PAUSES_MS`. */
	readonly startPausesMs?: readonly number[];
}

/**
 * What keeps a sandbox from starting may pass within half a minute: no process to be had, other runs' memory, a plugin
 * whose crashes elsewhere are looked into. A flow that had kept its sandbox would not have ended for it. ms
 */
const START_PAUSES_MS: readonly number[] = [1000, 2000, 4000, 8000, 16_000];

/**
 * A worker whose sandboxes are let go while nothing comes to it, and started again with what comes next. What came of its
 * records is the same: one that keeps something between records is let go only with that saved, or before it was given any.
 */
export async function openRestingWorker(
	options: RestOptions,
	signal: AbortSignal,
	recordsBefore: number,
): Promise<RecordWorker> {
	options.told(false);
	const worker = await options.open(signal, recordsBefore);
	return new RestingWorker(options, worker, signal, recordsBefore);
}

class RestingWorker implements RecordWorker {
	readonly #options: RestOptions;
	readonly #ending = new AbortController();
	readonly #signal: AbortSignal;
	/** Null: it rests. */
	#worker: RecordWorker | null;
	/** What it saved before it rested. */
	#held: HeldState | null = null;
	/** Records that were handed to it so far. */
	#records: number;
	/** Whether anything came to it that it may keep. */
	#isUsed = false;
	#mayRest = true;
	#isOver = false;
	/** What was let go and is on its way to its end, beside all that comes meanwhile. `ended` never rejects. */
	#letGo: { readonly worker: RecordWorker; readonly ended: Promise<void> } | null = null;
	/** The first cleanup on the way to rest that failed, which is how its end does. */
	#failure: Error | null = null;
	/** All that may change who works goes through here, one after the other. Never rejects. */
	#entry: Promise<unknown> = Promise.resolve();
	#underWay = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: RestOptions, worker: RecordWorker, signal: AbortSignal, recordsBefore: number) {
		this.#options = options;
		this.#worker = worker;
		this.#signal = AbortSignal.any([signal, this.#ending.signal]);
		this.#records = recordsBefore;
		this.#wait();
	}

	work(batch: Batch, signal: AbortSignal): Promise<WorkedBatch> {
		return this.#act((worker) => {
			this.#records += batch.ends.length;
			this.#isUsed = true;
			return worker.work(batch, signal);
		});
	}

	read(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }> {
		return this.#act((worker) => worker.read(signal));
	}

	/** From here on it stays: what it still has to give is no state that it can save. */
	async finish(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }> {
		this.#mayRest = false;
		await this.#entry;
		if (this.#worker === null && this.#options.keeps === 'nothing') return { batch: emptyBatch, end: true };
		return this.#act((worker) => worker.finish(signal));
	}

	/** Of one that rests, what it saved: it is not woken for that. */
	save(signal: AbortSignal): Promise<SavedState | null> {
		return this.#inTurn(async () => (this.#worker === null ? (this.#held?.saved ?? null) : this.#worker.save(signal)));
	}

	load(state: Uint8Array, signal: AbortSignal): Promise<void> {
		return this.#act((worker) => {
			this.#isUsed = true;
			return worker.load(state, signal);
		});
	}

	/** Every instance cleans up what it holds: one that rests with something is woken for that. */
	async close(): Promise<void> {
		this.#mayRest = false;
		clearTimeout(this.#timer);
		await this.#inTurn(async () => {
			const worker = this.#worker ?? (this.#options.keeps === 'nothing' ? null : await this.#wake());
			this.#leave();
			const [closed] = await Promise.allSettled([worker?.close(), this.#letGo?.ended]);
			if (closed.status === 'rejected') throw closed.reason;
			if (this.#failure !== null) throw this.#failure;
		});
	}

	async abort(): Promise<void> {
		this.#isOver = true;
		this.#mayRest = false;
		clearTimeout(this.#timer);
		this.#ending.abort(new DataFlareError('cancelled', 'the component was ended with its flow'));
		const worker = this.#worker;
		await Promise.all([worker?.abort(), this.#endLetGo()]);
		await this.#entry;
		if (this.#worker !== worker) await this.#worker?.abort();
		await this.#endLetGo();
		this.#leave();
	}

	/** Hands something to the instances, in the order in which it comes. */
	#act<T>(act: (worker: RecordWorker) => Promise<T>): Promise<T> {
		clearTimeout(this.#timer);
		this.#underWay++;
		const begun = this.#inTurn(async () => {
			const worker = this.#worker ?? (await this.#wake());
			// Not awaited here: several are under way at once.
			return { answer: act(worker) };
		});
		return begun
			.then(({ answer }) => answer)
			.finally(() => {
				this.#underWay--;
				this.#wait();
			});
	}

	#inTurn<T>(act: () => Promise<T>): Promise<T> {
		const done = this.#entry.then(act);
		this.#entry = done.catch(() => undefined);
		return done;
	}

	get #canRest(): boolean {
		// Cleanups that hang would come to be many.
		if (!this.#mayRest || this.#underWay > 0 || this.#worker === null || this.#letGo !== null) return false;
		return this.#options.keeps !== 'lost' || !this.#isUsed;
	}

	#wait(): void {
		if (!this.#canRest) return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#inTurn(() => this.#rest()), this.#options.afterMs).unref();
	}

	/** Never rejects. */
	async #rest(): Promise<void> {
		const worker = this.#worker;
		if (worker === null || !this.#canRest) return;
		const { keeps, hold, stays } = this.#options;
		let held: HeldState | null = null;
		try {
			const state = keeps === 'savable' ? await worker.save(this.#signal) : null;
			if (state !== null) held = state instanceof Uint8Array ? await hold(state) : { saved: state, letGo: nothing };
		} catch (error) {
			// Whether its instance is lost, the next call tells as ever.
			this.#mayRest = false;
			if (!this.#isOver) stays(toDataFlareError(error));
			return;
		}
		this.#held = held;
		this.#worker = null;
		// Not awaited here: what comes next waits for no cleanup.
		this.#letGo = { worker, ended: this.#end(worker).catch(() => undefined) };
	}

	/** Ends what was let go, however long that takes. Never rejects. */
	async #end(worker: RecordWorker): Promise<void> {
		const { keeps, told, endedBadly } = this.#options;
		try {
			// What is saved is another instance's from here on; one that keeps nothing is over, as at the end of a run.
			await (keeps === 'nothing' ? worker.close() : worker.abort());
		} catch (error) {
			const isFirst = this.#failure === null && !this.#isOver;
			this.#failure ??= toDataFlareError(error);
			if (isFirst) endedBadly(toDataFlareError(error));
		}
		this.#letGo = null;
		if (!this.#isOver && this.#worker === null) told(true);
		this.#wait();
	}

	/** At once. */
	async #endLetGo(): Promise<void> {
		const letGo = this.#letGo;
		await letGo?.worker.abort();
		await letGo?.ended;
	}

	async #wake(): Promise<RecordWorker> {
		const { read, told } = this.#options;
		const worker = await this.#start();
		try {
			if (this.#held !== null) await worker.load(await read(this.#held.saved), this.#signal);
		} catch (error) {
			await worker.abort().catch(() => undefined);
			throw error;
		}
		this.#held?.letGo();
		this.#held = null;
		this.#worker = worker;
		if (!this.#isOver) told(false);
		return worker;
	}

	/** What keeps a sandbox from starting may pass: it is tried again a few times, each after a longer pause. */
	async #start(): Promise<RecordWorker> {
		const { open, startPausesMs = START_PAUSES_MS, startsLate } = this.#options;
		for (const pauseMs of startPausesMs) {
			try {
				return await open(this.#signal, this.#records);
			} catch (error) {
				throwIfAborted(this.#signal);
				startsLate(toDataFlareError(error), pauseMs);
				await pause(pauseMs, this.#signal);
			}
		}
		return open(this.#signal, this.#records);
	}

	#leave(): void {
		this.#held?.letGo();
		this.#held = null;
	}
}

function nothing(): void {
	// What a checkpoint holds goes with it.
}
