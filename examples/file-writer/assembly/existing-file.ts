// The first row of a CSV file that rows are added to, read as `csv-source` reads it.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isKnown, mayDelimit } from './delimiters';

const QUOTE: u8 = 0x22;
const SPACE: u8 = 0x20;

/** What another file says of itself by its first row. */
export class FirstRow {
	names: string[] = [];
	delimiter: u8 = 0;
	crlf: bool = false;
	/** What is wrong with it; empty: nothing. */
	problem: string = '';
	/** The same row as another delimiter cuts it that nobody named; null: none does. */
	other: FirstRow | null = null;
	/** Whether each field is in quotes or has neither quotes nor what is mostly a delimiter: a row of this plugin. */
	isClean: bool = true;
	/** Where the next row begins; 0: the bytes end before this one does. */
	after: usize = 0;
	/** Whether text follows a closing quote, or a quote never closes: what a wrong delimiter leaves. */
	isUntidy: bool = false;
}

/**
 * Reads the first row. `wanted` 0: the delimiter is found out, `usual` where nothing tells. `whole`: the bytes are all
 * that the file has.
 */
export function readFirstRow(ptr: usize, length: i32, whole: bool, wanted: u8, usual: u8): FirstRow {
	let start = ptr;
	const end = ptr + length;
	if (length >= 2 && (load<u16>(ptr) == 0xfeff || load<u16>(ptr) == 0xfffe)) {
		return failed('it is UTF-16; only UTF-8 is written');
	}
	while (start + 3 <= end && (load<u32>(start) & 0xffffff) == 0xbfbbef) start += 3;
	let delimiter = wanted;
	// Excel's way to name the delimiter in a line before the header.
	if (start + 5 < end && load<u32>(start) == 0x3d706573 && load<u8>(start + 5) < SPACE) {
		if (delimiter == 0) delimiter = load<u8>(start + 4);
		start += 5;
		while (start < end && (load<u8>(start) == 0x0d || load<u8>(start) == 0x0a)) start++;
	}
	if (start == end) return new FirstRow();
	const row = delimiter == 0 ? bestRow(start, end, usual) : readRow(start, end, delimiter);
	if (row.after == 0 && !whole) return failed(`its first row is longer than ${length} bytes`);
	return row;
}

function failed(problem: string): FirstRow {
	const row = new FirstRow();
	row.problem = problem;
	return row;
}

/**
 * The row as comma, semicolon, tab or bar cut it into most fields. One that leaves each field clean comes first: in a row
 * of this plugin the wrong ones never do, since there whatever could be a delimiter stands in quotes.
 */
function bestRow(start: usize, end: usize, usual: u8): FirstRow {
	const known: u8[] = [usual, 0x2c, 0x3b, 0x09, 0x7c];
	let best = readRow(start, end, usual);
	for (let i = 0; i < known.length; i++) {
		const row = readRow(start, end, known[i]);
		if (row.isUntidy || row.names.length < 2) continue;
		const isMore = best.isUntidy || best.names.length < 2 || (row.isClean && !best.isClean);
		if (isMore || (row.isClean == best.isClean && row.names.length > best.names.length)) best = row;
	}
	if (best.isClean && best.names.length > 1) return best;
	const other = otherRow(start, end);
	if (other === null) return best;
	// One field says nothing: it may have been one.
	if (!best.isClean) return other;
	best.other = other;
	return best;
}

/** The row as the first delimiter outside of quotes cuts it that is none of the usual ones, if it does so cleanly. */
function otherRow(start: usize, end: usize): FirstRow | null {
	let isQuoted = false;
	for (let p = start; p < end; p++) {
		const c = load<u8>(p);
		if (c == QUOTE) isQuoted = !isQuoted;
		if (isQuoted) continue;
		if (c == 0x0a || c == 0x0d) break;
		if (!mayDelimit(c) || isKnown(c)) continue;
		const row = readRow(start, end, c);
		return row.isClean && row.names.length > 1 ? row : null;
	}
	return null;
}

function readRow(start: usize, end: usize, delimiter: u8): FirstRow {
	const row = new FirstRow();
	row.delimiter = delimiter;
	const field = new Bytes();
	let p = start;
	while (true) {
		field.clear();
		const first = p;
		p = skipSpaces(p, end, delimiter);
		const isQuoted = p < end && load<u8>(p) == QUOTE;
		const stop = isQuoted ? readQuoted(p + 1, end, field) : p;
		p = stop == 0 ? end : skipSpaces(stop, end, delimiter);
		if (!isQuoted || stop == 0 || (p < end && !endsField(p, delimiter))) {
			if (isQuoted) row.isUntidy = true;
			// As it stands, with its quotes.
			while (p < end && !endsField(p, delimiter)) p++;
			field.clear();
			field.span(first, p);
			for (let q = first; q < p; q++) if (load<u8>(q) == QUOTE || isKnown(load<u8>(q))) row.isClean = false;
		}
		row.names.push(field.toString());
		if (p >= end || load<u8>(p) != delimiter) break;
		p++;
	}
	field.release();
	if (row.isUntidy) row.isClean = false;
	if (p >= end) return row;
	row.crlf = load<u8>(p) == 0x0d && p + 1 < end && load<u8>(p + 1) == 0x0a;
	row.after = p + (row.crlf ? 2 : 1);
	return row;
}

/** Appends the text in quotes that begins at `p`. Returns what is behind its closing quote, or 0 where none closes it. */
function readQuoted(p: usize, end: usize, field: Bytes): usize {
	while (p < end) {
		const c = load<u8>(p++);
		if (c == QUOTE) {
			if (p >= end || load<u8>(p) != QUOTE) return p;
			p++;
		}
		field.byte(c);
	}
	return 0;
}

function endsField(p: usize, delimiter: u8): bool {
	const c = load<u8>(p);
	return c == delimiter || c == 0x0a || c == 0x0d;
}

/** Spaces stand around quotes where people write by hand. */
function skipSpaces(p: usize, end: usize, delimiter: u8): usize {
	if (delimiter != SPACE) while (p < end && load<u8>(p) == SPACE) p++;
	return p;
}
