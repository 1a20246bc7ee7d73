import { DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { traitsOf } from '../../../../shared/plugin/module/guest-abi.ts';
import { type Batch, copyRange } from '../../../../shared/sandbox/batch.ts';
import type { RecordFailure } from '../../../../shared/sandbox/frames.ts';
import type { WorkedBatch } from '../record-worker.ts';
import { failedRecord, named, type Piece, recordNamed, triedAgain, unnamed } from './failing.ts';
import type { Lane } from './lane.ts';
import { rangesOf } from './pieces.ts';
import type { RecordCalls, RecordsCalled } from './record-calls.ts';
import { ofPlugin } from './record-errors.ts';
import { apart, Worked } from './worked.ts';
import { leavesOut, type WorkerOptions } from './worker-options.ts';

/** A batch that took its instance with it is handed over in so many ranges, each of which that failed in as many again. */
const RANGES = 32;
/** A program begins anew for each of them. */
const RANGES_OF_PROGRAM = 2;

/** A record that a call did not come back from is looked for where that takes a few times so long at most, ms. */
const LOOKED_FOR_MS = 15_000;

type Failed = Extract<RecordsCalled, { error: DataFlareError }>;

/** One batch at work in an instance, with what came of it so far. */
interface Turn {
	readonly lane: Lane;
	readonly worked: Worked;
	readonly signal: AbortSignal;
}

/**
 * The work of plugins that keep nothing between records: whatever an instance is lost to, another one goes on. A record that
 * takes its process with it counts as one crash of the plugin, however often it does so until it is found.
 */
export class StatelessWork {
	readonly #options: WorkerOptions;
	readonly #calls: RecordCalls;
	readonly #isProgram: boolean;
	#mostRecords: number;

	constructor(options: WorkerOptions, calls: RecordCalls) {
		this.#options = options;
		this.#calls = calls;
		this.#isProgram = traitsOf(options.spec.guest.abi).isProgram;
		this.#mostRecords = options.batchRecords;
	}

	/** So many records are handed over at once: fewer, where as many were too many for no fault of any. */
	get mostRecords(): number {
		return this.#mostRecords;
	}

	/** Rejects with what ends the flow. */
	async work(lane: Lane, piece: Piece, signal: AbortSignal): Promise<WorkedBatch> {
		const { onError, wantsDropped, workers } = this.#options;
		const turn: Turn = { lane, worked: new Worked(), signal };
		const leaves = leavesOut(onError);
		// One run of a program that goes on over many batches answers to no batch in particular.
		const isolate = leaves || (this.#isProgram && workers > 1);
		await this.#whole(turn, piece, { isolate }, async (failed, at) => {
			if (!leaves) throw await this.#reasonToFail(turn, at, failed);
			return this.#search(turn, at, failed);
		});
		return turn.worked.result(piece.batch.gap, wantsDropped);
	}

	/** Hands a piece over, in more than one call where one does not get through it. `failed` hears of a call that failed. */
	async #whole(
		turn: Turn,
		piece: Piece,
		{ isolate }: { readonly isolate: boolean },
		failed: (call: Failed, piece: Piece) => Promise<void>,
	): Promise<void> {
		const { lane, worked, signal } = turn;
		let left = piece;
		while (left.batch.ends.length > 0) {
			const called = await this.#calls.records(lane, left.batch, { isolate }, signal);
			if (called.kind === 'unbegun') continue;
			if (called.kind !== 'answered') {
				// What is wrong with the plugin as it was set up is no record's fault.
				if (called.error.code === 'configuration') throw ofPlugin(called.error, this.#options.spec.plugin);
				return failed(called, left);
			}
			const at = left;
			await apart(
				called,
				(out, dropped) => worked.give(out, dropped),
				(failure) => this.#again(turn, at, failure),
			);
			left = from(left, called.taken, left.batch.ends.length);
		}
	}

	/** One record that was not taken. */
	async #again(turn: Turn, piece: Piece, { index, error: told }: RecordFailure): Promise<void> {
		await this.#alone(turn, piece, index, DataFlareError.fromWire(told));
	}

	/** Tries a record again, by itself, where that is wanted; and leaves it out in the end. */
	async #alone(turn: Turn, piece: Piece, index: number, first: DataFlareError): Promise<void> {
		const { worked, signal } = turn;
		let error = first;
		const record = copyRange(piece.batch, index, index + 1);
		const done = await triedAgain(this.#options, signal, async () => {
			const called = await this.#single(turn, record, { isAgain: true });
			if (called.kind !== 'answered') {
				error = called.error;
				return undefined;
			}
			const [failure] = called.failed;
			if (failure !== undefined) error = DataFlareError.fromWire(failure.error);
			return failure === undefined ? called : undefined;
		});
		if (done === undefined) worked.fail(failedRecord(this.#options, piece, index, error));
		else worked.give(done.batch, done.dropped);
	}

	/** Works one record, as often as something else keeps it from beginning. */
	async #single(
		{ lane, signal }: Turn,
		record: Batch,
		{ isAgain }: { readonly isAgain: boolean },
	): Promise<Exclude<RecordsCalled, { kind: 'unbegun' }>> {
		for (;;) {
			const called = await this.#calls.records(lane, record, { isolate: true, isAgain }, signal);
			if (called.kind !== 'unbegun') return called;
		}
	}

	/** Finds the records that a batch failed over, and works the others. */
	async #search(turn: Turn, piece: Piece, failed: Failed): Promise<void> {
		const found = await this.#within(turn, piece, failed);
		if (found || failed.kind !== 'lost') return;
		failed.countCrash();
		const count = piece.batch.ends.length;
		if (count > 1 && (failed.error.code === 'timeout' || failed.error.code === 'memory_limit')) {
			this.#mostRecords = Math.max(1, Math.min(this.#mostRecords, Math.ceil(count / 2)));
		}
		const { plugin } = this.#options.spec;
		this.#calls.note(`"${plugin}" took the records again that its process ended over, and none of them did it alone`);
	}

	/** True: a record was found. */
	async #within(turn: Turn, piece: Piece, failed: Failed): Promise<boolean> {
		const count = piece.batch.ends.length;
		if (count === 1) return this.#confirmed(turn, piece);
		let found = false;
		for (const { first, past } of rangesOf(count, this.#isProgram ? RANGES_OF_PROGRAM : RANGES)) {
			const part = from(piece, first, past);
			await this.#whole(turn, part, { isolate: true }, async (call, at) => {
				// On some systems news of a process's end overtakes its last answer.
				const isSure = call.kind === 'refused' || call.error.code === 'timeout';
				if (at.batch.ends.length > 1 || !isSure) found = (await this.#within(turn, at, call)) || found;
				else {
					found = true;
					await this.#killed(turn, at, call);
				}
			});
		}
		// A batch may be refused as one whose records are taken one by one.
		return found || failed.kind === 'refused';
	}

	/** A batch of one record took its instance with it: whether it does so again. */
	async #confirmed(turn: Turn, piece: Piece): Promise<boolean> {
		const { worked } = turn;
		const called = await this.#single(turn, piece.batch, { isAgain: false });
		if (called.kind !== 'answered') {
			await this.#killed(turn, piece, called);
			return true;
		}
		await apart(
			called,
			(out, dropped) => worked.give(out, dropped),
			(failure) => this.#again(turn, piece, failure),
		);
		return called.failed.length > 0;
	}

	/** A record that fails its call, alone. */
	async #killed(turn: Turn, piece: Piece, call: Failed): Promise<void> {
		if (call.kind === 'lost') call.countCrash();
		this.#calls.countLost(piece.batch);
		await this.#alone(turn, piece, 0, call.error);
	}

	/** Where any failure ends the flow: which record it was. */
	async #reasonToFail(turn: Turn, piece: Piece, failed: Failed): Promise<DataFlareError> {
		const { spec } = this.#options;
		const count = piece.batch.ends.length;
		const index = count === 1 ? 0 : recordNamed(failed.error, count);
		const looksFor = failed.error.code !== 'timeout' || spec.timeoutMs <= LOOKED_FOR_MS;
		if (index === null && looksFor) {
			try {
				await this.#within({ ...turn, worked: new Worked() }, piece, failed);
			} catch (thrown) {
				return toDataFlareError(thrown);
			}
		}
		if (failed.kind === 'lost') failed.countCrash();
		return index === null
			? unnamed(this.#options, piece, failed.error)
			: named(this.#options, piece, index, failed.error);
	}
}

/** Records `first` up to, not including, `past` of a piece. */
function from(piece: Piece, first: number, past: number): Piece {
	if (first === 0 && past === piece.batch.ends.length) return piece;
	return { batch: copyRange(piece.batch, first, past), at: piece.at + first, number: piece.number + first };
}
