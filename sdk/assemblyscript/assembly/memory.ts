// The allocator that the host uses. Every plugin re-exports both functions from its entry file.

/** Room for `length` bytes that the host will write. Never 0. */
export function alloc(length: i32): usize {
	return heap.alloc(<usize>length + <usize>(length == 0));
}

/** Takes back what `alloc` gave, or a result that the host has copied. */
export function dealloc(ptr: usize, length: i32): void {
	if (ptr != 0) heap.free(ptr);
}

/**
 * Frees the garbage-collected objects that nothing reaches any more. Called at the very end of an exported function,
 * when no local variable holds one: the collector sees globals alone.
 */
export function collect(result: i32): i32 {
	__collect();
	return result;
}
