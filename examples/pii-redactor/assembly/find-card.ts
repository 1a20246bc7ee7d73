// Payment card numbers in the run of digits that was read last: 13 to 19 digits of an issuer with a right check digit.
import { digit, digitCount, gapBefore, groupCount, groupFirst, groupSize } from './number-run';

/** Digits of a card. */
export const LEAST: i32 = 13;
const MOST: i32 = 19;

/** What `findCard` found: the digits to hide, from the first up to the last. */
export let hiddenFirst: i32 = 0;
export let hiddenLast: i32 = 0;
/** The digits of the number itself, within those. */
export let cardFirst: i32 = 0;
export let cardLast: i32 = 0;

/** The check digit of ISO/IEC 7812. */
function passesLuhn(first: i32, last: i32): bool {
	let sum = 0;
	let twice = false;
	for (let i = last; i >= first; i--) {
		let value = digit(i);
		if (twice) {
			value *= 2;
			if (value > 9) value -= 9;
		}
		sum += value;
		twice = !twice;
	}
	return sum % 10 == 0;
}

/** Issuers of payment cards begin with 3 to 6, or 22 to 27. */
function isIssuer(first: i32, second: i32): bool {
	if (first == 2) return second >= 2 && second <= 7;
	return first >= 3 && first <= 6;
}

/** How usual a grouping is for a card, more is better; 0: numbers of another kind that stand side by side. */
function grouping(from: i32, to: i32): i32 {
	const groups = to - from + 1;
	if (groups == 1) return 3;
	const size = groupSize(from);
	if (size > 8) return 0;
	const last = groupSize(to);
	let isEven = true;
	let isWide = true;
	let isOneKind = true;
	for (let i = from; i < to; i++) {
		if (groupSize(i) != size) isEven = false;
		if (groupSize(i) < 4) isWide = false;
		if (i > from && gapBefore(i) != gapBefore(i + 1)) isOneKind = false;
	}
	isEven = isEven && last <= size;
	// Behind a number of 16 digits stand three of another kind; cards that begin with 6 often have 19.
	if (size == 4 && isEven && groups == 5 && last == 3 && isOneKind && digit(groupFirst(from)) == 6) return 5;
	if (size == 4 && ((isEven && groups == 4 && last == 4) || (groups == 3 && groupSize(from + 1) == 6))) return 4;
	if (size == 4 && isEven) return 2;
	return isOneKind && (isEven || isWide) ? 1 : 0;
}

/** How good a card the groups are; 0: none. */
function rank(from: i32, to: i32): i32 {
	const first = groupFirst(from);
	const last = groupFirst(to + 1) - 1;
	const count = last - first + 1;
	if (count < LEAST || count > MOST || !isIssuer(digit(first), digit(first + 1))) return 0;
	const usual = grouping(from, to);
	return usual > 0 && passesLuhn(first, last) ? usual : 0;
}

/** The last group of the longest card that begins with a group; -1: none does. */
export function lastGroupOfCard(from: i32): i32 {
	let last = -1;
	for (let to = from; to < groupCount && groupFirst(to + 1) - groupFirst(from) <= MOST; to++) {
		if (rank(from, to) > 0) last = to;
	}
	return last;
}

/**
 * Looks for a card that begins with the first group; in one piece only where that is allowed. Where several overlap
 * (digits before or behind happen to pass the check as well), all of their digits are to be hidden, so that no more than
 * the last four of any of them stay.
 */
export function findCard(inOnePiece: bool): bool {
	if (digitCount < LEAST) return false;
	let best = 0;
	let end = -1;
	for (let from = 0; from <= max(end, 0) && from < groupCount; from++) {
		for (let to = from; to < groupCount && groupFirst(to + 1) - groupFirst(from) <= MOST; to++) {
			if (to == from && from == 0 && !inOnePiece) continue;
			const usual = rank(from, to);
			if (usual == 0 || (from > 0 && to <= end)) continue;
			if (usual > best || (usual == best && from == groupOf(cardFirst))) {
				best = usual;
				cardFirst = groupFirst(from);
				cardLast = groupFirst(to + 1) - 1;
			}
			if (to > end) end = to;
		}
		if (end < 0) return false;
		// A card beside a card: what the two share by chance is neither.
		const behind = groupOf(cardLast) + 1;
		if (from == 0 && best >= 4 && behind < groupCount && beginsUsual(behind)) {
			end = behind - 1;
			break;
		}
	}
	hiddenFirst = 0;
	hiddenLast = groupFirst(end + 1) - 1;
	return true;
}

/** Whether a card in one of the usual groupings begins with a group. */
function beginsUsual(from: i32): bool {
	for (let to = from + 2; to < min(groupCount, from + 4); to++) if (rank(from, to) >= 4) return true;
	return false;
}

function groupOf(index: i32): i32 {
	let group = 0;
	while (group + 1 < groupCount && groupFirst(group + 1) <= index) group++;
	return group;
}

/** Whether one piece of digits, ASCII, is a card: of 14 to 19 digits. For numbers, which have no form to go by. */
export function isCardNumber(ptr: usize, length: i32): bool {
	if (length < 14 || length > MOST) return false;
	const first = <i32>load<u8>(ptr) - 0x30;
	if (!isIssuer(first, <i32>load<u8>(ptr + 1) - 0x30)) return false;
	let sum = 0;
	for (let i = 0; i < length; i++) {
		const value = (<i32>load<u8>(ptr + i) - 0x30) << ((length - 1 - i) & 1);
		sum += value > 9 ? value - 9 : value;
	}
	return sum % 10 == 0;
}
