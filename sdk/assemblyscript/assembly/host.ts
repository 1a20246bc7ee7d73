// What a plugin may ask of the host, with strings instead of pointers. Answers of the host lie in memory that belongs
// to the plugin: call `free` on them.

import { Bytes, bytesOf } from './bytes';
import {
	host_get_config,
	host_get_env,
	host_get_time,
	host_http,
	host_list_dir,
	host_log,
	host_progress,
	host_random,
	host_read_file,
	host_set_error,
	host_state_get,
	host_state_set,
	host_write_file,
} from './env';
import { writeText } from './json/text';

export const NOT_FOUND: i32 = -2;
export const IO_ERROR: i32 = -5;
export const NOT_PERMITTED: i32 = -13;
export const INVALID: i32 = -22;
export const TOO_LARGE: i32 = -27;
export const NO_SPACE: i32 = -28;
export const TIMED_OUT: i32 = -110;
export const CANCELLED: i32 = -125;

/** What a host function answered: a negative status, nothing (`ptr` 0), or bytes. */
export class Answer {
	constructor(private result: i32) {}

	get status(): i32 {
		return this.result < 0 ? this.result : 0;
	}

	get exists(): bool {
		return this.result > 0;
	}

	get ptr(): usize {
		return <usize>this.result + 4;
	}

	get length(): i32 {
		return this.result > 0 ? <i32>load<u32>(this.result) : 0;
	}

	toString(): string {
		return this.result > 0 ? String.UTF8.decodeUnsafe(this.ptr, this.length) : '';
	}

	free(): void {
		if (this.result > 0) heap.free(<usize>this.result);
		this.result = 0;
	}
}

function log(level: string, message: string): void {
	const name = bytesOf(level);
	const text = bytesOf(message);
	host_log(name.ptr, name.length, text.ptr, text.length);
	name.release();
	text.release();
}

export function logDebug(message: string): void {
	log('debug', message);
}

export function logInfo(message: string): void {
	log('info', message);
}

export function logWarn(message: string): void {
	log('warn', message);
}

export function logError(message: string): void {
	log('error', message);
}

/** Says why the call fails. Returns the negative status that the exported function must return. */
export function fail(message: string, status: i32 = INVALID): i32 {
	const text = bytesOf(message);
	host_set_error(text.ptr, text.length);
	text.release();
	return status;
}

/** Unix time in ms. */
export function now(): i64 {
	return host_get_time();
}

/** In [0, 1). */
export function random(): f64 {
	return host_random();
}

/** `total` 0: unknown. */
export function progress(done: i64, total: i64 = 0): void {
	host_progress(done, total);
}

/** One key of the configuration, as JSON. */
export function getConfig(key: string): Answer {
	const name = bytesOf(key);
	const answer = new Answer(host_get_config(name.ptr, name.length));
	name.release();
	return answer;
}

export function getEnv(variable: string): Answer {
	const name = bytesOf(variable);
	const answer = new Answer(host_get_env(name.ptr, name.length));
	name.release();
	return answer;
}

/** Up to `max` bytes from `offset` on. No bytes: the end of the file. */
export function readFile(path: string, offset: i64, max: i32): Answer {
	const name = bytesOf(path);
	const answer = new Answer(host_read_file(name.ptr, name.length, offset, max));
	name.release();
	return answer;
}

/** Replaces the file as a whole, in one step. Returns 0 or a negative status. */
export function replaceFile(path: string, content: Bytes): i32 {
	return write(path, content, 0);
}

/** Returns 0 or a negative status. */
export function appendFile(path: string, content: Bytes): i32 {
	return write(path, content, 1);
}

function write(path: string, content: Bytes, mode: i32): i32 {
	const name = bytesOf(path);
	const status = host_write_file(name.ptr, name.length, content.ptr, content.length, mode);
	name.release();
	return min(status, 0);
}

/** A JSON array. */
export function listDir(path: string): Answer {
	const name = bytesOf(path);
	const answer = new Answer(host_list_dir(name.ptr, name.length));
	name.release();
	return answer;
}

/** Request and response are JSON objects (plugin ABI, `host_http`). */
export function http(request: Bytes): Answer {
	return new Answer(host_http(request.ptr, request.length));
}

export function getState(key: string): Answer {
	const name = bytesOf(key);
	const answer = new Answer(host_state_get(name.ptr, name.length));
	name.release();
	return answer;
}

export function setState(key: string, value: Bytes): i32 {
	const name = bytesOf(key);
	const status = host_state_set(name.ptr, name.length, value.ptr, value.length);
	name.release();
	return min(status, 0);
}

/**
 * What a security policy has to say for a path, word for word, as the end of a sentence. `access` is what stands behind the
 * path: `:ro`, or nothing where it is written.
 */
export function howToAllow(path: string, access: string): string {
	const entry = new Bytes();
	writeText(entry, path + access);
	const text = `not permitted; its security policy (the grant) needs "allow_file_system": true and "allowed_paths": [${entry.toString()}]${whereRelative(path)}`;
	entry.release();
	return text;
}

/** Where a relative path begins, as the end of a sentence; empty for an absolute one. */
export function whereRelative(path: string): string {
	const first = path.length == 0 ? 0 : path.charCodeAt(0);
	const isDrive = path.length > 1 && path.charCodeAt(1) == 0x3a;
	if (first == 0x2f || first == 0x5c || first == 0x7e || isDrive) return '';
	return "; a relative path begins in the plugin's data folder, so name a file elsewhere by its whole path";
}

/** A status in words, for a sentence such as "cannot read x: …". */
export function explain(status: i32): string {
	if (status == NOT_FOUND) return 'no such file or folder';
	if (status == NOT_PERMITTED) return 'not permitted by the grant of this plugin';
	if (status == TOO_LARGE) return 'too large';
	if (status == NO_SPACE) return 'no space left';
	if (status == TIMED_OUT) return 'timed out';
	if (status == CANCELLED) return 'cancelled';
	if (status == IO_ERROR) return 'input or output error';
	if (status == INVALID) return 'the host refused the request as invalid';
	return `error ${status}`;
}
