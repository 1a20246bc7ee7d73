/** Smaller memory is not worth the trouble. bytes */
const WORTH_FREEING = 16_384;

/** Frees bytes that nobody looks at any more, without waiting for the garbage collector. */
export function free(bytes: Uint8Array | null): void {
	if (bytes !== null && bytes.length >= WORTH_FREEING && bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0);
}
