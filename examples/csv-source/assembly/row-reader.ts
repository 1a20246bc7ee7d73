// Cuts one row into fields, which stay where they are (RFC 4180, and what real files make of it).

/** A field: start, end (without quotes), flags. */
const ENTRY: i32 = 12;
export const QUOTED: i32 = 1;
/** It has doubled quotes. */
export const DOUBLED: i32 = 2;
/** Its quotes have backslashes in front of them. */
export const ESCAPED: i32 = 4;
/** Something follows its closing quote: it is taken as it stands, quotes and all. */
export const UNTIDY: i32 = 8;

const BACKSLASH: u8 = 0x5c;

/** How a file separates and quotes its fields. */
export class Dialect {
	delimiter: u8 = 0x2c;
	/** 0: none. */
	quote: u8 = 0x22;
	/** Whether a backslash in a quoted field takes the meaning from a quote or backslash behind it. */
	escapes: bool = false;
}

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
	/** Where the row ends, its line end left out. */
	stop: usize = 0;
	/** Whether a quote was never closed. */
	unclosed: bool = false;
	/** Whether something follows a closing quote. */
	untidy: bool = false;
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

	/** One field without a character in it, or quotes around it. */
	get isBlank(): bool {
		return this.count == 1 && this.start(0) == this.end(0) && this.flags(0) == 0;
	}

	/** One field of spaces alone, or of nothing. */
	get isEmptyLine(): bool {
		return this.count == 1 && this.flags(0) == 0 && skipSpaces(this.start(0), this.end(0), 0) == this.end(0);
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
		this.untidy = false;
		while (true) {
			const start = p;
			let first: u8 = p < end ? load<u8>(p) : 0;
			if (first == 0x20 && quote != 0) {
				p = skipSpaces(p, end, delimiter);
				first = p < end ? load<u8>(p) : 0;
			}
			if (first == quote && quote != 0) {
				p = this.quotedField(start, p + 1, end);
				if (p == 0) {
					if (!last) return INCOMPLETE;
					this.unclosed = true;
					this.add(start, end, QUOTED);
					p = end;
				}
			} else {
				p = skipField(p, end, delimiter);
				this.add(start, p, 0);
			}
			if (p >= end) {
				if (!last) return INCOMPLETE;
				this.stop = this.after = p;
				return ROW;
			}
			const c = load<u8>(p++);
			if (c == delimiter) continue;
			this.stop = p - 1;
			if (c == 0x0d) {
				if (p >= end && !last) return INCOMPLETE;
				if (p < end && load<u8>(p) == 0x0a) p++;
			}
			this.lines++;
			this.after = p;
			return ROW;
		}
	}

	/**
	 * Adds the quoted field whose first byte is at `start`, spaces in front included, and whose text is at `text`.
	 * Returns where it ends, 0 where its closing quote is not there.
	 */
	private quotedField(start: usize, text: usize, end: usize): usize {
		const delimiter = this.dialect.delimiter;
		const lines = this.lines;
		this.escaped = false;
		const escapes = this.dialect.escapes;
		const stop = escapes ? this.escapedQuote(text, end) : this.closingQuote(text, end);
		if (stop == 0) return 0;
		if (stop + 1 < end && load<u8>(stop + 1) == delimiter) {
			this.addQuoted(text, stop);
			return stop + 1;
		}
		const after = skipSpaces(stop + 1, end, delimiter);
		if (endsField(after, end, delimiter)) {
			this.addQuoted(text, stop);
			return after;
		}
		// A quote that closes nothing, with a backslash before it, was not meant to close.
		if (!escapes && load<u8>(stop - 1) == BACKSLASH) {
			const strict = this.lines;
			this.lines = lines;
			// Looked for on its line alone, so that one stray quote costs no more than that.
			const meant = this.escapedQuote(text, endOfLine(stop, end));
			const behind = meant == 0 ? end : skipSpaces(meant + 1, end, delimiter);
			if (meant != 0 && endsField(behind, end, delimiter)) {
				this.addQuoted(text, meant);
				return behind;
			}
			this.lines = strict;
		}
		this.untidy = true;
		const bare = skipField(after, end, delimiter);
		this.add(start, bare, QUOTED | UNTIDY);
		return bare;
	}

	private addQuoted(start: usize, end: usize): void {
		this.add(start, end, QUOTED | (this.doubled ? DOUBLED : 0) | (this.escaped ? ESCAPED : 0));
	}

	private doubled: bool = false;
	private escaped: bool = false;

	/** The quote that closes a field, 0 where there is none. */
	private closingQuote(p: usize, end: usize): usize {
		const quote = this.dialect.quote;
		const quotes: u64 = 0x0101010101010101 * <u64>quote;
		this.doubled = false;
		while (p < end) {
			// Eight bytes at a time; the lowest mark is a quote or a line feed for certain.
			while (p + 8 <= end) {
				const w = load<u64>(p);
				const q = w ^ quotes;
				const l = w ^ 0x0a0a0a0a0a0a0a0a;
				const marks = (((q - 0x0101010101010101) & ~q) | ((l - 0x0101010101010101) & ~l)) & 0x8080808080808080;
				if (marks != 0) {
					p += <usize>(ctz(marks) >> 3);
					break;
				}
				p += 8;
			}
			if (p >= end) return 0;
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

	/** The same where a backslash takes the meaning from what is behind it. */
	private escapedQuote(p: usize, end: usize): usize {
		const quote = this.dialect.quote;
		this.doubled = false;
		this.escaped = false;
		while (p < end) {
			const c = load<u8>(p);
			if (c == BACKSLASH) {
				this.escaped = true;
				p++;
				if (p < end && load<u8>(p) == 0x0a) this.lines++;
			} else if (c == 0x0a) {
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

function endOfLine(p: usize, end: usize): usize {
	while (p < end && load<u8>(p) != 0x0a && load<u8>(p) != 0x0d) p++;
	return p;
}

/** Spaces stand between a delimiter and a quote where people write by hand. */
function skipSpaces(p: usize, end: usize, delimiter: u8): usize {
	if (delimiter != 0x20) while (p < end && load<u8>(p) == 0x20) p++;
	return p;
}

/** Whether a field may end at `p`. */
function endsField(p: usize, end: usize, delimiter: u8): bool {
	if (p >= end) return true;
	const c = load<u8>(p);
	return c == delimiter || c == 0x0a || c == 0x0d;
}
