// Dates in the forms that people and programs write, to ISO 8601. What names no zone gets none.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { writeInteger } from '../../../sdk/assemblyscript/assembly/json/number';
import { Value } from '../../../sdk/assemblyscript/assembly/value';
import { blankAt } from './blank';
import { Clock } from './clock';
import { Cursor } from './cursor';
import { daysIn, writeDate } from './iso';

const months: string[] = [
	'january',
	'february',
	'march',
	'april',
	'may',
	'june',
	'july',
	'august',
	'september',
	'october',
	'november',
	'december',
];
const weekdays: string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const monthFirsts = initials(months);
const weekdayFirsts = initials(weekdays);
/** Two-digit years below it are of this century, as POSIX has it. */
const PIVOT: i32 = 69;
/** Numbers of 8 and 14 digits are dates within these years, else Unix times. */
const FIRST_YEAR: i64 = 1900;
const LAST_YEAR: i64 = 2199;

const cursor = new Cursor();
const clock = new Clock();
const digits = new Bytes();
let year: i32 = 0;
let month: i32 = 0;
let day: i32 = 0;
/** The year comes behind the time: `Wed Jan 15 10:11:12 2020`. */
let isYearLast: bool = false;
/** The date was written without separators, its time may be. */
let isCompact: bool = false;

function separators(): void {
	while (true) {
		const c = cursor.peek();
		if (c == 0x20 || c == 0x2c || c == 0x2d || c == 0x2e || c == 0x2f) cursor.at++;
		else if (!cursor.blanks()) return;
	}
}

/** The first three letters of a name, as one number. */
function initials(names: string[]): StaticArray<i32> {
	const found = new StaticArray<i32>(names.length);
	for (let i = 0; i < names.length; i++) {
		const name = names[i];
		found[i] = (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2);
	}
	return found;
}

/** Which of some names comes next, in full or by its first three letters, from 1; 0: none. Moves over it. */
function nameOf(names: string[], firsts: StaticArray<i32>): i32 {
	const p = cursor.at;
	if (p + 3 > cursor.end) return 0;
	const first =
		((<i32>load<u8>(p) | 0x20) << 16) | ((<i32>load<u8>(p + 1) | 0x20) << 8) | (<i32>load<u8>(p + 2) | 0x20);
	for (let i = 0; i < firsts.length; i++) {
		if (unchecked(firsts[i]) != first) continue;
		const whole = names[i].length;
		const length = cursor.letters();
		const fits = length == 3 || length == whole || (length == 4 && whole == 9 && cursor.reads('sept', 4));
		if (!fits || !cursor.reads(names[i], length)) return 0;
		cursor.at += length;
		return i + 1;
	}
	return 0;
}

/** A day of the month, `12th` as well. */
function readDay(): void {
	day = cursor.number();
	if (cursor.letters() != 2) return;
	if (cursor.reads('st', 2) || cursor.reads('nd', 2) || cursor.reads('rd', 2) || cursor.reads('th', 2)) cursor.at += 2;
}

function readYear(): bool {
	year = cursor.number();
	if (cursor.digits == 2) year += year < PIVOT ? 2000 : 1900;
	return cursor.digits == 2 || cursor.digits == 4;
}

/** Reads year, month and day in whichever order they come. */
function readDate(dayFirst: bool): bool {
	isYearLast = false;
	isCompact = false;
	if (nameOf(weekdays, weekdayFirsts) > 0) separators();
	month = nameOf(months, monthFirsts);
	if (month > 0) {
		separators();
		readDay();
		separators();
		// Hours have a colon behind them.
		isYearLast = cursor.run() <= 2 && cursor.peek(cursor.run()) == 0x3a;
		return isYearLast || readYear();
	}
	const run = cursor.run();
	if (run == 8 || run == 12 || run == 14) return readCompact();
	if (run == 4) {
		year = cursor.number();
		separators();
		month = nameOf(months, monthFirsts);
		if (month == 0) month = cursor.number();
		separators();
		day = cursor.number();
		return true;
	}
	if (run == 0 || run > 2) return false;
	readDay();
	separators();
	month = nameOf(months, monthFirsts);
	if (month == 0) {
		const first = day;
		const second = cursor.number();
		day = dayFirst ? first : second;
		month = dayFirst ? second : first;
	}
	separators();
	return readYear();
}

/** `yyyymmdd`, with the time right behind it or not. */
function readCompact(): bool {
	isCompact = true;
	year = cursor.number(4);
	month = cursor.number(2);
	day = cursor.number(2);
	return true;
}

function isDay(): bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && year <= 9999;
}

/** Moves over what stands between a date and its time. */
function readGap(): bool {
	const c = cursor.peek();
	if (c == 0x54 || c == 0x74) {
		cursor.at++;
		isCompact = true;
		return true;
	}
	if (isCompact && cursor.run() > 0) return true;
	if (isYearLast) return true;
	if (c != 0x2c && blankAt(cursor.at, cursor.end) == 0) return false;
	if (c == 0x2c) cursor.at++;
	cursor.blanks();
	return true;
}

/** Appends the ISO form; false, with `out` as it was, where the text is no date. */
export function writeIsoDate(ptr: usize, length: i32, dayFirst: bool, out: Bytes): bool {
	cursor.open(ptr, length);
	if (!readDate(dayFirst)) return false;
	if (!isYearLast && !isDay()) return false;
	if (cursor.isAtEnd && !isYearLast) {
		writeDate(out, year, month, day);
		return true;
	}
	if (!readGap() || !clock.read(cursor, isCompact)) return false;
	if (isYearLast) {
		cursor.blanks();
		if (cursor.run() != 4 || !readYear() || !isDay()) return false;
	}
	if (!cursor.isAtEnd) return false;
	writeDate(out, year, month, day);
	clock.write(out);
	return true;
}

/** Appends the ISO form of a number such as 20100913 or 20171222160001; false where it is no such date. */
export function writeBasicNumber(value: Value, out: Bytes): bool {
	const number = value.number;
	if (!(number >= 19000101 && number <= 21991231235959) || trunc(number) != number) return false;
	digits.clear();
	writeInteger(digits, <i64>number);
	if (digits.length != 8 && digits.length != 14) return false;
	const its = <i64>number / (digits.length == 8 ? 10_000 : 10_000_000_000);
	return its >= FIRST_YEAR && its <= LAST_YEAR && writeIsoDate(digits.ptr, digits.length, false, out);
}
