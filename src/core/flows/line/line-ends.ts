import type { Batch } from '../../../shared/sandbox/batch.ts';
import type { RecordReader } from '../../records/record-reader.ts';
import type { RecordWriter } from '../../records/record-writer.ts';
import type { FlowReader, FlowWriter } from '../io/flow-io.ts';
import { orAborted } from '../run/worker/record-errors.ts';

/** What is read by a plain run. Nobody asks where it is: a plain run takes no checkpoints. */
export function lineReader({ batches, totalBytes, close }: RecordReader): FlowReader {
	return {
		totalBytes,
		bytesRead: 0,
		async next() {
			const { value, done } = await batches.next();
			return done === true ? null : lent(value);
		},
		position: () => ({ at: null }),
		close,
	};
}

/** What lies in a buffer of its own is freed once it was worked; of one that came from outside, others may still need it. */
function lent(batch: Batch): Batch {
	const { data } = batch;
	return data.byteLength === data.buffer.byteLength ? { ...batch, data: new Uint8Array(data) } : batch;
}

/** Where a plain run writes. `signal`: nobody waits any more for a stream that nobody reads. */
export function lineWriter(writer: RecordWriter, signal: AbortSignal): FlowWriter {
	return {
		isSpecial: writer.isSpecial === true,
		write: (batch) => orAborted(writer.write(batch), signal),
		position: () => Promise.resolve({ at: null }),
		prepare: () => Promise.resolve(null),
		commit: () => writer.commit(),
		abandon: () => writer.abandon(),
		suspend: () => writer.abandon(),
	};
}
