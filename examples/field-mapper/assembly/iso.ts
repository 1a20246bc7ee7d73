// The pieces of ISO 8601.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';

/** Two digits. */
export function two(out: Bytes, value: i32): void {
	out.byte(<u8>(0x30 + value / 10));
	out.byte(<u8>(0x30 + (value % 10)));
}

export function writeDate(out: Bytes, year: i32, month: i32, day: i32): void {
	two(out, year / 100);
	two(out, year % 100);
	out.byte(0x2d);
	two(out, month);
	out.byte(0x2d);
	two(out, day);
}

export function daysIn(year: i32, month: i32): i32 {
	if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
