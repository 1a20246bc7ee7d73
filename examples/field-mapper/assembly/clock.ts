// The time of a day and its zone, in the forms that people and programs write.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { Cursor } from './cursor';
import { two } from './iso';

const NONE: i32 = 0;
const UTC: i32 = 1;
const OFFSET: i32 = 2;

/** The zones that RFC 5322 gives a meaning; every other name is in use for more than one. */
const zoneNames: string[] = ['est', 'edt', 'cst', 'cdt', 'mst', 'mdt', 'pst', 'pdt'];
const zoneHours: StaticArray<i32> = [5, 4, 6, 5, 7, 6, 8, 7];

export class Clock {
	private hour: i32 = 0;
	private minute: i32 = 0;
	private second: i32 = 0;
	/** The digits behind the second. */
	private fraction: usize = 0;
	private fractionEnd: usize = 0;
	private zone: i32 = NONE;
	private sign: u8 = 0;
	private zoneHour: i32 = 0;
	private zoneMinute: i32 = 0;

	/** Reads a time with its zone. `compact`: `hhmm` and `hhmmss` are times as well. */
	read(cursor: Cursor, compact: bool): bool {
		this.second = 0;
		this.fractionEnd = this.fraction;
		this.zone = NONE;
		const run = cursor.run();
		if (compact && (run == 4 || run == 6)) {
			this.hour = cursor.number(2);
			this.minute = cursor.number(2);
			if (run == 6) this.second = cursor.number(2);
			if (run == 6) this.readFraction(cursor);
		} else {
			this.hour = cursor.number();
			if (cursor.digits > 2 || !cursor.take(0x3a)) return false;
			this.minute = cursor.number();
			if (cursor.digits > 2) return false;
			if (cursor.take(0x3a)) {
				this.second = cursor.number();
				if (cursor.digits > 2) return false;
				this.readFraction(cursor);
			}
		}
		if (this.hour < 0 || this.minute < 0 || this.second < 0) return false;
		cursor.blanks();
		if (!this.readHalf(cursor)) return false;
		return this.hour <= 23 && this.minute <= 59 && this.second <= 60 && this.readZone(cursor);
	}

	/** Behind a point, or behind a comma as ISO 8601 has it first. */
	private readFraction(cursor: Cursor): void {
		const c = cursor.peek();
		if (c != 0x2e && c != 0x2c) return;
		if (c == 0x2c && !isDigit(cursor.peek(1))) return;
		cursor.at++;
		this.fraction = cursor.at;
		cursor.at += cursor.run();
		this.fractionEnd = cursor.at;
	}

	/** `am`, `PM`, `p.m.` or nothing. */
	private readHalf(cursor: Cursor): bool {
		const half = cursor.peek() | 0x20;
		if (half != 0x61 && half != 0x70) return true;
		const dotted: usize = cursor.peek(1) == 0x2e ? 1 : 0;
		if ((cursor.peek(1 + dotted) | 0x20) != 0x6d) return true;
		if (this.hour < 1 || this.hour > 12) return false;
		this.hour = (this.hour % 12) + (half == 0x70 ? 12 : 0);
		cursor.at += 2 + dotted;
		if (dotted > 0) cursor.take(0x2e);
		cursor.blanks();
		return true;
	}

	/** `Z`, `UTC`, `GMT`, `EST`, `+h`, `+hh`, `+h:mm`, `+hh:mm`, `+hhmm`, `GMT+hhmm`, with a name behind it, or nothing. */
	private readZone(cursor: Cursor): bool {
		if (!this.readZoneName(cursor)) return false;
		const c = cursor.peek();
		if (c != 0x2b && c != 0x2d) {
			if (this.zone != NONE) skipNote(cursor);
			return true;
		}
		if (this.zone == OFFSET) return false;
		cursor.at++;
		const first = cursor.number(4);
		if (cursor.digits == 4) {
			this.setOffset(c, first / 100, first % 100);
		} else {
			if (first < 0 || cursor.digits > 2) return false;
			const colon = cursor.take(0x3a);
			const minute = colon ? cursor.number(2) : 0;
			if (colon && cursor.digits != 2) return false;
			this.setOffset(c, first, minute);
		}
		if (this.zoneHour > 14 || this.zoneMinute > 59) return false;
		skipNote(cursor);
		return true;
	}

	private readZoneName(cursor: Cursor): bool {
		const length = cursor.letters();
		if (length == 0) return true;
		if ((length == 1 && cursor.reads('z', 1)) || (length == 2 && cursor.reads('ut', 2))) this.zone = UTC;
		if (length == 3 && (cursor.reads('utc', 3) || cursor.reads('gmt', 3))) this.zone = UTC;
		for (let i = 0; length == 3 && i < zoneNames.length; i++) {
			if (cursor.reads(zoneNames[i], 3)) this.setOffset(0x2d, zoneHours[i], 0);
		}
		cursor.at += length;
		return this.zone != NONE;
	}

	private setOffset(sign: u8, hour: i32, minute: i32): void {
		this.zone = OFFSET;
		this.sign = sign;
		this.zoneHour = hour;
		this.zoneMinute = minute;
	}

	/** Appends `Thh:mm:ss`, the fraction as it was written, and the zone if it was named. */
	write(out: Bytes): void {
		out.byte(0x54);
		two(out, this.hour);
		out.byte(0x3a);
		two(out, this.minute);
		out.byte(0x3a);
		two(out, this.second);
		if (this.fractionEnd > this.fraction) {
			out.byte(0x2e);
			out.span(this.fraction, this.fractionEnd);
		}
		if (this.zone == UTC) out.byte(0x5a);
		if (this.zone != OFFSET) return;
		out.byte(this.sign);
		two(out, this.zoneHour);
		out.byte(0x3a);
		two(out, this.zoneMinute);
	}
}

/** The name of a zone whose offset is known: ` CET`, ` (Central European Time)`, `[Europe/Paris]`. */
function skipNote(cursor: Cursor): void {
	const before = cursor.at;
	if (cursor.take(0x5b)) {
		while (!cursor.isAtEnd && cursor.peek() != 0x5d) cursor.at++;
		if (cursor.take(0x5d)) return;
		cursor.at = before;
	}
	if (!cursor.blanks()) return;
	if (cursor.take(0x28)) {
		while (!cursor.isAtEnd && cursor.peek() != 0x29) cursor.at++;
		if (cursor.take(0x29)) return;
	} else {
		const length = cursor.letters();
		if (length >= 2 && length <= 5) {
			cursor.at += length;
			return;
		}
	}
	cursor.at = before;
}
