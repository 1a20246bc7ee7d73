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
	assertFrame(data.length <= maxOutputBytes + ends.length + 1, 'an output larger than was allowed');
	assertFrame(ends.length <= maxOutputBytes, 'more records than the output has room for');
	const entered = input.kind === 'records' ? input.batch.ends.length : 0;
	assertFrame(recordsIn === entered && recordsOut === ends.length, 'a count of records that there are not');
}
