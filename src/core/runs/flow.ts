import { DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import type { RunDetail } from '../../shared/run/run.ts';
import type { Batch } from '../../shared/sandbox/batch.ts';
import type { RecordReader } from '../records/record-reader.ts';
import type { RecordWriter } from '../records/record-writer.ts';
import type { GuestSpec, Runtime } from '../runtime/runtime.ts';
import type { RunRecorder } from './run-recorder.ts';
import { inStage, readStage, type Stage, type StageContext, throughStage } from './stage.ts';

export interface FlowStage {
	readonly spec: GuestSpec;
	readonly type: ComponentType;
	readonly fn: string;
	readonly batchRecords: number;
}

export interface Flow {
	readonly stages: readonly FlowStage[];
	/** Where records come from when the first stage is no source. Opened only once every plugin has started. */
	readonly reader: ((signal: AbortSignal) => Promise<RecordReader>) | null;
	readonly writer: () => Promise<RecordWriter>;
	/** What errors call a stage of a chain; absent: one plugin runs alone, and every error is about it. */
	readonly nameOf?: (position: number) => string;
}

/**
 * Runs records from a reader or a source through stages to a writer or a destination, as one recorded run.
 * Resolves when it finished well; any failure ends every stage, leaves no partial output, is recorded, and is thrown
 * with the run's id in its details.
 */
export async function runFlow(
	flow: Flow,
	recorder: RunRecorder,
	runtime: Runtime,
	abort: AbortController,
): Promise<RunDetail> {
	const stages: Stage[] = [];
	let writer: RecordWriter | null = null;
	try {
		await openStages(flow, stages, recorder, runtime, abort.signal);
		writer = await flow.writer();
		recorder.event({ kind: 'start', stage: 0, detail: 'records', ms: null });
		await pump(flow, stages, writer, { recorder, signal: abort.signal });
		for (const stage of stages) await finishStage(stage, recorder);
		await writer.commit();
		return recorder.finish('succeeded', null);
	} catch (thrown) {
		const error = named(reasonOf(thrown, abort.signal), flow);
		abort.abort(error);
		await Promise.allSettled(stages.map((stage) => stage.lease.close()));
		await writer?.abandon();
		recorder.finish(error.code === 'cancelled' ? 'cancelled' : 'failed', error);
		throw error.with({ details: { runId: recorder.id } });
	}
}

async function openStages(
	flow: Flow,
	stages: Stage[],
	recorder: RunRecorder,
	runtime: Runtime,
	signal: AbortSignal,
): Promise<void> {
	// All at once: each is a process of its own.
	const opened = await Promise.allSettled(
		flow.stages.map((stage, position) => runtime.lease(stage.spec, { signal, sink: recorder.sink(position) })),
	);
	opened.forEach((result, position) => {
		const stage = flow.stages[position];
		if (stage === undefined || result.status === 'rejected') return;
		const { spec, type, fn, batchRecords } = stage;
		const { isProgram } = traitsOf(spec.guest.abi);
		stages.push({ position, plugin: spec.plugin, type, fn, batchRecords, lease: result.value, isProgram });
	});
	opened.forEach((result, position) => {
		if (result.status === 'fulfilled') return;
		const error = inStage({ position, plugin: flow.stages[position]?.spec.plugin ?? '' }, result.reason);
		recorder.blame(position, error);
		throw error;
	});
}

async function pump(flow: Flow, stages: readonly Stage[], writer: RecordWriter, context: StageContext): Promise<void> {
	const { recorder, signal } = context;
	let records = await entrance(flow, stages, context);
	for (const stage of stages) if (stage.type !== 'source') records = throughStage(stage, records, context);
	for await (const batch of records) {
		signal.throwIfAborted();
		await writer.write(batch);
		recorder.left(batch.ends.length, batch.data);
	}
	signal.throwIfAborted();
}

async function entrance(flow: Flow, stages: readonly Stage[], context: StageContext): Promise<AsyncGenerator<Batch>> {
	const first = stages[0];
	if (first?.type === 'source') return counted(readStage(first, context), context.recorder);
	if (flow.reader === null) {
		throw new DataFlareError(
			'configuration',
			'There is nothing to read: the first plugin is not a source, and there is no input.',
			{ details: because('chain_without_input'), hint: 'Choose an input file, or start with a source.' },
		);
	}
	const reader = await flow.reader(context.signal);
	context.recorder.expect(reader.totalBytes);
	return counted(reader.batches, context.recorder);
}

async function* counted(batches: AsyncGenerator<Batch>, recorder: RunRecorder): AsyncGenerator<Batch> {
	for await (const batch of batches) {
		recorder.entered(batch.ends.length, batch.data);
		yield batch;
	}
}

/** `plugin_cleanup` is where a destination writes what it still holds, so its failure is the run's failure. */
async function finishStage(stage: Stage, recorder: RunRecorder): Promise<void> {
	try {
		await stage.lease.close();
	} catch (thrown) {
		const error = inStage(stage, thrown);
		recorder.blame(stage.position, error);
		throw error;
	}
}

/** The failure of a chain's stage says which it was. */
function named(error: DataFlareError, { nameOf, stages }: Flow): DataFlareError {
	const position = error.details['stage'];
	if (nameOf === undefined || typeof position !== 'number' || stages[position] === undefined) return error;
	return inComponent(error, position, nameOf);
}

export function inComponent(
	error: DataFlareError,
	component: number,
	nameOf: (component: number) => string,
): DataFlareError {
	return error.with({ message: `${nameOf(component)}: ${error.message}`, details: { component } });
}

function reasonOf(thrown: unknown, signal: AbortSignal): DataFlareError {
	if (signal.aborted && signal.reason instanceof DataFlareError) return signal.reason;
	return toDataFlareError(thrown);
}
