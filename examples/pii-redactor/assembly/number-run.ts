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

/** Values of the digits, and where each begins in the text. */
const values: usize = memory.data(48);
const starts: usize = memory.data(192);
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
	const start = digitStart(index);
	const first = load<u8>(start);
	return start + (first < 0x80 ? 1 : first < 0xe0 ? 2 : 3);
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

/** The same of sixteen bytes, by their halves of four bits: the highest bit is that of digits, the next of no ASCII. */
const LOW_HALF: v128 = i8x16(-63, -64, -64, -64, -64, -64, -64, -64, -63, -61, 64, 65, 64, 65, 65, 69);
const HIGH_HALF: v128 = i8x16(2, 0, 1, -128, 0, 4, 0, 0, 64, 64, 64, 64, 64, 64, 64, 64);

function kindsAt(p: usize): v128 {
	const bytes = v128.load(p);
	return v128.and(
		i8x16.swizzle(LOW_HALF, v128.and(bytes, i8x16.splat(15))),
		i8x16.swizzle(HIGH_HALF, i8x16.shr_u(bytes, 4)),
	);
}

/**
 * Where the last digit of a run ends that has fewer digits than `least`, so that nothing in it need be looked at; 0 where
 * it has as many, or something that is not ASCII. A quick look: most runs are dates, amounts and the like.
 */
export function shortRunEnd(p: usize, end: usize, least: i32): usize {
	if (p + 16 <= end) {
		const found = kindsAt(p);
		const behind = i8x16.bitmask(i8x16.eq(found, i8x16.splat(0)));
		const within = behind == 0 ? 0xffff : (1 << ctz(behind)) - 1;
		const digits = i8x16.bitmask(found) & within;
		if ((i8x16.bitmask(i8x16.shl(found, 1)) & within) != 0 || popcnt(digits) >= least) return 0;
		if (behind != 0) return p + <usize>(32 - clz(digits));
	}
	return shortRunEndSingly(p, end, least);
}

/** The same byte by byte: of a longer run, or at the end of a text. */
export function shortRunEndSingly(p: usize, end: usize, least: i32): usize {
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
	runEnd = p;
	let count = 0;
	let groups = 0;
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
			if (count == 0 || length > 0) {
				// One mark alone joins, but for a bracket.
				if (count > 0 && (length > 1 || gap == OPEN) && !joins(gap, length, count)) break;
				store<u8>(firsts + groups, <u8>count);
				store<u8>(gaps + groups++, <u8>gap);
				gap = 0;
				length = 0;
			}
			if (count == MOST_DIGITS) break;
			store<u8>(values + count, value);
			store<u32>(starts + (count++ << 2), <u32>p);
			p += width;
			// Most groups are ASCII.
			for (; p < end && count < MOST_DIGITS; p++) {
				value = load<u8>(p) - 0x30;
				if (value > 9) break;
				store<u8>(values + count, value);
				store<u32>(starts + (count++ << 2), <u32>p);
			}
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
	if (groups > 0 && groupFirst(groups - 1) == count) groups--;
	store<u8>(firsts + groups, <u8>count);
	digitCount = count;
	groupCount = groups;
}

/** Whether a group stands in brackets. */
export function isBracketed(group: i32): bool {
	return group + 1 < groupCount && (gapBefore(group) & OPEN) != 0 && (gapBefore(group + 1) & CLOSE) != 0;
}
