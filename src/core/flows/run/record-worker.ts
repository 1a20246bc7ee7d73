import type { DataFlareError } from '../../../shared/errors/errors.ts';
import type { Batch } from '../../../shared/sandbox/batch.ts';
import type { SavedState } from './checkpoint.ts';

/** A record that a component could not take. */
export interface FailedRecord {
	/** Place in the batch that was handed over, from 0. */
	readonly index: number;
	readonly error: DataFlareError;
}

/** What became of one batch. Each of its records is in `out` (as what was made of it), `dropped`, or `failed`. */
export interface WorkedBatch {
	readonly out: Batch;
	/** What a filter let go, in order; null: nobody takes it. */
	readonly dropped: Batch | null;
	/** By place. Only where errors are not those of the whole flow. */
	readonly failed: readonly FailedRecord[];
}

/**
 * One plugin's part of a flow, whatever number of instances it has and whatever becomes of them. Its failures are those of
 * single records as far as its `on_error` allows; what it rejects with ends the flow.
 */
export interface RecordWorker {
	/** Several batches may be under way; they are answered in order. */
	work(batch: Batch, signal: AbortSignal): Promise<WorkedBatch>;
	/** Of a source: its next records; `end`: there are no more. */
	read(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }>;
	/** Once all its input was worked: what an aggregator or a program still has. `end` false: it has more. */
	finish(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }>;
	/** What another instance needs to go on from here, with nothing under way; null: nothing is kept between records. */
	save(signal: AbortSignal): Promise<SavedState | null>;
	/** Before anything else: goes on where another one was. */
	load(state: Uint8Array, signal: AbortSignal): Promise<void>;
	/** Cleans up. Rejects where what it still held may be lost. */
	close(): Promise<void>;
	/** Ends at once. */
	abort(): Promise<void>;
}

/** The state of a component that keeps something between records is lost with its instance, and the record that did it is known. */
export class LostState extends Error {
	override readonly name = 'LostState';
	readonly failure: DataFlareError;
	/** Among the records that the component took in this run, from 0: the record, or the first and the last of a batch it is in. */
	readonly first: number;
	readonly last: number;
	/** Of the record that it is, where it is one: SHA-256 of its bytes. Null: not known. */
	readonly hash: string | null;

	constructor(failure: DataFlareError, first: number, last: number, hash: string | null = null) {
		super(failure.message, { cause: failure });
		this.failure = failure;
		this.first = first;
		this.last = last;
		this.hash = hash;
	}
}
