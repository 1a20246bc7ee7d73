// Dates in the forms that people and programs write, to ISO 8601. What names no zone gets none.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { isBlank } from './coerce';

const months = 'janfebmaraprmayjunjulaugsepoctnovdec';

let at: usize = 0;
let limit: usize = 0;
let year: i32 = 0;
let month: i32 = 0;
let day: i32 = 0;
/** Digits of the number that was read last. */
let digits: i32 = 0;

function peek(): u8 {
	return at < limit ? load<u8>(at) : 0;
}

function number(): i32 {
	let value = 0;
	digits = 0;
	while (at < limit && isDigit(load<u8>(at)) && digits < 9) {
		value = value * 10 + <i32>(load<u8>(at++) - 0x30);
		digits++;
	}
	return digits == 0 ? -1 : value;
}

function separators(): void {
	while (at < limit) {
		const c = load<u8>(at);
		if (!isBlank(c) && c != 0x2c && c != 0x2d && c != 0x2e && c != 0x2f) return;
		at++;
	}
}

/** 1 to 12, or 0 where no month's name begins here. */
function monthName(): i32 {
	if (at + 3 > limit) return 0;
	for (let i = 0; i < 12; i++) {
		let same = true;
		for (let k = 0; k < 3; k++) {
			if ((load<u8>(at + k) | 0x20) != <u8>months.charCodeAt(i * 3 + k)) same = false;
		}
		if (!same) continue;
		while (at < limit && <u8>((load<u8>(at) | 0x20) - 0x61) < 26) at++;
		return i + 1;
	}
	return 0;
}

function fullYear(value: i32): i32 {
	if (digits > 2) return value;
	return value < 70 ? 2000 + value : 1900 + value;
}

function daysIn(y: i32, m: i32): i32 {
	if (m == 2) return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : 28;
	return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

/** Reads year, month and day in whichever order they come. */
function readDate(dayFirst: bool): bool {
	month = monthName();
	if (month > 0) {
		separators();
		day = number();
		separators();
		year = number();
		if (digits != 4 && digits != 2) return false;
		year = fullYear(year);
		return true;
	}
	const first = number();
	if (first < 0) return false;
	if (digits == 4) {
		year = first;
		separators();
		month = monthName();
		if (month == 0) month = number();
		separators();
		day = number();
		return true;
	}
	if (digits > 2) return false;
	separators();
	month = monthName();
	if (month > 0) {
		day = first;
	} else {
		const second = number();
		day = dayFirst ? first : second;
		month = dayFirst ? second : first;
	}
	separators();
	year = number();
	if (digits != 4 && digits != 2) return false;
	year = fullYear(year);
	return true;
}

function two(out: Bytes, value: i32): void {
	out.byte(<u8>(0x30 + value / 10));
	out.byte(<u8>(0x30 + (value % 10)));
}

function putDate(out: Bytes): void {
	two(out, year / 100);
	two(out, year % 100);
	out.byte(0x2d);
	two(out, month);
	out.byte(0x2d);
	two(out, day);
}

/** Appends the ISO form; false, with `out` as it was, where the text is no date. */
export function writeIsoDate(ptr: usize, length: i32, dayFirst: bool, out: Bytes): bool {
	at = ptr;
	limit = ptr + length;
	const before = out.length;
	if (!readDate(dayFirst)) return false;
	if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || year > 9999) return false;
	putDate(out);
	if (at == limit) return true;
	const c = load<u8>(at);
	if (c != 0x54 && c != 0x74 && !isBlank(c) && c != 0x2c) return giveUp(out, before);
	at++;
	while (isBlank(peek()) && at < limit) at++;
	return at == limit ? true : writeTime(out) ? true : giveUp(out, before);
}

function giveUp(out: Bytes, length: i32): bool {
	out.length = length;
	return false;
}

function writeTime(out: Bytes): bool {
	let hour = number();
	if (hour < 0 || hour > 24 || peek() != 0x3a) return false;
	at++;
	const minute = number();
	if (minute < 0 || minute > 59) return false;
	let second = 0;
	let fraction: usize = 0;
	let fractionEnd: usize = 0;
	if (peek() == 0x3a) {
		at++;
		second = number();
		if (second < 0 || second > 60) return false;
		if (peek() == 0x2e) {
			fraction = at++;
			while (isDigit(peek())) at++;
			fractionEnd = at;
		}
	}
	while (isBlank(peek()) && at < limit) at++;
	const half = peek() | 0x20;
	if ((half == 0x61 || half == 0x70) && at + 2 <= limit && (load<u8>(at + 1) | 0x20) == 0x6d) {
		if (hour < 1 || hour > 12) return false;
		hour = (hour % 12) + (half == 0x70 ? 12 : 0);
		at += 2;
	}
	if (hour > 23) return false;
	out.byte(0x54);
	two(out, hour);
	out.byte(0x3a);
	two(out, minute);
	out.byte(0x3a);
	two(out, second);
	if (fractionEnd > fraction + 1) out.span(fraction, fractionEnd);
	return writeZone(out);
}

/** `Z`, `+hh:mm`, `+hhmm` or nothing, up to the end. */
function writeZone(out: Bytes): bool {
	if (at == limit) return true;
	const c = load<u8>(at++);
	if (c == 0x5a || c == 0x7a) {
		out.byte(0x5a);
		return at == limit;
	}
	if (c != 0x2b && c != 0x2d) return false;
	let zone = number();
	if (digits == 2 && zone >= 0) {
		if (peek() == 0x3a) at++;
		const minute = at == limit ? 0 : number();
		if (minute < 0) return false;
		zone = zone * 100 + minute;
	} else if (digits != 4) {
		return false;
	}
	if (zone / 100 > 14 || zone % 100 > 59) return false;
	out.byte(c);
	two(out, zone / 100);
	out.byte(0x3a);
	two(out, zone % 100);
	return at == limit;
}

/** Appends the ISO form of a Unix time: ms, or s where the number is too small for a date after 1973 in ms. */
export function writeIsoTime(value: f64, out: Bytes): bool {
	const ms = abs(value) < 1e11 ? value * 1000 : value;
	if (!(ms >= -62167219200000.0 && ms <= 253402300799999.0)) return false;
	const total = <i64>floor(ms);
	let days = total / 86_400_000;
	let rest = total % 86_400_000;
	if (rest < 0) {
		rest += 86_400_000;
		days--;
	}
	// Days since 1970 to a date of the Gregorian calendar, by eras of 400 years that begin in March.
	const z = days + 719_468;
	const era = (z >= 0 ? z : z - 146_096) / 146_097;
	const ofEra = z - era * 146_097;
	const yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
	const ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
	const shifted = (5 * ofYear + 2) / 153;
	day = <i32>(ofYear - (153 * shifted + 2) / 5 + 1);
	month = <i32>(shifted < 10 ? shifted + 3 : shifted - 9);
	year = <i32>(yearOfEra + era * 400) + i32(month <= 2);
	putDate(out);
	const second = <i32>(rest / 1000);
	out.byte(0x54);
	two(out, second / 3600);
	out.byte(0x3a);
	two(out, (second / 60) % 60);
	out.byte(0x3a);
	two(out, second % 60);
	const milli = <i32>(rest % 1000);
	if (milli > 0) {
		out.byte(0x2e);
		out.byte(<u8>(0x30 + milli / 100));
		two(out, milli % 100);
	}
	out.byte(0x5a);
	return true;
}
