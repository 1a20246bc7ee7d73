import { DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import type { CallOutcome, GuestLease } from '../runtime/runtime.ts';
import type { RunRecorder } from './run-recorder.ts';

/** Batches that are under way in one stage at once: enough that a sandbox never waits for its next one. */
const IN_FLIGHT = 4;
/** Bound of one answer, bytes. */
export const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export interface Stage {
	readonly position: number;
	readonly plugin: string;
	readonly type: ComponentType;
	readonly fn: string;
	readonly lease: GuestLease;
	readonly batchRecords: number;
	/** It is told when its input is over, whatever its type. */
	readonly isProgram: boolean;
}

export interface StageContext {
	readonly recorder: RunRecorder;
	readonly signal: AbortSignal;
}

/** Everything a source has, batch by batch. */
export async function* readStage(stage: Stage, context: StageContext): AsyncGenerator<Batch> {
	for (;;) {
		const { batch, end } = await recordsOf(stage, context, {
			kind: 'read',
			maxRecords: stage.batchRecords,
			maxBytes: 1024 * 1024,
		});
		if (batch.ends.length > 0) yield batch;
		if (end) return;
	}
}

/**
 * Puts records through a stage, several batches ahead and in order. What the consumer does not take is not read:
 * pulling is the backpressure.
 */
export async function* throughStage(
	stage: Stage,
	upstream: AsyncIterable<Batch>,
	context: StageContext,
): AsyncGenerator<Batch> {
	const underWay: Promise<Batch>[] = [];
	for await (const batch of upstream) {
		const answer = recordsOf(stage, context, { kind: 'records', batch }).then((output) => output.batch);
		// The first failure is the one that is awaited; the others must not count as unhandled.
		answer.catch(() => {});
		underWay.push(answer);
		if (underWay.length < IN_FLIGHT) continue;
		const oldest = await underWay.shift();
		if (oldest !== undefined && passesOn(stage, oldest)) yield oldest;
	}
	for (const answer of underWay) {
		const batch = await answer;
		if (passesOn(stage, batch)) yield batch;
	}
	if (stage.type !== 'aggregator' && !stage.isProgram) return;
	// A program may have more to say at its end than one answer holds.
	for (let over = false; !over; ) {
		const { batch, end } = await recordsOf(stage, context, { kind: 'finish' });
		if (passesOn(stage, batch)) yield batch;
		over = end;
	}
}

/** What a destination answers is an acknowledgement, not data. */
function passesOn(stage: Stage, batch: Batch): boolean {
	return stage.type !== 'destination' && batch.ends.length > 0;
}

async function recordsOf(
	stage: Stage,
	{ recorder, signal }: StageContext,
	input: Parameters<GuestLease['call']>[0]['input'],
): Promise<{ readonly batch: Batch; readonly end: boolean }> {
	const fn = input.kind === 'finish' && stage.type === 'aggregator' ? 'aggregate_result' : stage.fn;
	try {
		const outcome = await stage.lease.call({
			fn,
			input,
			signal,
			maxOutputBytes: MAX_OUTPUT_BYTES,
			sink: recorder.sink(stage.position),
		});
		const bytesIn = input.kind === 'records' ? input.batch.data.length : 0;
		return countOutcome(stage, recorder, outcome, bytesIn);
	} catch (thrown) {
		const error = inStage(stage, thrown, stage.fn);
		recorder.blame(stage.position, error);
		throw error;
	}
}

function countOutcome(
	stage: Stage,
	recorder: RunRecorder,
	outcome: CallOutcome,
	bytesIn: number,
): { readonly batch: Batch; readonly end: boolean } {
	if (outcome.output.kind !== 'records') {
		throw new DataFlareError('runtime', `${stage.plugin} returned a single value for a batch.`);
	}
	recorder.count(stage.position, outcome, bytesIn, outcome.output.batch.data.length);
	return outcome.output;
}

/** Says in the details which stage failed, whatever a sandbox said there. */
export function inStage(stage: Pick<Stage, 'plugin' | 'position'>, thrown: unknown, fn?: string): DataFlareError {
	const error = toDataFlareError(thrown);
	return error.with({
		details: {
			...(fn === undefined || 'function' in error.details ? {} : { function: fn }),
			plugin: stage.plugin,
			stage: stage.position,
		},
	});
}
