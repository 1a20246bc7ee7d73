// The records of an input: NDJSON, or any sequence of JSON values with white space between them.
import { Bytes } from '../bytes';
import { fail } from '../host';
import { compact } from './compact';
import { Fields } from './fields';
import { errorAt, resetLineFeed, sawLineFeed, skipSpace } from './scan';

export class Records {
	readonly fields: Fields = new Fields();
	/** The record that `next` found, white space left out; it holds no line feed. */
	start: usize = 0;
	end: usize = 0;
	/** Number of that record, from 1. */
	number: i32 = 0;
	/** Whether the input ended early because it is not JSON. */
	broken: bool = false;
	private at: usize = 0;
	private limit: usize = 0;
	private single: Bytes = new Bytes();

	open(ptr: usize, length: i32): void {
		this.at = ptr;
		this.limit = ptr + length;
		this.number = 0;
		this.broken = false;
	}

	next(): bool {
		this.at = skipSpace(this.at, this.limit);
		if (this.at >= this.limit) return false;
		this.number++;
		resetLineFeed();
		const after = this.fields.parse(this.at, this.limit);
		if (after == 0) {
			this.broken = true;
			return false;
		}
		this.start = this.at;
		this.end = after;
		this.at = after;
		if (sawLineFeed) this.straighten();
		return true;
	}

	/** A record over several lines is moved to a line of its own. */
	private straighten(): void {
		this.single.clear();
		compact(this.single, this.start, this.end);
		this.start = this.single.ptr;
		this.end = this.single.ptr + this.single.length;
		this.fields.parse(this.start, this.end);
	}

	/** Reports to the host what is wrong with a broken input; returns the status to return. */
	failure(): i32 {
		const byte = errorAt > this.at ? errorAt - this.at : 0;
		return fail(`record ${this.number} is not JSON (byte ${byte} of it)`);
	}
}
