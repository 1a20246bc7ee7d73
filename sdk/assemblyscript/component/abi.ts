// The canonical ABI of components for the roles of sdk/wit, by hand. An entry file exports its functions under their
// plain names (`init`, `filter`, …) and these two; the transform beside this folder gives them the names that components
// have. Every function that the host calls takes pointers and answers with an area of results.
import { Bytes } from '../assembly/bytes';

/** Room for the largest result: tag, tag of an option, pointer, length. */
const area = memory.data(16, 8);
/** The message of the last error, which stays until the next. */
const said = new Bytes();

/** Room that the host writes inputs and answers into. Never 0; nothing for nothing. */
export function cabi_realloc(old: usize, oldLength: usize, align: usize, length: usize): usize {
	if (length == 0) return align;
	return oldLength == 0 ? heap.alloc(length) : heap.realloc(old, length);
}

/** Gives back an input, or an answer of the host, once it was read. */
export function release(ptr: usize, length: i32): void {
	if (length != 0) heap.free(ptr);
}

/** `ok`, of a result that has nothing more to say. */
export function ok(): usize {
	store<u8>(area, 0);
	return area;
}

/** `err`, with its message. */
export function failed(message: string): usize {
	said.clear();
	said.text(message);
	store<u8>(area, 1);
	store<u32>(area, <u32>said.ptr, 4);
	store<u32>(area, said.length, 8);
	return area;
}

/** `ok`, of `result<list<…>, error>`: a transformer's batch, a filter's bools. The bytes stay until the next call. */
export function okList(bytes: Bytes): usize {
	store<u8>(area, 0);
	store<u32>(area, <u32>bytes.ptr, 4);
	store<u32>(area, bytes.length, 8);
	return area;
}

/** `ok(none)`, of `result<option<batch>, error>`. */
export function okNone(): usize {
	store<u8>(area, 0);
	store<u8>(area, 0, 4);
	return area;
}

/** `ok(some(batch))`. The bytes stay until the next call. */
export function okSome(bytes: Bytes): usize {
	store<u8>(area, 0);
	store<u8>(area, 1, 4);
	store<u32>(area, <u32>bytes.ptr, 8);
	store<u32>(area, bytes.length, 12);
	return area;
}

/** Frees the garbage-collected objects that nothing reaches any more: called at the very end of an exported function. */
export function collected(result: usize): usize {
	__collect();
	return result;
}
