import type { Batch } from '../../shared/sandbox/batch.ts';
import type { CallCounts, CallFrame, CallOutput } from '../../shared/sandbox/frames.ts';
import type { Isolation } from './isolation.ts';

export type RecordsInput = Extract<CallFrame['input'], { kind: 'records' }>;

/** What became of the records of a call. */
export interface RecordsAnswer {
	readonly batch: Batch;
	/** What a filter let go; null: nobody asked. */
	readonly dropped: Batch | null;
	/** How many of them were worked, from the first on. */
	readonly taken: number;
}

/** As it is told to the parent. */
export function toldOf<Instance>(
	{ batch, dropped, taken }: RecordsAnswer,
	isolation: Isolation<Instance> | null,
): { readonly output: CallOutput; readonly counts: CallCounts } {
	return {
		output: {
			kind: 'records',
			batch,
			end: false,
			...(isolation === null ? {} : { failed: isolation.failures }),
			...(dropped === null ? {} : { dropped }),
		},
		counts: { recordsIn: taken, recordsOut: batch.ends.length },
	};
}
