import type { CallFrame, CallOutput } from '../shared/sandbox/frames.ts';
import { free } from './memory/free.ts';

/**
 * Frees what a call was given and what it answered, once the answer was posted (which copied it): with large batches
 * the garbage collector would take longer over it than the plugin over its records.
 */
export function releaseCall(input: CallFrame['input'], output: CallOutput): void {
	free(input.kind === 'records' ? input.batch.data : input.kind === 'value' ? input.data : null);
	free(output.kind === 'records' ? output.batch.data : output.data);
}
