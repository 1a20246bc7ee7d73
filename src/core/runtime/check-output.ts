import { MAX_RECORD_BYTES } from '../../shared/plugin/limits.ts';
import type { CallOutput } from '../../shared/sandbox/frames.ts';
import { insist } from './malformed-frame.ts';
import type { CallOptions } from './runtime.ts';

/** An output must be of the kind that was asked for and no larger than was allowed; separators may come on top. */
export function checkOutput(output: CallOutput, { input, maxOutputBytes = MAX_RECORD_BYTES }: CallOptions): void {
	insist((output.kind === 'value') === (input.kind === 'value'), 'an output of another kind than was asked for');
	if (output.kind === 'value') {
		insist((output.data?.length ?? 0) <= maxOutputBytes, 'an output larger than was allowed');
		return;
	}
	const { data, ends } = output.batch;
	insist(data.length <= maxOutputBytes + ends.length + 1, 'an output larger than was allowed');
}
