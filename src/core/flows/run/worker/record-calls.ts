import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { MAX_OUTPUT_BYTES } from '../../../../shared/policy/limits.ts';
import { type Batch, noRecords } from '../../../../shared/sandbox/batch.ts';
import type { CallOptions, CallOutcome } from '../../../runtime/runtime.ts';
import type { Called, Lane } from './lane.ts';
import { orAborted } from './record-errors.ts';
import type { Answered } from './worked.ts';
import type { WorkerOptions } from './worker-options.ts';

/** How a call with records ended. */
export type RecordsCalled = Exclude<Called, { kind: 'answered' }> | ({ readonly kind: 'answered' } & Answered);

/** The calls of a component, with what is counted of them. */
export class RecordCalls {
	readonly #options: WorkerOptions;

	constructor(options: WorkerOptions) {
		this.#options = options;
	}

	/** Hands records over. `isAgain`: they were counted already. Rejects where no instance can be had, or with why it was aborted. */
	async records(
		lane: Lane,
		batch: Batch,
		{ isolate, isAgain = false }: { readonly isolate: boolean; readonly isAgain?: boolean },
		signal: AbortSignal,
	): Promise<RecordsCalled> {
		const { fn, wantsDropped, type } = this.#options;
		const input = {
			kind: 'records',
			batch,
			...(isolate ? { isolate: true as const } : {}),
			...(wantsDropped ? { dropped: true as const } : {}),
		} as const;
		const called = await this.call(lane, { fn, input }, signal);
		if (called.kind !== 'answered') return called;
		const { outcome } = called;
		const { counts } = outcome;
		const output = recordsOf(outcome, this.#options.spec.plugin);
		const counted = isAgain ? { ...outcome, counts: { ...counts, recordsIn: 0 } } : outcome;
		// Behind the last record of all, its separator may be missing.
		const bytesIn = Math.min(batch.data.length, (batch.ends[counts.recordsIn - 1] ?? 0) + batch.gap);
		this.#options.onCount?.(counted, isAgain ? 0 : bytesIn, output.batch.data.length);
		return {
			kind: 'answered',
			// What a destination answers is an acknowledgement, not data.
			batch: type === 'destination' ? noRecords(output.batch.gap) : output.batch,
			dropped: output.dropped ?? null,
			failed: type === 'destination' ? withoutOutput(output.failed ?? []) : (output.failed ?? []),
			taken: counts.recordsIn,
		};
	}

	/** What a source has next, or what a component still has at its end. */
	async more(
		lane: Lane,
		options: Pick<CallOptions, 'fn' | 'input'>,
		signal: AbortSignal,
	): Promise<Exclude<Called, { kind: 'answered' }> | { kind: 'answered'; batch: Batch; end: boolean }> {
		const called = await this.call(lane, options, signal);
		if (called.kind !== 'answered') return called;
		const { batch, end } = recordsOf(called.outcome, this.#options.spec.plugin);
		this.#options.onCount?.(called.outcome, 0, batch.data.length);
		return { kind: 'answered', batch, end };
	}

	/** Any call; of one that says nothing else, the answer has its bound. */
	call(
		lane: Lane,
		options: Pick<CallOptions, 'fn' | 'input' | 'maxOutputBytes'>,
		signal: AbortSignal,
	): Promise<Called> {
		const { sink } = this.#options;
		return orAborted(lane.call({ maxOutputBytes: MAX_OUTPUT_BYTES, ...options, signal, sink }), signal);
	}

	/** A record took its instance with it: it was taken, and nothing came of it. */
	countLost(batch: Batch): void {
		const output = { kind: 'records', batch: noRecords(batch.gap), end: false } as const;
		const counts = { recordsIn: batch.ends.length, recordsOut: 0 };
		this.#options.onCount?.({ output, counts, busyMs: 0, memoryBytes: 0 }, batch.data.length, 0);
	}

	/** Said with what goes on in the instances. */
	note(detail: string): void {
		this.#options.sink?.onEvent?.({ kind: 'restart', detail, ms: null });
	}
}

function withoutOutput(failed: Answered['failed']): Answered['failed'] {
	return failed.map((failure) => ({ ...failure, given: 0 }));
}

function recordsOf({ output }: CallOutcome, plugin: string): Extract<CallOutcome['output'], { kind: 'records' }> {
	if (output.kind === 'records') return output;
	throw new DataFlareError('runtime', `${plugin} returned a single value for a batch.`);
}
