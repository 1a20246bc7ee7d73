import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { type Batch, emptyBatch } from '../../../../shared/sandbox/batch.ts';
import type { CallOutcome, CallSink, GuestLease } from '../../../runtime/runtime.ts';
import type { RecordWorker } from '../record-worker.ts';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export function plainWorker(
	lease: GuestLease,
	fns: { readonly records: string; readonly finish: string },
	read: { readonly maxRecords: number; readonly maxBytes: number },
	sink: CallSink,
	spent: (outcome: CallOutcome) => void,
): RecordWorker {
	const call = async (
		fn: string,
		input: Parameters<GuestLease['call']>[0]['input'],
		signal: AbortSignal,
	): Promise<{ readonly batch: Batch; readonly end: boolean }> => {
		const outcome = await lease.call({ fn, input, signal, maxOutputBytes: MAX_OUTPUT_BYTES, sink });
		spent(outcome);
		if (outcome.output.kind !== 'records') throw new DataFlareError('runtime', `${lease.plugin} gave no records.`);
		return outcome.output;
	};
	return {
		async work(batch, signal) {
			if (batch.ends.length === 0) return { out: emptyBatch, dropped: null, failed: [] };
			const { batch: out } = await call(fns.records, { kind: 'records', batch }, signal);
			return { out, dropped: null, failed: [] };
		},
		read: (signal) => call(fns.records, { kind: 'read', ...read }, signal),
		finish: (signal) => call(fns.finish, { kind: 'finish' }, signal),
		save: async () => null,
		load: async () => undefined,
		close: () => lease.close(),
		abort: () => lease.close().catch(() => undefined),
	};
}
