// The first row of a CSV file that rows are added to.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';

const QUOTE: u8 = 0x22;

/** What another file says of itself by its first row. */
export class FirstRow {
	names: string[] = [];
	delimiter: u8 = 0;
	crlf: bool = false;
	/** What is wrong with it; empty: nothing. */
	problem: string = '';
}

/**
 * Reads the first row. `wanted` 0: the delimiter is the one among comma, semicolon, tab and bar that cuts the row into
 * most fields, `usual` where several do. `whole`: the bytes are all that the file has.
 */
export function readFirstRow(ptr: usize, length: i32, whole: bool, wanted: u8, usual: u8): FirstRow {
	const row = new FirstRow();
	let start = ptr;
	const end = ptr + length;
	if (length >= 2 && (load<u16>(ptr) == 0xfeff || load<u16>(ptr) == 0xfffe)) {
		row.problem = 'it is UTF-16; only UTF-8 is written';
		return row;
	}
	if (length >= 3 && (load<u32>(ptr) & 0xffffff) == 0xbfbbef) start += 3;
	let delimiter = wanted;
	// Excel's way to name the delimiter in a line before the header.
	if (start + 5 < end && load<u32>(start) == 0x3d706573 && load<u8>(start + 5) < 0x20) {
		if (delimiter == 0) delimiter = load<u8>(start + 4);
		start += 5;
		while (start < end && (load<u8>(start) == 0x0d || load<u8>(start) == 0x0a)) start++;
	}
	if (start == end) return row;
	if (delimiter == 0) delimiter = mostCutting(start, end, usual);
	row.delimiter = delimiter;
	const after = readRow(start, end, delimiter, row.names);
	if (after == 0 && !whole) {
		row.names = [];
		row.problem = `its first row is longer than ${length} bytes`;
		return row;
	}
	row.crlf = after != 0 && load<u8>(after - 1) == 0x0a && after - 2 >= start && load<u8>(after - 2) == 0x0d;
	return row;
}

function mostCutting(start: usize, end: usize, usual: u8): u8 {
	const known: u8[] = [usual, 0x2c, 0x3b, 0x09, 0x7c];
	let best = usual;
	let most = 0;
	for (let i = 0; i < known.length; i++) {
		const names: string[] = [];
		readRow(start, end, known[i], names);
		// Text behind a closing quote is what a wrong delimiter leaves.
		const cut = untidy ? 1 : names.length;
		if (cut > most) {
			most = cut;
			best = known[i];
		}
	}
	return best;
}

/** Whether text follows a closing quote in the row that `readRow` read last. */
let untidy: bool = false;

/** Appends the fields of a row. Returns where the next row begins, or 0 where the bytes end before the row does. */
function readRow(start: usize, end: usize, delimiter: u8, names: string[]): usize {
	const field = new Bytes();
	let p = start;
	untidy = false;
	while (true) {
		field.clear();
		const quoted = p < end && load<u8>(p) == QUOTE;
		if (quoted) {
			p++;
			while (p < end) {
				const c = load<u8>(p++);
				if (c == QUOTE) {
					if (p >= end || load<u8>(p) != QUOTE) break;
					p++;
				}
				field.byte(c);
			}
		}
		while (p < end) {
			const c = load<u8>(p);
			if (c == delimiter || c == 0x0a || c == 0x0d) break;
			if (quoted) untidy = true;
			field.byte(c);
			p++;
		}
		names.push(field.toString());
		if (p >= end || load<u8>(p) != delimiter) break;
		p++;
	}
	field.release();
	if (p >= end) return 0;
	const isPair = load<u8>(p) == 0x0d && p + 1 < end && load<u8>(p + 1) == 0x0a;
	return p + (isPair ? 2 : 1);
}
