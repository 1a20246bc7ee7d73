/** Told where a record begins and ends in the file; false: that was enough. */
export type Found = (start: number, end: number) => boolean;

/**
 * Finds where records begin and end, of bytes that come in pieces. It is begun at a record's first byte, or at what stands
 * before it, and knows nothing of what a record holds beyond what tells its end.
 */
export interface RecordScanner {
	/** `data[0, length)` stands at `offset` in the file. False: `found` had enough. */
	push(data: Buffer, length: number, offset: number, found: Found): boolean;
	/** Nothing follows: the file is `size` bytes long. */
	end(size: number, found: Found): boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** A line that is not blank is a record. */
export class LineScanner implements RecordScanner {
	#start: number;
	/** What was seen of the line so far holds more than white space. */
	#hasInk = false;

	constructor(start: number) {
		this.#start = start;
	}

	push(data: Buffer, length: number, offset: number, found: Found): boolean {
		for (let at = 0; at < length; ) {
			const line = data.indexOf(LF, at);
			const end = line === -1 || line >= length ? length : line;
			this.#hasInk ||= hasInk(data, at, end);
			if (end === length) return true;
			const start = this.#start;
			const isRecord = this.#hasInk;
			this.#start = offset + end + 1;
			this.#hasInk = false;
			if (isRecord && !found(start, offset + end)) return false;
			at = end + 1;
		}
		return true;
	}

	end(size: number, found: Found): boolean {
		return !this.#hasInk || found(this.#start, size);
	}
}

function hasInk(data: Buffer, from: number, to: number): boolean {
	for (let at = from; at < to; at++) if (!isSpace(data[at] as number)) return true;
	return false;
}

function isSpace(byte: number): boolean {
	return byte === 0x20 || byte === 0x09 || byte === CR || byte === LF;
}

/** Everything is one record, which need not be read to be found. */
export class WholeScanner implements RecordScanner {
	readonly #start: number;

	constructor(start: number) {
		this.#start = start;
	}

	push(): boolean {
		return true;
	}

	end(size: number, found: Found): boolean {
		return found(this.#start, size);
	}
}

const OPEN = 1;
const CLOSE = 2;
const containers = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte === 0x5b || byte === 0x7b ? OPEN : byte === 0x5d || byte === 0x7d ? CLOSE : 0,
);

/** The elements of a JSON list, by its brackets and strings alone; what follows its end is a record that is none. */
export class ListScanner implements RecordScanner {
	#depth: number;
	/** Of the element under way; -1: it has not begun. */
	#start = -1;
	#inString = false;
	#isEscaped = false;
	#isOver = false;

	/** `isInside`: it begins at an element, not at the list. */
	constructor(isInside: boolean) {
		this.#depth = isInside ? 1 : 0;
	}

	push(data: Buffer, length: number, offset: number, found: Found): boolean {
		for (let at = 0; at < length; at++) {
			if (this.#inString) {
				at = this.#skipString(data, at, length);
				continue;
			}
			const byte = data[at] as number;
			if (isSpace(byte)) continue;
			if (this.#isOver) {
				if (this.#start < 0) this.#start = offset + at;
				return true;
			}
			const kind = containers[byte];
			if (this.#depth === 0 && kind === OPEN) this.#depth = 1;
			else if (this.#depth === 1 && (byte === COMMA || kind === CLOSE)) {
				const start = this.#start;
				this.#start = -1;
				this.#isOver = kind === CLOSE;
				if (start >= 0 ? !found(start, offset + at) : byte === COMMA && !found(offset + at, offset + at)) return false;
			} else {
				if (this.#start < 0) this.#start = offset + at;
				if (byte === QUOTE) this.#inString = true;
				else if (kind === OPEN) this.#depth++;
				else if (kind === CLOSE) this.#depth--;
			}
		}
		return true;
	}

	end(size: number, found: Found): boolean {
		return this.#start < 0 || found(this.#start, size);
	}

	/** The place of the last byte that was looked at. */
	#skipString(data: Buffer, from: number, length: number): number {
		for (let at = from; at < length; at++) {
			if (this.#isEscaped) this.#isEscaped = false;
			else if (data[at] === BACKSLASH) this.#isEscaped = true;
			else if (data[at] === QUOTE) {
				this.#inString = false;
				return at;
			}
		}
		return length;
	}
}

/** Lines of a table (RFC 4180): a line feed within quotes ends none. Empty lines are none. */
export class TableScanner implements RecordScanner {
	readonly #delimiter: number;
	#start: number;
	#atField = true;
	#inQuotes = false;
	/** The byte before was a quote that ended a text, unless another one follows. */
	#afterQuote = false;
	/** Of the piece before. */
	#endsWithCr = false;

	constructor(start: number, delimiter: number) {
		this.#start = start;
		this.#delimiter = delimiter;
	}

	push(data: Buffer, length: number, offset: number, found: Found): boolean {
		/** The next quote, wherever it stands. */
		let quote = -1;
		for (let at = 0; at < length; ) {
			if (this.#inQuotes) {
				const close = nextOf(data, QUOTE, at, length);
				if (close === length) return true;
				this.#inQuotes = false;
				this.#afterQuote = true;
				at = close + 1;
				continue;
			}
			if (quote < at) quote = nextOf(data, QUOTE, at, length);
			// Before the next quote a line's end is what it is.
			const line = offset + at === this.#start ? nextOf(data, LF, at, length) : length;
			if (line < quote) {
				at = line + 1;
				if (!this.#endLine(data, line, offset, found)) return false;
				continue;
			}
			const byte = data[at] as number;
			if (byte === QUOTE && (this.#atField || this.#afterQuote)) this.#inQuotes = true;
			else if (byte === LF) {
				if (!this.#endLine(data, at, offset, found)) return false;
			}
			this.#atField = byte === LF || byte === this.#delimiter;
			this.#afterQuote = false;
			at++;
		}
		this.#endsWithCr = data[length - 1] === CR;
		return true;
	}

	end(size: number, found: Found): boolean {
		const isEmpty = this.#start >= size || (this.#start === size - 1 && this.#endsWithCr);
		return isEmpty || found(this.#start, size);
	}

	#endLine(data: Buffer, line: number, offset: number, found: Found): boolean {
		const start = this.#start;
		const end = offset + line;
		this.#start = end + 1;
		this.#atField = true;
		this.#afterQuote = false;
		const isEmpty = start === end || (start === end - 1 && (line === 0 ? this.#endsWithCr : data[line - 1] === CR));
		return isEmpty || found(start, end);
	}
}

/** `length` where there is none. */
function nextOf(data: Buffer, byte: number, from: number, length: number): number {
	const at = data.indexOf(byte, from);
	return at === -1 || at > length ? length : at;
}
