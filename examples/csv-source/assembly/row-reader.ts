// Cuts one row into fields, which stay where they are (RFC 4180, and what real files make of it).
import { Dialect } from './dialect';

/** A field: start, end (without quotes), flags. */
const ENTRY: i32 = 12;
export const QUOTED: i32 = 1;
/** It has doubled quotes, or text after its closing quote. */
export const UNCLEAN: i32 = 2;

/** `next` found a row, needs more bytes, or found the end. */
export const ROW: i32 = 0;
export const INCOMPLETE: i32 = 1;

/** The delimiter or line end that ends a field. */
function skipField(p: usize, end: usize, delimiter: u8): usize {
	for (; p < end; p++) {
		const c = load<u8>(p);
		if (c == delimiter || c == 0x0a || c == 0x0d) return p;
	}
	return p;
}

export class RowReader {
	/** Fields of the row. */
	count: i32 = 0;
	/** Where the next row begins. */
	after: usize = 0;
	/** Line feeds inside the row, its own included: for line numbers. */
	lines: i32 = 0;
	/** Whether a quote was never closed. */
	unclosed: bool = false;
	private table: usize = 0;
	private capacity: i32 = 0;

	constructor(readonly dialect: Dialect) {}

	start(index: i32): usize {
		return load<u32>(this.table + <usize>(index * ENTRY));
	}

	end(index: i32): usize {
		return load<u32>(this.table + <usize>(index * ENTRY), 4);
	}

	flags(index: i32): i32 {
		return load<i32>(this.table + <usize>(index * ENTRY), 8);
	}

	/** No field, or one without a character in it, or quotes around it. */
	get isBlank(): bool {
		return this.count == 1 && this.start(0) == this.end(0) && this.flags(0) == 0;
	}

	private add(start: usize, end: usize, flags: i32): void {
		if (this.count == this.capacity) {
			this.capacity = this.capacity * 2 + 32;
			const bytes = <usize>(this.capacity * ENTRY);
			this.table = this.table == 0 ? heap.alloc(bytes) : heap.realloc(this.table, bytes);
		}
		const entry = this.table + <usize>(this.count++ * ENTRY);
		store<u32>(entry, <u32>start);
		store<u32>(entry, <u32>end, 4);
		store<i32>(entry, flags, 8);
	}

	/** Reads a row that begins at `p`. `last`: no bytes follow after `end`. */
	next(p: usize, end: usize, last: bool): i32 {
		const delimiter = this.dialect.delimiter;
		const quote = this.dialect.quote;
		this.count = 0;
		this.lines = 0;
		this.unclosed = false;
		while (true) {
			let start = p;
			let stop: usize = 0;
			let flags = 0;
			if (p < end && quote != 0 && load<u8>(p) == quote) {
				flags = QUOTED;
				start = ++p;
				p = this.closingQuote(p, end);
				if (p == 0) {
					if (!last) return INCOMPLETE;
					this.unclosed = true;
					stop = p = end;
				} else {
					if (this.doubled) flags |= UNCLEAN;
					stop = p++;
				}
			}
			const bare = p;
			p = skipField(p, end, delimiter);
			if (flags == 0) stop = p;
			// Text behind a closing quote stays part of the field, quote and all.
			else if (p > bare && !this.unclosed) {
				stop = p;
				flags |= UNCLEAN;
			}
			if (p >= end) {
				if (!last) return INCOMPLETE;
				this.add(start, stop, flags);
				this.after = p;
				return ROW;
			}
			const c = load<u8>(p++);
			if (c == 0x0d) {
				if (p >= end && !last) return INCOMPLETE;
				if (p < end && load<u8>(p) == 0x0a) p++;
			}
			this.add(start, stop, flags);
			if (c == delimiter) continue;
			this.lines++;
			this.after = p;
			return ROW;
		}
	}

	private doubled: bool = false;

	/** The quote that closes a field, 0 where there is none. */
	private closingQuote(p: usize, end: usize): usize {
		const quote = this.dialect.quote;
		this.doubled = false;
		while (p < end) {
			const c = load<u8>(p);
			if (c == 0x0a) {
				this.lines++;
			} else if (c == quote) {
				if (p + 1 >= end || load<u8>(p + 1) != quote) return p;
				this.doubled = true;
				p++;
			}
			p++;
		}
		return 0;
	}
}
