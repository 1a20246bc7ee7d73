// What a component may ask of the host (sdk/wit), with strings and bytes. What a component does not call it does not
// import. More functions of the host are added in the same way.
import { Bytes, bytesOf } from '../assembly/bytes';
import { release } from './abi';
import { log_log, log_progress, state_get, state_set } from './imports';

/** Why the host did not do something, in the order of `failures.failure`; −1: it did. */
export const DONE: i32 = -1;
export const NOT_FOUND: i32 = 0;
export const PERMISSION_DENIED: i32 = 1;
export const INVALID: i32 = 2;
export const TOO_LARGE: i32 = 3;
export const NO_SPACE: i32 = 4;
export const TIMED_OUT: i32 = 5;
export const CANCELLED: i32 = 6;
export const IO: i32 = 7;

/** Where the host puts its answers. */
const area = memory.data(16, 8);

function say(level: i32, message: string): void {
	const text = bytesOf(message);
	log_log(level, text.ptr, text.length);
	text.release();
}

export function logInfo(message: string): void {
	say(2, message);
}

export function logWarn(message: string): void {
	say(3, message);
}

/** `total` 0: unknown. */
export function progress(done: u64, total: u64 = 0): void {
	log_progress(done, total);
}

/** Puts what is kept by a key into `into`; nothing where there is nothing. `DONE`, or why not. */
export function getState(key: string, into: Bytes): i32 {
	const name = bytesOf(key);
	state_get(name.ptr, name.length, area);
	name.release();
	into.clear();
	if (load<u8>(area) != 0) return load<u8>(area, 4);
	if (load<u8>(area, 4) == 0) return DONE;
	const ptr = <usize>load<u32>(area, 8);
	const length = load<i32>(area, 12);
	into.copy(ptr, length);
	release(ptr, length);
	return DONE;
}

/** Keeps bytes by a key; none: forgets it. `DONE`, or why not. */
export function setState(key: string, value: Bytes): i32 {
	const name = bytesOf(key);
	state_set(name.ptr, name.length, value.ptr, value.length, area);
	name.release();
	return load<u8>(area) == 0 ? DONE : load<u8>(area, 1);
}
