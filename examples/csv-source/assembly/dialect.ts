// How a file separates and quotes its fields, found out from its beginning.
import { isNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { INCOMPLETE, RowReader, UNTIDY } from './row-reader';

/** Rows that decide. */
const ROWS: i32 = 20;
/** Rows before the header that may be titles. */
const TITLES: i32 = 5;
/** The order decides between equals. */
const candidates: StaticArray<u8> = [0x2c, 0x3b, 0x09, 0x7c];

/** What the first rows look like when a delimiter cuts them. */
class Look {
	/** `mayHaveTitles`: whether rows in front of the header are looked for. */
	constructor(private mayHaveTitles: bool) {}

	rows: i32 = 0;
	/** Rows with one field before the first with several. */
	titles: i32 = 0;
	/** Fields of the first row with several. */
	fields: i32 = 0;
	/** Rows from that one on that have as many. */
	agreeing: i32 = 0;
	/** Whether that row could be a header: every field says something, and none is a number. */
	named: bool = false;
	cells: i32 = 0;
	/** Cells in which no other delimiter stands but where text and numbers have it. */
	clean: i32 = 0;

	/** Whether the rows in front are titles: a header and rows of as many fields follow. */
	get hasTitles(): bool {
		const behind = this.rows - this.titles;
		return (
			this.mayHaveTitles &&
			this.titles > 0 &&
			this.titles <= TITLES &&
			this.named &&
			behind > 1 &&
			this.agreeing == behind
		);
	}

	/** Part of the rows that agree (in 1000ths), then of the cells that are clean, then the number of fields. */
	get score(): i64 {
		if (this.fields < 2 || (this.titles > 0 && !this.hasTitles)) return 0;
		// Titles count against a delimiter, but less than rows that do not agree.
		const agreement = this.titles > 0 ? 950 : (this.agreeing * 1000) / this.rows;
		return (<i64>agreement * 1001 + (this.clean * 1000) / this.cells) * 1000 + min(this.fields, 999);
	}
}

export class Beginning {
	delimiter: u8 = 0x2c;
	/** Rows before the header. */
	titles: i32 = 0;
}

/**
 * The delimiter that cuts the first rows best, or the one that is given (0: none), and the titles before them.
 * `last`: the file ends at `end`.
 */
export function lookAt(reader: RowReader, p: usize, end: usize, last: bool, given: u8, mayHaveTitles: bool): Beginning {
	const found = new Beginning();
	const dialect = reader.dialect;
	if (given != 0) {
		dialect.delimiter = given;
		const look = lookWith(reader, p, end, last, mayHaveTitles);
		found.delimiter = given;
		found.titles = look.hasTitles ? look.titles : 0;
		return found;
	}
	let best: i64 = 0;
	for (let i = 0; i < candidates.length; i++) {
		dialect.delimiter = candidates[i];
		const look = lookWith(reader, p, end, last, mayHaveTitles);
		if (look.score <= best) continue;
		best = look.score;
		found.delimiter = candidates[i];
		found.titles = look.titles;
	}
	dialect.delimiter = found.delimiter;
	return found;
}

function lookWith(reader: RowReader, p: usize, end: usize, last: bool, mayHaveTitles: bool): Look {
	const look = new Look(mayHaveTitles);
	while (p < end && look.rows < ROWS) {
		// A row that is cut off by what was read decides only where there is no other.
		if (reader.next(p, end, last || look.rows == 0) == INCOMPLETE) break;
		p = reader.after;
		if (!reader.isEmptyLine) add(look, reader);
	}
	return look;
}

function add(look: Look, reader: RowReader): void {
	look.rows++;
	const count = reader.count;
	if (look.fields == 0) {
		if (count == 1) {
			look.titles++;
			return;
		}
		look.fields = count;
		look.named = isHeader(reader);
	}
	if (count == look.fields) look.agreeing++;
	look.cells += count;
	for (let i = 0; i < count; i++) {
		const flags = reader.flags(i);
		// Text behind a closing quote is what a wrong delimiter leaves as well.
		if (flags != 0 ? (flags & UNTIDY) == 0 : isClean(reader.start(i), reader.end(i))) look.clean++;
	}
}

function isHeader(reader: RowReader): bool {
	for (let i = 0; i < reader.count; i++) {
		const start = reader.start(i);
		const end = reader.end(i);
		if (start == end || load<u8>(start) == 0x20 || isNumber(start, end)) return false;
	}
	return true;
}

/** `48,85` and `Meier, Hans` are what people write; ` Hans;12` is what a wrong delimiter leaves. */
function isClean(start: usize, end: usize): bool {
	if (start < end && load<u8>(start) == 0x20) return false;
	for (let p = start; p < end; p++) {
		const c = load<u8>(p);
		if (c == 0x09 || c == 0x7c) return false;
		if (c != 0x2c && c != 0x3b) continue;
		if (p == start || p + 1 == end) return false;
		const next = load<u8>(p + 1);
		if (next != 0x20 && (c == 0x3b || !isDigit(load<u8>(p - 1)) || !isDigit(next))) return false;
	}
	return true;
}

/** The byte that an Excel `sep=;` line at `p` names, 0 where none stands there; `sepLineEnd` is behind the line. */
export function sepLine(p: usize, end: usize): u8 {
	let at = p;
	const quoted = at < end && load<u8>(at) == 0x22;
	if (quoted) at++;
	if (at + 5 > end || (load<u32>(at) | 0x00202020) != 0x3d706573) return 0;
	const delimiter = load<u8>(at + 4);
	if (delimiter <= 0x20 ? delimiter != 0x09 && delimiter != 0x20 : isWordByte(delimiter) || delimiter == 0x22) return 0;
	at += 5;
	// A program that fills up rows adds delimiters.
	while (at < end && load<u8>(at) == delimiter) at++;
	if (quoted) {
		if (at >= end || load<u8>(at) != 0x22) return 0;
		at++;
	}
	if (at < end && load<u8>(at) == 0x0d) at++;
	else if (at < end && load<u8>(at) != 0x0a) return 0;
	if (at < end && load<u8>(at) == 0x0a) at++;
	sepLineEnd = at;
	return delimiter;
}

export let sepLineEnd: usize = 0;

function isWordByte(c: u8): bool {
	return isDigit(c) || c >= 0x80 || <u8>((c | 0x20) - 0x61) < 26;
}
