// Digits with separators between them, as they follow each other in a text: what could be a number, another one behind
// it, or several. Read into tables; which part of it is what is decided by `find-card.ts` and `find-phone.ts`.
import {
	CLOSE,
	DOT,
	HYPHEN,
	JOINT,
	OPEN,
	SLASH,
	SPACE,
	UNSEEN,
	code,
	isDigitCode,
	readAt,
	separatorOf,
	size,
} from './characters';

/** Digits of a run that are looked at. A longer one goes on in the next run. */
export const MOST_DIGITS: i32 = 48;

/** Values of the digits, and where each begins and ends in the text. */
const values: usize = memory.data(48);
const starts: usize = memory.data(192);
const ends: usize = memory.data(192);
/** Index of the first digit of each group, and one more: the count of digits. */
const firsts: usize = memory.data(49);
/** Separators before each group, joined. */
const gaps: usize = memory.data(49);

export let digitCount: i32 = 0;
export let groupCount: i32 = 0;
/** Behind the last digit. */
export let runEnd: usize = 0;

export function digit(index: i32): i32 {
	return <i32>load<u8>(values + index);
}

export function digitStart(index: i32): usize {
	return load<u32>(starts + (index << 2));
}

export function digitEnd(index: i32): usize {
	return load<u32>(ends + (index << 2));
}

/** Index of the first digit of a group; of the group behind the last one, the count of digits. */
export function groupFirst(group: i32): i32 {
	return <i32>load<u8>(firsts + group);
}

export function groupSize(group: i32): i32 {
	return group < groupCount ? groupFirst(group + 1) - groupFirst(group) : 0;
}

/** The separators before a group. */
export function gapBefore(group: i32): i32 {
	return <i32>load<u8>(gaps + group);
}

/** Whether a gap parts what belongs together, after so many digits. */
function joins(gap: i32, length: i32, count: i32): bool {
	if (length > 3 || (gap & (DOT | SLASH)) == (DOT | SLASH)) return false;
	if ((gap & JOINT) != 0 && length > 1) return false;
	// A bracket opens around an area code or a trunk 0; behind a whole number it begins something else.
	if ((gap & OPEN) != 0 && count >= 7) return false;
	// `. ` ends a sentence.
	if ((gap & DOT) != 0 && (gap & SPACE) != 0) return false;
	// `030 / 901820`, and `4111 - 1111 - …`; behind more digits a stroke with spaces parts two things.
	const apart = (gap & SPACE) != 0 && (gap & (SLASH | HYPHEN)) != 0;
	return !apart || count <= 6 || ((gap & HYPHEN) != 0 && (count & 3) == 0);
}

/** What an ASCII byte is in a run: a separator, a digit, or 0: none of it. */
const DIGIT: u8 = 254;
const kinds: usize = memory.data(256);
for (let c = 0; c < 128; c++) store<u8>(kinds + c, isDigitCode(c) ? DIGIT : <u8>separatorOf(c));
for (let c = 128; c < 256; c++) store<u8>(kinds + c, 255);

/**
 * Where the last digit of a run ends that has fewer digits than `least`, so that nothing in it need be looked at; 0 where it has as many,
 * or something that is not ASCII. A quick look: most runs are dates, amounts and the like.
 */
export function shortRunEnd(p: usize, end: usize, least: i32): usize {
	let count = 0;
	let last = p;
	for (; p < end; p++) {
		const kind = load<u8>(kinds + load<u8>(p));
		if (kind == 0) break;
		if (kind == 255) return 0;
		if (kind != DIGIT) continue;
		if (++count == least) return 0;
		last = p + 1;
	}
	return last;
}

/** Reads the run that begins at `p`, with a digit or with brackets before one. */
export function readRun(p: usize, end: usize): void {
	digitCount = 0;
	groupCount = 0;
	runEnd = p;
	let gap = 0;
	let length = 0;
	while (p < end) {
		const byte = load<u8>(p);
		const kind = load<u8>(kinds + byte);
		let separator = <i32>kind;
		let width: usize = 1;
		let value = byte - 0x30;
		let isDigit = kind == DIGIT;
		if (kind == 255) {
			readAt(p, end);
			width = size;
			isDigit = isDigitCode(code);
			if (isDigit) value = <u8>(code - 0x30);
			else separator = separatorOf(code);
		}
		if (isDigit) {
			if (digitCount == 0 || length > 0) {
				if (digitCount > 0 && !joins(gap, length, digitCount)) break;
				store<u8>(firsts + groupCount, <u8>digitCount);
				store<u8>(gaps + groupCount++, <u8>gap);
				gap = 0;
				length = 0;
			}
			if (digitCount == MOST_DIGITS) break;
			store<u8>(values + digitCount, value);
			store<u32>(starts + (digitCount << 2), <u32>p);
			p += width;
			store<u32>(ends + (digitCount++ << 2), <u32>p);
			runEnd = p;
			continue;
		}
		if (separator == 0 || length > 3) break;
		if (separator != UNSEEN) {
			gap |= separator;
			length++;
		}
		p += width;
	}
	if (groupCount > 0 && groupFirst(groupCount - 1) == digitCount) groupCount--;
	store<u8>(firsts + groupCount, <u8>digitCount);
}

/** Whether a group stands in brackets. */
export function isBracketed(group: i32): bool {
	return group + 1 < groupCount && (gapBefore(group) & OPEN) != 0 && (gapBefore(group + 1) & CLOSE) != 0;
}
