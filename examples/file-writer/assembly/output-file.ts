// Where the bytes go. Output is handed to the host in large pieces that end with a whole record, so the file never ends
// in the middle of one.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import {
	Answer,
	appendFile,
	explain,
	howToAllow,
	NO_SPACE,
	NOT_FOUND,
	NOT_PERMITTED,
	readFile,
	replaceFile,
} from '../../../sdk/assemblyscript/assembly/host';

/** Size of one append. */
const PIECE: i32 = 1_048_576;
/** Up to this much is held back and written in one step when all is there: small files change as a whole or not at all. */
const WHOLE: i32 = 4_194_304;

export class OutputFile {
	readonly pending: Bytes = new Bytes();
	/** What went wrong; empty: nothing. After a failure nothing more is written. */
	problem: string = '';
	/** Bytes that the host has taken. */
	written: i64 = 0;
	/** Whether what comes next is appended. */
	private started: bool;

	constructor(
		readonly path: string,
		private append: bool,
	) {
		this.started = append;
	}

	/** The size of what an append would follow, bytes. Sets `problem` where the file cannot be read. */
	inspect(): i64 {
		const size = this.size();
		if (size <= 0) return 0;
		const last = readFile(this.path, size - 1, 1);
		const ended = last.length == 0 || load<u8>(last.ptr) == 0x0a;
		last.free();
		// A last line that was never ended must not swallow the first record.
		if (!ended) this.pending.byte(0x0a);
		return size;
	}

	/** The first bytes of the file. */
	head(most: i32): Answer {
		return readFile(this.path, 0, most);
	}

	/** The size of the file, found by asking for single bytes; 0 where there is none. */
	private size(): i64 {
		let above: i64 = 1;
		while (this.hasByte(above - 1)) above *= 2;
		let low: i64 = above / 2;
		while (low < above) {
			const middle = (low + above) / 2;
			if (this.hasByte(middle)) low = middle + 1;
			else above = middle;
		}
		return low;
	}

	private hasByte(offset: i64): bool {
		if (this.problem != '') return false;
		const answer = readFile(this.path, offset, 1);
		const status = answer.status;
		const has = answer.length > 0;
		answer.free();
		if (status < 0 && status != NOT_FOUND) this.problem = describe(this.path, status);
		return has;
	}

	/** Hands on what is pending where it is enough. False after a failure. */
	advance(): bool {
		if (this.pending.length < (this.started ? PIECE : WHOLE)) return true;
		return this.flush();
	}

	/** Hands on all that is pending. False after a failure. */
	flush(): bool {
		if (this.problem != '') return false;
		if (this.pending.length == 0 && this.started) return true;
		const status = this.started ? appendFile(this.path, this.pending) : replaceFile(this.path, this.pending);
		if (status < 0) {
			this.problem = describe(this.path, status);
			this.pending.release();
			return false;
		}
		this.started = true;
		this.written += this.pending.length;
		this.pending.clear();
		return true;
	}
}

function describe(path: string, status: i32): string {
	if (status == NOT_PERMITTED) {
		return `cannot write ${path}: ${howToAllow(path, '')}`;
	}
	if (status == NO_SPACE) return `cannot write ${path}: no space left; what it holds so far ends with a whole record`;
	return `cannot write ${path}: ${explain(status)}`;
}
