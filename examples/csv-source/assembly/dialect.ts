/** How a file separates and quotes its fields. 0 as a quote: none. */
export class Dialect {
	delimiter: u8 = 0x2c;
	quote: u8 = 0x22;
}

/** Rows that decide. */
const ROWS: i32 = 20;
/** The order decides between equals. */
const candidates: StaticArray<u8> = [0x2c, 0x3b, 0x09, 0x7c];

/** The delimiter that cuts the first rows into the same number of fields, more than one; a comma where none does. */
export function detectDelimiter(p: usize, end: usize, quote: u8): u8 {
	let best: u8 = 0x2c;
	let bestScore = 0;
	for (let i = 0; i < candidates.length; i++) {
		const score = judge(p, end, quote, candidates[i]);
		if (score > bestScore) {
			bestScore = score;
			best = candidates[i];
		}
	}
	return best;
}

/** Part of the rows that agree with the first one (in 1000ths) times 1000, plus its number of delimiters. */
function judge(p: usize, end: usize, quote: u8, delimiter: u8): i32 {
	let rows = 0;
	let agreeing = 0;
	let first = -1;
	let count = 0;
	let quoted = false;
	let filled = false;
	for (; p < end && rows < ROWS; p++) {
		const c = load<u8>(p);
		if (c == quote && quote != 0) quoted = !quoted;
		else if (!quoted && c == delimiter) count++;
		if (!quoted && (c == 0x0a || c == 0x0d)) {
			if (filled) {
				if (first < 0) first = count;
				if (count == first) agreeing++;
				rows++;
			}
			count = 0;
			filled = false;
		} else {
			filled = true;
		}
	}
	// What is left is a whole row only where the text ends here; it decides where there is no other.
	if (rows == 0 && filled) {
		first = count;
		rows = 1;
		agreeing = 1;
	}
	return first <= 0 ? 0 : ((agreeing * 1000) / rows) * 1000 + min(first, 999);
}
