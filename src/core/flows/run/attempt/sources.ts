import { emptyBatch } from '../../../../shared/sandbox/batch.ts';
import type { FlowReader } from '../../io/flow-io.ts';
import type { BatchSource } from '../components/run-source.ts';
import type { RecordWorker } from '../record-worker.ts';

/** A plugin whose end is its end. */
export function ending(worker: RecordWorker): BatchSource {
	return { isEndless: false, read: (signal) => worker.read(signal) };
}

/** A file's records. */
export function sourceOf(reader: FlowReader): BatchSource {
	return {
		isEndless: false,
		async read() {
			const batch = await reader.next();
			return { batch: batch ?? emptyBatch, end: batch === null };
		},
	};
}
