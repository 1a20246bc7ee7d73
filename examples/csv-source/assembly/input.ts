// The file as a window of bytes that moves forward, one read of the host at a time.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import {
	explain,
	howToAllow,
	INVALID,
	NOT_FOUND,
	NOT_PERMITTED,
	progress,
	readFile,
	whereRelative,
} from '../../../sdk/assemblyscript/assembly/host';

const CHUNK: i32 = 1_048_576;
const MOST: i32 = 8_388_608;

export class Input {
	/** Set when the host has no more. */
	ended: bool = false;
	/** The status of a failed read, 0: none. */
	status: i32 = 0;
	private window: Bytes = new Bytes();
	private used: i32 = 0;

	/** `offset`: where the window begins in the file. */
	constructor(
		readonly path: string,
		private offset: i64 = 0,
	) {}

	/** Next byte that nobody took. */
	get at(): usize {
		return this.window.ptr + this.used;
	}

	get end(): usize {
		return this.window.ptr + this.window.length;
	}

	/** Whether the file could not be opened for want of a permission, which may be given later. */
	get isDenied(): bool {
		return this.status == NOT_PERMITTED && this.offset == 0;
	}

	/** Bytes that are there and that nobody took. */
	get pending(): i32 {
		return this.window.length - this.used;
	}

	/** Where a byte of the window stands in the file, from 0. */
	offsetOf(byte: usize): i64 {
		return this.offset - <i64>(this.end - byte);
	}

	take(upTo: usize): void {
		this.used = <i32>(upTo - this.window.ptr);
	}

	/** Gets more behind what is pending; the bytes move. False after a failed read. */
	more(): bool {
		if (this.used > 0) this.window.shift(this.used);
		this.used = 0;
		// As much again as is pending: a record of any length is looked at a bounded number of times.
		const answer = readFile(this.path, this.offset, min(max(CHUNK, this.window.length), MOST));
		this.status = answer.status;
		if (this.status < 0) return false;
		const length = answer.length;
		if (length == 0) this.ended = true;
		else this.window.copy(answer.ptr, length);
		answer.free();
		this.offset += length;
		progress(this.offset);
		return true;
	}

	/** What a failed read means, naming the file. */
	problem(): string {
		return unreadable(this.path, this.status);
	}
}

/** That a file cannot be read, and why. */
export function unreadable(path: string, status: i32): string {
	if (status == NOT_PERMITTED) return `cannot read ${path}: ${howToAllow(path, ':ro')}`;
	if (status == NOT_FOUND) return `cannot read ${path}: ${explain(status)}${whereRelative(path)}`;
	if (status == INVALID) return `cannot read ${path}: it is not a file`;
	return `cannot read ${path}: ${explain(status)}`;
}
