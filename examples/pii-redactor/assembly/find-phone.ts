// Phone numbers in the run of digits that was read last: international (`+49 30 1234567`, `0049 …`) and national, with
// a leading 0 as in most of the world, or in the North American form of 3, 3 and 4 digits. Digits that could be anything
// (dates, plain numbers, versions, coordinates, money) are left alone.
import { CLOSE, DOT, HYPHEN, JOINT, OPEN, SLASH, SPACE } from './characters';
import { lastGroupOfCard } from './find-card';
import { digit, gapBefore, groupCount, groupFirst, groupSize, isBracketed } from './number-run';

/** How the number begins. */
export const PLAIN: i32 = 0;
export const PLUS: i32 = 1;

/** Of the longest number, `00` included. */
const MOST_DIGITS: i32 = 17;

/** A part of the run that is a day, a month and a year, in one of the usual orders, or the year first. */
function isDateAt(group: i32, groups: i32): bool {
	if (group + 3 > groups) return false;
	const gap = gapBefore(group + 1);
	if (gap != gapBefore(group + 2) || (gap & SPACE) != 0 || (gap & (HYPHEN | DOT | SLASH)) == 0) return false;
	const a = groupSize(group);
	const c = groupSize(group + 2);
	if (groupSize(group + 1) > 2) return false;
	if (a == 4) return c <= 2 && isDayAndMonth(group + 1, group + 2) && isCentury(digit(groupFirst(group)));
	return a <= 2 && (c == 4 || c == 2) && isDayAndMonth(group, group + 1);
}

function isCentury(first: i32): bool {
	return first == 1 || first == 2;
}

/** Whether two groups can be a day and a month, in either order. */
function isDayAndMonth(a: i32, b: i32): bool {
	const first = valueOf(a);
	const second = valueOf(b);
	return first > 0 && second > 0 && min(first, second) <= 12 && max(first, second) <= 31;
}

function valueOf(group: i32): i32 {
	let value = 0;
	for (let i = groupFirst(group); i < groupFirst(group + 1); i++) value = value * 10 + digit(i);
	return value;
}

/** Whether the run begins with a date that is parted otherwise from what follows. */
export function beginsWithDate(): bool {
	return isDateAt(0, groupCount) && (groupCount == 3 || gapBefore(3) != gapBefore(2));
}

/** `01.02.2003`, and with an hour behind it. `01.23.45.67.89` is none, and `01 23 45 67 89` neither. */
function isDate(groups: i32): bool {
	if (!isDateAt(0, groups)) return false;
	return groups <= 4 || gapBefore(3) != gapBefore(2);
}

/** `010.020.030.040`: the address of a machine. */
function isHost(groups: i32): bool {
	if (groups != 4) return false;
	for (let i = 0; i < 4; i++) {
		if (groupSize(i) > 3 || valueOf(i) > 255 || (i > 0 && gapBefore(i) != DOT)) return false;
	}
	return true;
}

/** Whether a bracket closes within the number that opens before it: `(+49) 30 …`. */
export function closesBracket(groups: i32): bool {
	for (let i = 1; i < groups; i++) {
		if ((gapBefore(i) & OPEN) != 0) return false;
		if ((gapBefore(i) & CLOSE) != 0) return true;
	}
	return false;
}

function isNorthAmerican(groups: i32): bool {
	for (let i = 1; i < groups; i++) if ((gapBefore(i) & JOINT) != 0) return false;
	const first = groups == 4 && groupSize(0) == 1 && digit(0) == 1 ? 1 : 0;
	if (groups != 3 + first || ((gapBefore(1) | gapBefore(2) | gapBefore(groups - 1)) & SLASH) != 0) return false;
	if (groupSize(first) != 3 || groupSize(first + 1) != 3 || groupSize(first + 2) != 4) return false;
	return digit(first) >= 2 && digit(first + 3) >= 2;
}

function isThousand(first: i32): bool {
	return digit(first) == 0 && digit(first + 1) == 0 && digit(first + 2) == 0;
}

/** Whether the groups are those of a large number: `1.234.567`. */
export function isInThousands(groups: i32): bool {
	if (groups < 3 || groupSize(0) > 3) return false;
	for (let i = 1; i < groups; i++) if (groupSize(i) != 3 || gapBefore(i) != gapBefore(1)) return false;
	return true;
}

/** `+100 000 000`: no number that is dialled has such groups of nothing. */
function isMoney(groups: i32): bool {
	return isInThousands(groups) && (isThousand(groupFirst(groups) - 3) || isThousand(groupFirst(1)));
}

