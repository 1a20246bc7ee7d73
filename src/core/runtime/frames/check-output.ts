import { MAX_RECORD_BYTES } from '../../../shared/policy/limits.ts';
import type { ResultFrame } from '../../../shared/sandbox/frames.ts';
import type { CallOptions } from '../runtime.ts';
import { assertFrame } from './malformed-frame.ts';

/**
 * An output must be of the kind that was asked for, no larger than was allowed (separators may come on top), and hold as
 * many records as it says.
 */
export function checkOutput(
	{ output, counts }: Pick<ResultFrame, 'output' | 'counts'>,
	{ input, maxOutputBytes = MAX_RECORD_BYTES }: CallOptions,
): void {
	assertFrame((output.kind === 'value') === (input.kind === 'value'), 'an output of another kind than was asked for');
	const { recordsIn, recordsOut } = counts;
	if (output.kind === 'value') {
		assertFrame((output.data?.length ?? 0) <= maxOutputBytes, 'an output larger than was allowed');
		assertFrame(recordsIn <= 1 && recordsOut <= 1, 'a count of records that there are not');
		return;
	}
	const { data, ends } = output.batch;
	const { failed, dropped } = output;
	assertFrame(data.length <= maxOutputBytes + ends.length + 1, 'an output larger than was allowed');
	assertFrame(ends.length <= maxOutputBytes, 'more records than the output has room for');
	assertFrame(recordsOut === ends.length, 'a count of records that there are not');
	if (input.kind !== 'records') {
		assertFrame(recordsIn === 0, 'a count of records that there are not');
		assertFrame(failed === undefined && dropped === undefined, 'records set apart that nobody asked for');
		return;
	}
	const { batch } = input;
	const entered = batch.ends.length;
	const isWhole = recordsIn === entered;
	assertFrame(
		isWhole || (input.isolate === true && recordsIn > 0 && recordsIn < entered),
		'a count of records that there are not',
	);
	assertFrame((failed !== undefined) === (input.isolate === true), 'failed records that nobody asked for, or none');
	assertFrame((dropped !== undefined) === (input.dropped === true), 'dropped records that nobody asked for, or none');
	const last = failed?.at(-1);
	assertFrame(last === undefined || last.index < recordsIn, 'a failed record that there is not');
	if (dropped === undefined) return;
	assertFrame(dropped.gap === batch.gap, 'dropped records of another kind than came');
	assertFrame(dropped.data.length <= batch.data.length + 1, 'more dropped bytes than came');
	const parted = ends.length + dropped.ends.length + (failed?.length ?? 0);
	assertFrame(parted === recordsIn, 'other records kept, dropped and failed than came');
}
