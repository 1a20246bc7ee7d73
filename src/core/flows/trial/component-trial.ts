import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { MAX_TRIAL_BYTES } from '../../../shared/flow/trial-limits.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { type FailedRecord, LostState, type RecordWorker } from '../run/record-worker.ts';
import { createRecordWorker } from '../run/worker/create-record-worker.ts';
import { ofNumber } from '../run/worker/record-errors.ts';
import type { WorkerOptions } from '../run/worker/worker-options.ts';
import { addRecords, sizeOfRecords, trialBatch, trialTooLarge } from './trial-records.ts';

/** An instance that kept something is lost so often at most. */
const MOST_LOST = 20;

/** A record that was not taken, by its place among all of the trial, from 0. */
export type Fate = FailedRecord;

interface Tried {
	/** Texts of JSON. */
	readonly out: readonly string[];
	readonly dropped: readonly string[];
	readonly failed: readonly Fate[];
}

/**
 * Records through one plugin, once, in the batches that a flow hands it: an instance that is lost with what it kept begins
 * anew, without the record that it was lost to.
 */
export class ComponentTrial {
	readonly #runtime: Pick<Runtime, 'lease'>;
	readonly #options: WorkerOptions;
	readonly #signal: AbortSignal;
	readonly #isBytes: boolean;
	/** By place: what instances were lost to. */
	readonly #lost = new Map<number, DataFlareError>();

	constructor(runtime: Pick<Runtime, 'lease'>, options: WorkerOptions, signal: AbortSignal) {
		this.#runtime = runtime;
		this.#options = options;
		this.#signal = signal;
		this.#isBytes = options.spec.guest.encoding === 'bytes';
	}

	/** Rejects with `invalid_input` where too much comes out. */
	async run(records: readonly Uint8Array[]): Promise<Tried> {
		let options = this.#options;
		for (let lost = 0; ; lost++) {
			// `places` of what is left, so that each record keeps its number.
			const places = records.flatMap((_, place) => (this.#lost.has(place) ? [] : [place]));
			const budget = new OutputBudget(this.#signal);
			const onCount: WorkerOptions['onCount'] = (_, _in, bytesOut) => budget.answered(bytesOut);
			const worker = await createRecordWorker(this.#runtime, { ...options, onCount }, this.#signal);
			try {
				const tried = await this.#through(worker, options.batchRecords, budget, records, places);
				await worker.close();
				return tried;
			} catch (thrown) {
				await worker.abort();
				if (!(thrown instanceof LostState)) throw thrown;
				if (lost >= MOST_LOST) throw thrown.failure;
				// One of several: one by one, it is known which.
				if (thrown.first === thrown.last || options.batchRecords === 1) this.#leaveOut(thrown, places);
				options = { ...options, batchRecords: 1 };
			}
		}
	}

	#leaveOut({ first, last, failure }: LostState, places: readonly number[]): void {
		for (const place of places.slice(first, last + 1)) this.#lost.set(place, ofNumber(failure, place + 1));
	}

	async #through(
		worker: RecordWorker,
		atOnce: number,
		budget: OutputBudget,
		records: readonly Uint8Array[],
		places: readonly number[],
	): Promise<Tried> {
		const out: string[] = [];
		const dropped: string[] = [];
		const failed = Array.from(this.#lost, ([index, error]): Fate => ({ index, error }));
		for (let at = 0; at < places.length; at += atOnce) {
			const some = places.slice(at, at + atOnce);
			const batch = trialBatch(
				some.map((place) => records[place] ?? new Uint8Array(0)),
				this.#isBytes,
			);
			const worked = await worker.work(batch, budget.signal);
			for (const { index, error } of worked.failed) {
				const place = some[index] ?? 0;
				budget.told(Buffer.byteLength(error.message));
				failed.push({ index: place, error: ofNumber(error, place + 1) });
			}
			for (const [batch, to] of [
				[worked.out, out],
				[worked.dropped, dropped],
			] as const) {
				if (batch === null) continue;
				budget.told(sizeOfRecords(batch));
				addRecords(to, batch, this.#isBytes);
			}
		}
		for (let isOver = false; !isOver; ) {
			const { batch, end } = await worker.finish(budget.signal);
			budget.told(sizeOfRecords(batch));
			addRecords(out, batch, this.#isBytes);
			isOver = end;
		}
		return { out, dropped, failed: failed.toSorted((left, right) => left.index - right.index) };
	}
}

/** What comes out is counted as it comes, so that no batch gives more than is told; and as it is told, with what is beside it. */
class OutputBudget {
	readonly signal: AbortSignal;
	readonly #full = new AbortController();
	#given = 0;
	#left = MAX_TRIAL_BYTES;

	constructor(signal: AbortSignal) {
		this.signal = AbortSignal.any([signal, this.#full.signal]);
	}

	/** A call answered with so many bytes. */
	answered(bytes: number): void {
		this.#given += bytes;
		if (this.#given > MAX_TRIAL_BYTES) this.#full.abort(trialTooLarge());
	}

	/** So many bytes are told. Throws `invalid_input` where they are too many. */
	told(bytes: number): void {
		this.#left -= bytes;
		if (this.#left < 0) throw trialTooLarge();
	}
}
