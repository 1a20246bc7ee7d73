import type { CallFrame, CallOutput } from '../shared/sandbox/frames.ts';

/** Smaller memory is not worth the trouble. bytes */
const WORTH_FREEING = 16_384;

/**
 * Frees what a call was given and what it answered, once the answer was posted (which copied it): with large batches
 * the garbage collector would take longer over it than the plugin over its records.
 */
export function releaseCall(input: CallFrame['input'], output: CallOutput): void {
	free(input.kind === 'records' ? input.batch.data : input.kind === 'value' ? input.data : null);
	free(output.kind === 'records' ? output.batch.data : output.data);
}

/** Frees bytes that nobody looks at any more. */
export function free(bytes: Uint8Array | null): void {
	if (bytes !== null && bytes.length >= WORTH_FREEING && bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0);
}
