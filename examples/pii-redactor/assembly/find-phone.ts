// Phone numbers, international (`+49 30 1234567`, `0049 …`) and national: with a leading 0 as in most of the world, or
// in the North American form of 3, 3 and 4 digits. Digits that could be anything (dates, plain numbers, versions) are
// left alone.
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';

const OPEN: u8 = 0x28;
const CLOSE: u8 = 0x29;
const PLUS: u8 = 0x2b;

/** Digits of the run that was read last, its first 20. */
const digits: usize = memory.data(20);
let count: i32 = 0;
/** Lengths of its groups of digits between separators, the first 8. */
const groups: usize = memory.data(8);
let groupCount: i32 = 0;
let slashes: i32 = 0;
/** The first separator, 0: none. */
let separator: u8 = 0;

function isSeparator(c: u8): bool {
	return c == 0x20 || c == 0x2d || c == 0x2e || c == 0x2f || c == OPEN || c == CLOSE;
}

/** Reads digits with at most two separators between them. Returns the end, after the last digit. */
function readRun(p: usize, end: usize): usize {
	count = 0;
	groupCount = 0;
	slashes = 0;
	separator = 0;
	let last = p;
	let group = 0;
	let gap = 0;
	while (p < end) {
		const c = load<u8>(p);
		if (isDigit(c)) {
			if (gap > 0 && group > 0) {
				if (groupCount < 8) store<u8>(groups + groupCount, <u8>group);
				groupCount++;
				group = 0;
			}
			if (count == 20) return last;
			store<u8>(digits + count++, c);
			group++;
			gap = 0;
			last = p + 1;
		} else if (isSeparator(c)) {
			if (++gap > 2) break;
			if (separator == 0) separator = c;
			if (c == 0x2f) slashes++;
		} else {
			break;
		}
		p++;
	}
	if (group > 0) {
		if (groupCount < 8) store<u8>(groups + groupCount, <u8>group);
		groupCount++;
	}
	return last;
}

function digit(index: i32): u8 {
	return load<u8>(digits + index) - 0x30;
}

function group(index: i32): u8 {
	return index < min(groupCount, 8) ? load<u8>(groups + index) : 0;
}

function isDate(): bool {
	// `01 23 45 67 89` is none: days and months are not parted by spaces alone.
	if (separator == 0x20 || groupCount < 3 || groupCount > 4) return false;
	return group(0) <= 2 && group(1) <= 2 && (group(2) == 4 || group(2) == 2) && digit(0) <= 3;
}

function isNorthAmerican(): bool {
	const first = groupCount == 4 && group(0) == 1 && digit(0) == 1 ? 1 : 0;
	if (groupCount != 3 + first || slashes > 0) return false;
	if (group(first) != 3 || group(first + 1) != 3 || group(first + 2) != 4) return false;
	return digit(first) >= 2 && digit(first + 3) >= 2;
}

/** Where a phone number that begins at `start` (a digit, a plus or an opening bracket) ends; 0 where none does. */
export function phoneEnd(start: usize, end: usize): usize {
	const c = load<u8>(start);
	const international = c == PLUS;
	const bracket = c == OPEN;
	const last = readRun(start + usize(international || bracket), end);
	if (count < 7) return 0;
	if (last < end) {
		const next = load<u8>(last);
		// Something goes on: a word, a decimal, a time of day.
		if ((next == 0x3a || next == 0x2e || next == 0x2c) && last + 1 < end && isDigit(load<u8>(last + 1))) return 0;
		if (<u8>((next | 0x20) - 0x61) < 26 || next == 0x5f || isDigit(next) || next == 0x40) return 0;
	}
	if (international) return count >= 8 && count <= 15 && digit(0) != 0 ? last : 0;
	if (isDate()) return 0;
	if (digit(0) == 0 && digit(1) == 0) return count >= 10 && count <= 17 && digit(2) != 0 ? last : 0;
	if (digit(0) == 0) return isNational() ? last : 0;
	return isNorthAmerican() ? last : 0;
}

/** With a leading 0: 9 to 12 digits in groups, or 10 or 11 in one piece. */
function isNational(): bool {
	if (groupCount == 1) return count == 10 || count == 11;
	// `0.123456789` is a number: an area code has two digits at least.
	return group(0) >= 2 && count >= 9 && count <= 12 && groupCount <= 6;
}
