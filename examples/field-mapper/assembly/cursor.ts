import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { blankAt } from './blank';

/** A place in a text that is read from left to right. */
export class Cursor {
	at: usize = 0;
	end: usize = 0;
	/** Digits of the number that was read last. */
	digits: i32 = 0;

	open(ptr: usize, length: i32): void {
		this.at = ptr;
		this.end = ptr + length;
	}

	get isAtEnd(): bool {
		return this.at >= this.end;
	}

	/** 0 at the end. */
	peek(ahead: usize = 0): u8 {
		return this.at + ahead < this.end ? load<u8>(this.at + ahead) : 0;
	}

	/** Moves over a character where it comes next. */
	take(c: u8): bool {
		if (this.peek() != c) return false;
		this.at++;
		return true;
	}

	/** How many digits follow. */
	run(): i32 {
		let p = this.at;
		while (p < this.end && isDigit(load<u8>(p))) p++;
		return <i32>(p - this.at);
	}

	/** A number of at most `most` digits; -1 where there is none. Sets `digits`. */
	number(most: i32 = 9): i32 {
		let value = 0;
		this.digits = 0;
		while (this.digits < most && isDigit(this.peek())) {
			value = value * 10 + <i32>(load<u8>(this.at++) - 0x30);
			this.digits++;
		}
		return this.digits == 0 ? -1 : value;
	}

	blanks(): bool {
		const before = this.at;
		for (let width = blankAt(this.at, this.end); width > 0; width = blankAt(this.at, this.end)) this.at += width;
		return this.at > before;
	}

	/** How many letters A to Z follow. */
	letters(): i32 {
		let p = this.at;
		while (p < this.end && <u8>((load<u8>(p) | 0x20) - 0x61) < 26) p++;
		return <i32>(p - this.at);
	}

	/** Whether the next `length` letters are these, in either case. Moves over nothing. */
	reads(word: string, length: i32): bool {
		for (let i = 0; i < length; i++) if ((this.peek(i) | 0x20) != <u8>word.charCodeAt(i)) return false;
		return true;
	}
}
