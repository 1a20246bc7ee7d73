import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { Attempt } from '../attempt/attempt.ts';
import type { Checkpoint } from '../checkpoint.ts';

/** Between two checkpoints passes at least so many times what the main thread stood still for the one before. */
const SHARE = 20;
/** One that could not be kept doubles the time to the next, as often as that. */
const MOST_DOUBLINGS = 7;
/** What bringing a flow to a standstill may take at first; twice as long after each time that it was not enough. ms */
const PATIENCE_MS = 2000;
const MOST_PATIENCE_MS = 60_000;
/** How many times as long as it took to take one, or to give it up, a flow runs undisturbed after it. */
const RUNS_ON = 4;

/**
 * How often a checkpoint is taken: by time (ms, at least), or by how many parcels left the flow's sources since the last
 * one. By time, one that a source is too slow for is given up, so that others do not wait for it; a flow stands still for a
 * fifth of its time at most.
 */
export type CheckpointEvery = { readonly ms: number } | { readonly parcels: number };

/** Takes checkpoints of a flow under way, one after the other, the farther apart the more they cost. */
export class Checkpointer {
	readonly #attempt: Pick<Attempt, 'standStill'>;
	readonly #every: CheckpointEvery | null;
	readonly #save: (checkpoint: Checkpoint) => void;
	readonly #listener: { noCheckpoint(error: DataFlareError): void };
	readonly #closing = new AbortController();
	#timer: NodeJS.Timeout | null = null;
	#patienceMs = PATIENCE_MS;
	#taking: Promise<void> | null = null;
	#parcels = 0;
	/** ms */
	#cost = 0;
	#missed = 0;

	/** `every` null: none are taken. `clock`: ms, of any beginning. */
	constructor(
		attempt: Pick<Attempt, 'standStill'>,
		every: CheckpointEvery | null,
		save: (checkpoint: Checkpoint) => void,
		listener: { noCheckpoint(error: DataFlareError): void },
		clock: () => number = () => performance.now(),
	) {
		this.#attempt = attempt;
		this.#every = every;
		this.#save = (checkpoint) => {
			const begun = clock();
			save(checkpoint);
			this.#cost = clock() - begun;
		};
		this.#listener = listener;
	}

	/** Takes one after the other, from a while after now on. */
	start(): void {
		const { ms } = { ms: null, ...this.#every };
		if (ms !== null && !this.#closing.signal.aborted) this.#next(ms, ms);
	}

	/** A parcel left a source. */
	entered(): void {
		const { parcels } = { parcels: null, ...this.#every };
		if (parcels === null) return;
		this.#parcels++;
		if (this.#parcels < parcels) return;
		this.#parcels = 0;
		void this.take();
	}

	/** Resolves once one was taken, or none could be. Never rejects. */
	take(): Promise<void> {
		return this.#begin(null);
	}

	/** One more, unless that takes longer. None after it. Never rejects. */
	async takeWithin(ms: number): Promise<void> {
		const late = setTimeout(() => this.#closing.abort(), ms);
		await this.#taking;
		await this.take();
		clearTimeout(late);
		await this.close();
	}

	async close(): Promise<void> {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#closing.abort();
		await this.#taking;
	}

	#next(inMs: number, ms: number): void {
		const timed = async (): Promise<void> => {
			const began = performance.now();
			await this.#begin(this.#patienceMs);
			const stood = performance.now() - began;
			if (this.#timer === null) return;
			this.#next(Math.max(ms * 2 ** this.#missed, SHARE * this.#cost, RUNS_ON * stood), ms);
		};
		this.#timer = setTimeout(() => void timed(), inMs).unref();
	}

	#begin(patienceMs: number | null): Promise<void> {
		this.#taking ??= this.#take(patienceMs).finally(() => {
			this.#taking = null;
		});
		return this.#taking;
	}

	/** `patienceMs` null: for as long as it takes, or until it closes. */
	async #take(patienceMs: number | null): Promise<void> {
		const late = new AbortController();
		const timer = patienceMs === null ? null : setTimeout(() => late.abort(), patienceMs).unref();
		try {
			const signal = AbortSignal.any([this.#closing.signal, late.signal]);
			const taken = await this.#attempt.standStill(signal, this.#save);
			if (taken) this.#missed = 0;
			else if (late.signal.aborted) this.#patienceMs = Math.min(MOST_PATIENCE_MS, 2 * this.#patienceMs);
		} catch (error) {
			this.#missed = Math.min(this.#missed + 1, MOST_DOUBLINGS);
			this.#listener.noCheckpoint(toDataFlareError(error));
		} finally {
			if (timer !== null) clearTimeout(timer);
		}
	}
}
