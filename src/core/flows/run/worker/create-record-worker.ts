import { DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { MAX_BATCH_BYTES } from '../../../../shared/flow/flow-file.ts';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import { traitsOf } from '../../../../shared/plugin/module/guest-abi.ts';
import { type Batch, copyRange, noRecords } from '../../../../shared/sandbox/batch.ts';
import type { GuestLease, Runtime } from '../../../runtime/runtime.ts';
import { runsApart } from '../../check/connections.ts';
import { MOST_STATE_BYTES } from '../checkpoint.ts';
import { type Range, rangesWithin } from '../parcels/batches.ts';
import type { RecordWorker, WorkedBatch } from '../record-worker.ts';
import { failedRecord, type Piece, triedAgain } from './failing.ts';
import { type Called, Lane } from './lane.ts';
import { sizeOf } from './pieces.ts';
import { RecordCalls } from './record-calls.ts';
import { ofPlugin, reasonOf, recordTooLarge, throwIfAborted } from './record-errors.ts';
import type { Keeps } from './resting-worker.ts';
import { StatefulWork } from './stateful-work.ts';
import { StatelessWork } from './stateless-work.ts';
import { Worked } from './worked.ts';
import type { WorkerOptions } from './worker-options.ts';

const keeping: ReadonlySet<ComponentType> = new Set(['source', 'aggregator', 'destination']);

/** Whether the records behind one that its instance was lost to are worked by another one. */
function renewsIn({ type, renews }: WorkerOptions): boolean {
	return !keeping.has(type) && renews !== false;
}

/** What the instances of a plugin keep between records. */
export function keptBetween(options: WorkerOptions): Keeps {
	const { savesState, workers } = options;
	const renews = renewsIn(options);
	if (savesState && (!renews || workers === 1)) return 'savable';
	return renews && !holdsIn(options) ? 'nothing' : 'lost';
}

/** Whether an instance may hold back records of one batch until a later one: a program that is one run over all of them. */
function holdsIn(options: WorkerOptions): boolean {
	return traitsOf(options.spec.guest.abi).isProgram && !runsApart(options);
}

const cleanup = { fn: 'plugin_cleanup', input: { kind: 'value', data: null } } as const;

/**
 * Starts the instances of a plugin that works in a flow. Rejects with what kept one of them from starting; aborting the
 * signal ends them, whatever they are doing.
 */
export async function createRecordWorker(
	runtime: Pick<Runtime, 'lease'>,
	options: WorkerOptions,
	signal: AbortSignal,
): Promise<RecordWorker> {
	throwIfAborted(signal);
	const { spec, sink } = options;
	const ending = new AbortController();
	const end = (): void => ending.abort(reasonOf(signal));
	signal.addEventListener('abort', end, { once: true });
	const start = (): Promise<GuestLease> =>
		runtime.lease(spec, { signal: ending.signal, sink, crashesCountedByHand: true });
	const renews = renewsIn(options);
	const count = renews ? options.workers : 1;
	// All at once: each is a process of its own.
	const started = await Promise.allSettled(Array.from({ length: count }, start));
	const leases = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
	const refused = started.find((one) => one.status === 'rejected');
	if (refused !== undefined || signal.aborted) {
		ending.abort(new DataFlareError('cancelled', 'another instance did not start'));
		signal.removeEventListener('abort', end);
		await Promise.allSettled(leases.map((lease) => lease.close()));
		throwIfAborted(signal);
		throw toDataFlareError(refused?.reason);
	}
	const holds = holdsIn(options);
	const lanes = leases.map((first) => new Lane({ first, renew: renews ? start : null, holds }));
	return new PluginWorker(options, lanes, ending, () => signal.removeEventListener('abort', end));
}

class PluginWorker implements RecordWorker {
	readonly #options: WorkerOptions;
	readonly #lanes: readonly Lane[];
	readonly #ending: AbortController;
	readonly #released: () => void;
	readonly #calls: RecordCalls;
	readonly #work: StatelessWork | StatefulWork;
	readonly #isProgram: boolean;
	/** Records that were handed over so far. */
	#records: number;
	#next = 0;
	#both: { readonly of: AbortSignal; readonly either: AbortSignal } | null = null;
	/** The batch before is answered. Never rejects. */
	#answered: Promise<unknown> = Promise.resolve();

	constructor(options: WorkerOptions, lanes: readonly Lane[], ending: AbortController, released: () => void) {
		this.#options = options;
		this.#lanes = lanes;
		this.#ending = ending;
		this.#released = released;
		this.#calls = new RecordCalls(options);
		this.#isProgram = traitsOf(options.spec.guest.abi).isProgram;
		this.#work = renewsIn(options) ? new StatelessWork(options, this.#calls) : new StatefulWork(options, this.#calls);
		this.#records = options.recordsBefore ?? 0;
	}

	get #keeps(): boolean {
		return keeping.has(this.#options.type);
	}

	get #maxRecordBytes(): number {
		return this.#options.maxRecordBytes ?? MAX_BATCH_BYTES;
	}

	work(batch: Batch, signal: AbortSignal): Promise<WorkedBatch> {
		const number = this.#records;
		this.#records += batch.ends.length;
		const before = this.#answered;
		const result = this.#worked(batch, number, signal).then(
			async (worked) => {
				await before;
				return worked;
			},
			async (error: unknown) => {
				await before;
				throw error;
			},
		);
		this.#answered = result.catch(() => undefined);
		return result;
	}

	async #worked(batch: Batch, number: number, signal: AbortSignal): Promise<WorkedBatch> {
		const either = this.#either(signal);
		throwIfAborted(either);
		const { batchBytes, wantsDropped } = this.#options;
		const pieces = rangesWithin(batch, this.#work.mostRecords, Math.min(batchBytes, MAX_BATCH_BYTES));
		const all = await Promise.allSettled(pieces.map((range) => this.#piece(batch, range, number, either)));
		const failed = all.find((one) => one.status === 'rejected');
		if (failed !== undefined) throw failed.reason;
		if (all.length === 1 && all[0]?.status === 'fulfilled') return all[0].value;
		const worked = new Worked();
		for (const one of all) if (one.status === 'fulfilled') worked.append(one.value);
		return worked.result(batch.gap, wantsDropped);
	}

	async #piece(batch: Batch, { first, past }: Range, number: number, signal: AbortSignal): Promise<WorkedBatch> {
		const isWhole = first === 0 && past === batch.ends.length;
		const part = isWhole ? batch : copyRange(batch, first, past);
		const piece: Piece = { batch: part, at: first, number: number + first };
		const size = past - first === 1 ? sizeOf(part, 0) : 0;
		if (size > this.#maxRecordBytes) return this.#tooLarge(piece, size);
		const lane = this.#lanes[this.#next++ % this.#lanes.length] as Lane;
		return this.#work.work(lane, piece, signal);
	}

	#tooLarge(piece: Piece, size: number): WorkedBatch {
		const worked = new Worked();
		const error = recordTooLarge(this.#options.spec.plugin, size, this.#maxRecordBytes);
		this.#calls.countLost(piece.batch);
		worked.fail(failedRecord(this.#options, piece, 0, error));
		return worked.result(piece.batch.gap, this.#options.wantsDropped);
	}

	async read(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }> {
		const { fn, batchRecords, batchBytes } = this.#options;
		const input = { kind: 'read', maxRecords: batchRecords, maxBytes: batchBytes } as const;
		let failure = new DataFlareError('runtime', 'nothing was read');
		const attempt = async (): Promise<{ readonly batch: Batch; readonly end: boolean } | undefined> => {
			const called = await this.#calls.more(this.#lane, { fn, input }, this.#either(signal));
			if (called.kind === 'answered') return called;
			failure = this.#about(called);
			if (called.kind !== 'refused') throw failure;
			return undefined;
		};
		const done = (await attempt()) ?? (await triedAgain(this.#options, this.#either(signal), attempt));
		if (done === undefined) throw failure;
		this.#records += done.batch.ends.length;
		return { batch: done.batch, end: done.end };
	}

	async finish(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }> {
		const { type, fn, spec } = this.#options;
		// A program that is run for each batch has nothing left.
		const isApart = !this.#keeps && runsApart(this.#options);
		if (type !== 'aggregator' && (!this.#isProgram || isApart)) {
			return { batch: noRecords(spec.guest.encoding === 'bytes' ? 0 : 1), end: true };
		}
		const final = type === 'aggregator' ? 'aggregate_result' : fn;
		const called = await this.#calls.more(this.#lane, { fn: final, input: { kind: 'finish' } }, this.#either(signal));
		if (called.kind !== 'answered') throw this.#about(called);
		const { batch, end } = called;
		return { batch: type === 'destination' ? noRecords(batch.gap) : batch, end };
	}

	async save(signal: AbortSignal): Promise<Uint8Array | null> {
		if (!this.#options.savesState || this.#lanes.length > 1) return null;
		const output = await this.#value('save_state', null, signal);
		return output ?? new Uint8Array(0);
	}

	async load(state: Uint8Array, signal: AbortSignal): Promise<void> {
		if (!this.#options.savesState || this.#lanes.length > 1) return;
		await this.#value('load_state', state, signal);
	}

	async #value(fn: string, data: Uint8Array | null, signal: AbortSignal): Promise<Uint8Array | null> {
		const options = { fn, input: { kind: 'value', data }, maxOutputBytes: MOST_STATE_BYTES } as const;
		const called = await this.#calls.call(this.#lane, options, this.#either(signal));
		if (called.kind !== 'answered') throw this.#about(called);
		const { output } = called.outcome;
		return output.kind === 'value' ? output.data : null;
	}

	async close(): Promise<void> {
		const { type } = this.#options;
		// What a destination still held, nobody has.
		const gone = type === 'destination' && !this.#lane.lease.alive;
		const called = gone ? await this.#calls.call(this.#lane, cleanup, this.#ending.signal) : null;
		const closed = await Promise.allSettled(this.#lanes.map(({ lease }) => lease.close()));
		this.#released();
		if (called !== null && called.kind !== 'answered') throw this.#about(called);
		const failed = closed.find((one) => one.status === 'rejected');
		if (failed !== undefined) throw this.#named(toDataFlareError(failed.reason));
	}

	async abort(): Promise<void> {
		this.#ending.abort(new DataFlareError('cancelled', `"${this.#options.spec.plugin}" was ended with its flow`));
		this.#released();
		await Promise.allSettled(this.#lanes.map(({ lease }) => lease.close()));
	}

	/** Of what keeps something there is one. */
	get #lane(): Lane {
		return this.#lanes[0] as Lane;
	}

	/** All calls of a run have one signal: what stands for both is made once, since it costs as much as a call. */
	#either(signal: AbortSignal): AbortSignal {
		if (this.#both?.of !== signal) {
			this.#both = { of: signal, either: AbortSignal.any([signal, this.#ending.signal]) };
		}
		return this.#both.either;
	}

	/** A call that is no record's failed. */
	#about(called: Exclude<Called, { kind: 'answered' }>): DataFlareError {
		if (called.kind === 'lost') called.countCrash();
		return this.#named(called.error);
	}

	#named(error: DataFlareError): DataFlareError {
		return ofPlugin(error, this.#options.spec.plugin);
	}
}
