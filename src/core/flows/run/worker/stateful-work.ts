import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { type Batch, copyRange } from '../../../../shared/sandbox/batch.ts';
import type { RecordFailure } from '../../../../shared/sandbox/frames.ts';
import { LostState, type WorkedBatch } from '../record-worker.ts';
import { failedRecord, named, type Piece, recordBlamed, triedAgain, unnamed } from './failing.ts';
import type { Lane } from './lane.ts';
import type { RecordCalls, RecordsCalled } from './record-calls.ts';
import { ofPlugin } from './record-errors.ts';
import { apart, Worked } from './worked.ts';
import { leavesOut, type WorkerOptions } from './worker-options.ts';

/** Below what one answer can tell the failures of: what was handed over behind it is worked already. */
const MOST_RECORDS = 500;

/**
 * The work of plugins that keep something between records, or may. A record that is refused is left out; with an instance that is
 * lost, so is what it kept, and nothing more is worked.
 */
export class StatefulWork {
	readonly #options: WorkerOptions;
	readonly #calls: RecordCalls;
	#lost: Error | null = null;
	/** Never rejects. */
	#before: Promise<unknown> = Promise.resolve();

	constructor(options: WorkerOptions, calls: RecordCalls) {
		this.#options = options;
		this.#calls = calls;
	}

	get mostRecords(): number {
		const { onError, batchRecords } = this.#options;
		return leavesOut(onError) ? Math.min(batchRecords, MOST_RECORDS) : batchRecords;
	}

	/** Rejects with `LostState`, or with what ends the flow. */
	work(lane: Lane, piece: Piece, signal: AbortSignal): Promise<WorkedBatch> {
		if (typeof this.#options.onError === 'string') return this.#work(lane, piece, signal);
		// What a record that is tried again finds there is a matter of the records before it, not of how long that takes.
		const result = this.#before.then(() => this.#work(lane, piece, signal));
		this.#before = result.catch(() => undefined);
		return result;
	}

	async #work(lane: Lane, piece: Piece, signal: AbortSignal): Promise<WorkedBatch> {
		const worked = new Worked();
		const isolate = leavesOut(this.#options.onError);
		let left = piece;
		while (left.batch.ends.length > 0) {
			const called = await this.#calls.records(lane, left.batch, { isolate }, signal);
			if (called.kind !== 'answered') throw this.#failure(called, left);
			const at = left;
			await apart(
				called,
				(out, dropped) => worked.give(out, dropped),
				(failure) => this.#again(lane, at, failure, worked, signal),
			);
			const { batch } = left;
			const rest: Batch = copyRange(batch, called.taken, batch.ends.length);
			left = { batch: rest, at: left.at + called.taken, number: left.number + called.taken };
		}
		return worked.result(piece.batch.gap, this.#options.wantsDropped);
	}

	async #again(
		lane: Lane,
		piece: Piece,
		{ index, error: told }: RecordFailure,
		worked: Worked,
		signal: AbortSignal,
	): Promise<void> {
		let error = DataFlareError.fromWire(told);
		const record = copyRange(piece.batch, index, index + 1);
		const done = await triedAgain(this.#options, signal, async () => {
			const called = await this.#calls.records(lane, record, { isolate: true, isAgain: true }, signal);
			if (called.kind !== 'answered')
				throw this.#failure(called, { ...piece, batch: record, number: piece.number + index });
			const [failure] = called.failed;
			if (failure !== undefined) error = DataFlareError.fromWire(failure.error);
			return failure === undefined ? called : undefined;
		});
		if (done === undefined) worked.fail(failedRecord(this.#options, piece, index, error));
		else worked.give(done.batch, done.dropped);
	}

	/** What a call that failed as one means. */
	#failure(called: Exclude<RecordsCalled, { kind: 'answered' }>, piece: Piece): Error {
		if (called.kind === 'lost') called.countCrash();
		const { plugin } = this.#options.spec;
		const { error } = called;
		// What was handed over behind is lost to the same.
		if (this.#lost !== null) return this.#lost;
		if (error.code === 'configuration') return ofPlugin(error, plugin);
		const count = piece.batch.ends.length;
		const index = recordBlamed(error, count);
		const [first, last] =
			index === null ? [piece.number, piece.number + count - 1] : [piece.number + index, piece.number + index];
		const told = index === null ? unnamed(this.#options, piece, error) : named(this.#options, piece, index, error);
		this.#lost = leavesOut(this.#options.onError) ? new LostState(told, first, last) : told;
		return this.#lost;
	}
}