/** A number with decimals, as of a coordinate. Registries of names write `+49.3090182012`: 9 digits and more. */
function isDecimal(groups: i32): bool {
	if (groups != 2 || gapBefore(1) != DOT || groupSize(0) > 3) return false;
	return groupSize(1) < 9 || groupSize(1) > 12;
}

/** With a country, from its first digit on. In North America it is 1, and neither area nor exchange begin with 0 or 1. */
function isWorldwide(from: i32, groups: i32): bool {
	const all = groupFirst(groups) - from;
	const count = all - i32(trunkZero(groups) >= 0);
	if (digit(from) == 0 || count < 8 || count > 15) return false;
	return digit(from) != 1 || digit(from + 1) >= 2;
}

/** Index of the 0 of `+49 (0) 30 …`, which is dialled inside the country alone; -1: there is none. */
export function trunkZero(groups: i32): i32 {
	for (let i = 1; i < min(groups - 1, 3); i++) {
		if (groupSize(i) == 1 && digit(groupFirst(i)) == 0 && isBracketed(i)) return groupFirst(i);
	}
	return -1;
}

/** With a leading 0: 9 to 12 digits in groups, or 10 or 11 in one piece. */
function isNational(groups: i32): bool {
	const count = groupFirst(groups);
	if (groups == 1) return count == 10 || count == 11;
	// `0.123456789` is a number: an area code has two digits at least.
	return groupSize(0) >= 2 && count >= 9 && count <= 12 && groups <= 6;
}

/** Whether so many groups are one number. */
function fits(start: i32, groups: i32): bool {
	if (start == PLUS) return isWorldwide(0, groups) && !isMoney(groups) && !isDecimal(groups) && !isApart(groups);
	if (isDate(groups) || isHost(groups)) return false;
	if (digit(1) != 0) return isNational(groups);
	// `0.0123456789`
	if (groupSize(0) < 2) return false;
	// Of country 1 all numbers have ten digits more: `00123456789` is something else.
	if (digit(2) == 1 && groupFirst(groups) != 13) return false;
	return groupFirst(groups) >= 10 && groupFirst(groups) <= 17 && isWorldwide(2, groups);
}

/** `5 + 20010101`: a sum. */
function isApart(groups: i32): bool {
	return (gapBefore(0) & SPACE) != 0 && groups < 3;
}

/** How many groups could belong to a number at most: a date, a card and another number are not a part of it. */
function limit(): i32 {
	for (let i = 1; i < groupCount; i++) {
		const count = groupFirst(i);
		if (count > MOST_DIGITS) break;
		if ((gapBefore(i) & JOINT) != 0) return i;
		if (count >= 6 && gapBefore(i) != gapBefore(i + 1) && isDateAt(i, groupCount)) return i;
		if ((count >= 8 || groupFirst(groupCount) > 15) && lastGroupOfCard(i) >= 0) return i;
		if (count < 8 || digit(count) != 0 || groupSize(i) < 3) continue;
		if (groupFirst(groupCount) > 15 || (gapBefore(i) & SLASH) != 0) return i;
	}
	return groupCount;
}

/** Country 1 has ten digits for each number; more than those belong to something else. */
function americanLimit(most: i32): i32 {
	for (let groups = most; groups > 0; groups--) if (groupFirst(groups) == 11) return groups;
	return most;
}

/** Where digits of one number end and others may begin: behind it the separators are others. */
function isSeam(groups: i32): bool {
	return groups == 1 || gapBefore(groups) != gapBefore(groups - 1) || (groups == 2 && (gapBefore(1) & OPEN) != 0);
}

/** How many groups of the run are a phone number that begins with the first one; 0: none does. */
export function phoneGroups(start: i32): i32 {
	if (start == PLAIN && digit(0) != 0) {
		const groups = groupSize(0) == 1 ? 4 : 3;
		return groupCount >= groups && !isDate(groups) && isNorthAmerican(groups) ? groups : 0;
	}
	const most = start == PLUS && digit(0) == 1 ? americanLimit(limit()) : limit();
	if (fits(start, most)) return most;
	for (let groups = most - 1; groups > 0; groups--) {
		if (start == PLAIN && !isSeam(groups)) continue;
		if (start == PLUS && groupFirst(groups) > 15) continue;
		if (fits(start, groups)) return groups;
		if (start == PLUS) return 0;
	}
	return 0;
}
