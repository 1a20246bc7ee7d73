import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { DEFAULT_BATCH_BYTES, MAX_BATCH_BYTES } from '../../../shared/flow/flow-file.ts';
import type { RunRecorder } from '../../runs/run-recorder.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { RecordWorker } from '../run/record-worker.ts';
import { createRecordWorker } from '../run/worker/create-record-worker.ts';
import { type LineStage, MOST_RECORD_BYTES } from './line.ts';

/** Starts a stage's plugin; what it rejects with, now and later, says which stage it is. */
export async function startStage(
	runtime: Runtime,
	stage: LineStage,
	position: number,
	recorder: RunRecorder,
	signal: AbortSignal,
): Promise<RecordWorker> {
	const { spec, type, fn, batchRecords } = stage;
	const named = async <T>(act: Promise<T>, called?: string): Promise<T> => {
		try {
			return await act;
		} catch (thrown) {
			throw inStage(stage, position, thrown, called);
		}
	};
	const options = {
		spec,
		type,
		fn,
		onError: 'fail',
		workers: 1,
		batchRecords,
		batchBytes: type === 'source' ? DEFAULT_BATCH_BYTES : MAX_BATCH_BYTES,
		maxRecordBytes: MOST_RECORD_BYTES,
		wantsDropped: false,
		savesState: false,
		hidesRecords: true,
		// What it keeps of all records is one instance's: where that is lost, so is the run.
		renews: false,
		sink: recorder.sink(position),
		onCount: recorder.count.bind(recorder, position),
	} as const;
	const worker = await named(createRecordWorker(runtime, options, signal));
	return {
		work: (batch, until) => named(worker.work(batch, until), fn),
		read: (until) => named(worker.read(until), fn),
		finish: (until) => named(worker.finish(until), fn),
		save: (until) => worker.save(until),
		load: (state, until) => worker.load(state, until),
		close: () => named(worker.close()),
		abort: () => worker.abort(),
	};
}

/** Says in the details which stage failed, whatever a sandbox said there. */
export function inStage({ spec }: LineStage, stage: number, thrown: unknown, fn?: string): DataFlareError {
	const error = toDataFlareError(thrown);
	return error.with({
		details: {
			...(fn === undefined || 'function' in error.details ? {} : { function: fn }),
			plugin: spec.plugin,
			stage,
		},
	});
}
