import { DataFlareError, type WireError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import { MAX_BATCH_BYTES } from '../../../../shared/flow/flow-file.ts';
import { type Batch, batchOf, emptyBatch, recordAt } from '../../../../shared/sandbox/batch.ts';
import { cut, joined, viewRange } from '../parcels/batches.ts';
import { BoundedQueue } from '../parcels/bounded-queue.ts';
import type { Credit } from '../parcels/credits.ts';
import { failedLine, toldError } from '../parcels/failed-line.ts';
import { LostState, type RecordWorker, type WorkedBatch } from '../record-worker.ts';
import type { ComponentContext, RefusedRecord } from './component-context.ts';
import { Slots } from './slots.ts';
import { hashOf, type Suspects } from './suspects.ts';

/** Of a record that is too large, what of its beginning is named, bytes. */
const NAMED_BYTES = 40;

export interface WorkingComponent {
	readonly worker: RecordWorker;
	/** Records and bytes of one call. */
	readonly batchRecords: number;
	readonly batchBytes: number;
	/** The largest record that it is given, bytes. Default: as much as a batch. */
	readonly maxRecordBytes?: number;
	/** Calls under way at most. */
	readonly most: number;
	/** Whether it has something more to give once all its input was worked. */
	readonly finishes: boolean;
	/** What a destination answers is an acknowledgement, and goes nowhere. */
	readonly passesOn: boolean;
	/** Whether a record that it cannot take ends the flow. */
	readonly failsFlow: boolean;
	/** Whether errors say nothing of what stands in a record. Default: they do. */
	readonly hidesRecords?: boolean;
	readonly suspects: Suspects;
}

/** One call's records, or what is known of them without a call. */
interface Piece {
	readonly batch: Batch;
	/** Number of its first record among those that the component took, from 0. */
	readonly first: number;
	/** Of a record that is not handed over. */
	readonly refusal: WireError | null;
	/** To be worked with no other one under way. */
	readonly alone: boolean;
}

interface Answer {
	readonly piece: Piece;
	readonly worked: WorkedBatch;
	/** Null: there was no call. */
	readonly credit: Credit | null;
}

interface WorkedParcel {
	readonly calls: readonly Promise<Answer>[];
	readonly settled: () => void;
}

/** Puts all records that come through a plugin, several batches ahead and in order, then takes what it has left. */
export async function runWork(component: WorkingComponent, context: ComponentContext): Promise<void> {
	const { intake, outlets, standstill } = context;
	const queue = new BoundedQueue<WorkedParcel>(component.most);
	const hands = new Hands(component, context);
	const onAbort = (): void => {
		queue.break(context.signal.reason);
		hands.break(context.signal.reason);
	};
	context.signal.addEventListener('abort', onAbort, { once: true });
	if (context.signal.aborted) onAbort();
	try {
		await together([takeAll(queue, hands, context), giveAll(queue, component, context)], hands, context);
		if (component.finishes) {
			const finished = standstill.finishing();
			await finishAll(component, context).finally(finished);
		}
		// Where a destination writes what it still holds: its failure is the flow's.
		await component.worker.close();
		outlets.end();
		intake.over();
	} finally {
		context.signal.removeEventListener('abort', onAbort);
	}
}

/**
 * Where one of them fails, the whole attempt does, and the other has ended as well before that is told: nothing may be
 * counted or refused once the flow has gone back.
 */
async function together(ways: readonly Promise<void>[], hands: Hands, context: ComponentContext): Promise<void> {
	try {
		await Promise.all(ways);
	} catch (error) {
		context.fail(error);
		await Promise.allSettled(ways);
		await hands.settled();
		throw error;
	}
}

async function takeAll(queue: BoundedQueue<WorkedParcel>, hands: Hands, context: ComponentContext): Promise<void> {
	const { intake, signal, drains } = context;
	try {
		for (let taken = await intake.take(); taken !== null; taken = await intake.take()) {
			const calls = await hands.handOver(joined(taken.batches));
			await queue.put({ calls, settled: taken.settled });
			signal.throwIfAborted();
		}
		queue.end();
	} catch (error) {
		// Who gives fails with it, behind what was handed over before.
		if (drains) return queue.fail(error);
		queue.break(error);
		throw error;
	}
}

async function giveAll(
	queue: BoundedQueue<WorkedParcel>,
	component: WorkingComponent,
	context: ComponentContext,
): Promise<void> {
	for (let parcel = await queue.take(); parcel !== null; parcel = await queue.take()) {
		try {
			const { answers, failure } = await upToFailure(parcel.calls);
			if (failure === null || (context.drains && answers.length > 0)) await give(answers, component, context);
			if (failure !== null) throw failure.reason;
		} catch (error) {
			queue.break(error);
			throw error;
		}
		parcel.settled();
	}
}

/** What came of calls, which are answered in order, before the first that failed. */
async function upToFailure(
	calls: readonly Promise<Answer>[],
): Promise<{ readonly answers: readonly Answer[]; readonly failure: { readonly reason: unknown } | null }> {
	const answers: Answer[] = [];
	for (const call of calls) {
		try {
			answers.push(await call);
		} catch (reason) {
			return { answers, failure: { reason } };
		}
	}
	return { answers, failure: null };
}

async function give(answers: readonly Answer[], component: WorkingComponent, context: ComponentContext): Promise<void> {
	const { outlets, tally, listener, position } = context;
	const out = component.passesOn ? joined(answers.map(({ worked }) => worked.out)) : emptyBatch;
	const dropped = joined(answers.map(({ worked }) => worked.dropped ?? emptyBatch));
	const refused = answers.flatMap(refusedOf);
	if (refused.length > 0) await listener.refused(position, refused);
	const failed = outlets.isTaken('failed') ? await failedBatch(refused, context.name) : emptyBatch;
	tally.add({
		recordsOut: out.ends.length,
		bytesOut: out.data.length,
		dropped: dropped.ends.length,
		failed: refused.length,
	});
	if (!component.passesOn) for (const { piece } of answers) listener.left(position, piece.batch);
	listener.changed();
	const given = outlets.give({ out, dropped, failed });
	for (const { credit } of answers) credit?.given();
	await tally.giving(given);
}

function refusedOf({ piece, worked }: Answer): readonly RefusedRecord[] {
	const { batch, first } = piece;
	const refused = (index: number, error: WireError): RefusedRecord => ({
		number: first + index + 1,
		record: recordAt(batch, index),
		isText: batch.gap === 1,
		error,
	});
	if (piece.refusal !== null) return [refused(0, piece.refusal)];
	return worked.failed.map(({ index, error }) => refused(index, toldError(error)));
}

async function failedBatch(refused: readonly RefusedRecord[], component: string): Promise<Batch> {
	const lines: Uint8Array[] = [];
	for (const { record, isText, error, number } of refused) {
		lines.push(await failedLine(record, isText, { error, component, number }));
	}
	return batchOf(lines);
}

async function finishAll(
	{ worker, passesOn, ...component }: WorkingComponent,
	context: ComponentContext,
): Promise<void> {
	const { tally, outlets, listener, signal } = context;
	for (let isOver = false; !isOver; ) {
		const answered = tally.begin();
		const { batch, end } = await worker.finish(signal).finally(answered);
		isOver = end;
		if (!passesOn) continue;
		for (const out of cut(batch, component.batchRecords, component.batchBytes)) {
			tally.add({ recordsOut: out.ends.length, bytesOut: out.data.length });
			listener.changed();
			await tally.giving(outlets.give({ out, dropped: emptyBatch, failed: emptyBatch }));
		}
	}
}

const nothing: WorkedBatch = { out: emptyBatch, dropped: null, failed: [] };

/** Hands records to a worker, in calls of its size. */
class Hands {
	readonly #component: WorkingComponent;
	readonly #context: ComponentContext;
	readonly #slots: Slots;
	#last: Promise<unknown> = Promise.resolve();
	/** Where numbers of records that were handed over and of those that were taken part: some are left out. A worker counts on from those before it. */
	readonly #shifts: { readonly handed: number; readonly number: number }[] = [];
	#handed: number;

	constructor(component: WorkingComponent, context: ComponentContext) {
		this.#component = component;
		this.#context = context;
		this.#slots = new Slots(component.most);
		this.#handed = context.tally.counts().recordsIn;
	}

	get #maxRecordBytes(): number {
		return this.#component.maxRecordBytes ?? MAX_BATCH_BYTES;
	}

	break(reason: unknown): void {
		this.#slots.break(reason);
	}

	/** All calls that were begun have ended, however they did: they are answered in order. */
	async settled(): Promise<void> {
		await this.#last.catch(() => undefined);
	}

	/** Calls that were begun for all records of a parcel, in order. */
	async handOver(parcel: Batch): Promise<readonly Promise<Answer>[]> {
		const { tally, account, signal } = this.#context;
		account.nextParcel();
		const pieces = this.#piecesOf(parcel, tally.counts().recordsIn);
		tally.add({ recordsIn: parcel.ends.length, bytesIn: parcel.data.length });
		const calls: Promise<Answer>[] = [];
		for (const piece of pieces) {
			if (piece.refusal !== null) {
				calls.push(Promise.resolve({ piece, worked: nothing, credit: null }));
				continue;
			}
			if (piece.alone) await this.#last;
			await this.#slots.acquire();
			const call = this.#call(piece, await account.begin(piece.batch.data.length, signal));
			call.catch(() => undefined);
			calls.push(call);
			this.#last = call;
			if (piece.alone) await call;
		}
		return calls;
	}

	async #call(piece: Piece, credit: Credit): Promise<Answer> {
		const { tally, signal } = this.#context;
		this.#shifts.push({ handed: this.#handed, number: piece.first });
		if (this.#shifts.length > 4 * this.#component.most) this.#shifts.shift();
		this.#handed += piece.batch.ends.length;
		const answered = tally.begin();
		try {
			const worked = await this.#component.worker.work(piece.batch, signal);
			credit.answered(worked.out.data.length + (worked.dropped?.data.length ?? 0));
			return { piece, worked, credit };
		} catch (thrown) {
			const error = thrown instanceof LostState ? this.#numbered(thrown, piece) : thrown;
			this.#context.failing(error);
			throw error;
		} finally {
			answered();
			this.#slots.release();
		}
	}

	/** A worker counts what it was handed, a flow what its component took. */
	#numbered({ failure, first, last }: LostState, { batch, first: begins }: Piece): LostState {
		const numberOf = (handed: number): number => {
			const shift = this.#shifts.findLast((each) => each.handed <= handed);
			return shift === undefined ? handed : shift.number + handed - shift.handed;
		};
		const [number, index] = [numberOf(first), numberOf(first) - begins];
		const isKnown = first === last && index >= 0 && index < batch.ends.length;
		return new LostState(failure, number, numberOf(last), isKnown ? hashOf(recordAt(batch, index)) : null);
	}

	#piecesOf(parcel: Batch, first: number): readonly Piece[] {
		const { batchRecords, batchBytes, suspects } = this.#component;
		const pieces: Piece[] = [];
		let number = first;
		for (const batch of cut(parcel, batchRecords, batchBytes)) {
			const count = batch.ends.length;
			const isSpecial = batch.data.length > this.#maxRecordBytes || suspects.concerns(number, count);
			if (isSpecial) {
				for (let index = 0; index < count; index++) pieces.push(this.#single(batch, index, number + index));
			} else pieces.push({ batch, first: number, refusal: null, alone: false });
			number += count;
		}
		return pieces;
	}

	#single(batch: Batch, index: number, number: number): Piece {
		const { suspects, failsFlow } = this.#component;
		const record = viewRange(batch, index, index + 1);
		const size = record.data.length - record.gap;
		const tooLarge = size > this.#maxRecordBytes ? this.#tooLarge(recordAt(record, 0), number) : null;
		if (tooLarge !== null && failsFlow) throw tooLarge;
		const guilt = suspects.guiltOf(number, recordAt(record, 0));
		if (guilt === 'another') this.#context.listener.another(this.#context.position, number + 1);
		const refusal = tooLarge?.toWire() ?? (guilt === 'another' ? null : guilt);
		return { batch: record, first: number, refusal, alone: guilt === 'another' || suspects.isSuspect(number) };
	}

	#tooLarge(record: Uint8Array, number: number): DataFlareError {
		const { name } = this.#context;
		const begins =
			this.#component.hidesRecords === true
				? ''
				: `, beginning with ${JSON.stringify(Buffer.from(record.subarray(0, NAMED_BYTES)).toString('utf8'))}`;
		return new DataFlareError(
			'invalid_input',
			`Record ${number + 1} of "${name}" is larger than a plugin is given: ${record.length} bytes${begins}.`,
			{
				details: {
					...because('flow_record_too_large', {
						component: name,
						record: number + 1,
						sizeBytes: record.length,
						maxBytes: this.#maxRecordBytes,
					}),
				},
				hint: 'Set "on_error" of the component to "skip" or "quarantine" to go on without such records.',
			},
		);
	}
}
