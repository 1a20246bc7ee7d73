// Finds personal data in one text and writes the text with it replaced.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { cardEnd } from './find-card';
import { emailEnd, emailStart, isLetter } from './find-email';
import { phoneEnd } from './find-phone';
import { sha256 } from './sha256';

export const EMAIL: i32 = 0;
export const PHONE: i32 = 1;
export const CARD: i32 = 2;
export const kinds: string[] = ['email', 'phone', 'card'];

export const OFF: i32 = 0;
export const MASK: i32 = 1;
export const HASH: i32 = 2;
export const modes: string[] = ['off', 'mask', 'hash'];

const STAR: u8 = 0x2a;
const AT: u8 = 0x40;

export class Redactor {
	/** Mode by kind. */
	readonly modes: StaticArray<i32> = [OFF, OFF, OFF];
	readonly counts: StaticArray<i64> = [0, 0, 0];
	/** Put before what is hashed. */
	readonly salt: Bytes = new Bytes();
	/** Hexadecimal digits of a hash that are shown. */
	hashLength: i32 = 32;
	private message: Bytes = new Bytes();

	/** A quick look: whether a text could hold anything. Most do not. */
	mayHold(ptr: usize, length: i32): bool {
		let digits = 0;
		for (let p = ptr, end = ptr + length; p < end; p++) {
			const c = load<u8>(p);
			if (isDigit(c)) {
				if (++digits == 7) return true;
			} else if (c == AT) {
				return true;
			}
		}
		return false;
	}

	/** Appends the text with what was found replaced; whether anything was. `out` is unchanged where nothing was. */
	redact(ptr: usize, length: i32, out: Bytes): bool {
		const end = ptr + length;
		let plain = ptr;
		let p = ptr;
		let any = false;
		while (p < end) {
			const c = load<u8>(p);
			if (c == AT && this.modes[EMAIL] != OFF) {
				const start = emailStart(p, plain);
				const stop = start < p ? emailEnd(p, end) : 0;
				if (stop != 0) {
					out.span(plain, start);
					this.replace(EMAIL, start, stop, out);
					plain = p = stop;
					any = true;
					continue;
				}
			} else if (isDigit(c) || c == 0x2b || c == 0x28) {
				const kind = this.numberAt(p, ptr, end);
				if (kind >= 0) {
					out.span(plain, p);
					this.replace(kind, p, this.stop, out);
					plain = p = this.stop;
					any = true;
					continue;
				}
				// Digits in the middle of a number that is none of these begin nothing either.
				if (isDigit(c)) {
					while (p < end && isDigit(load<u8>(p))) p++;
					continue;
				}
			}
			p++;
		}
		if (any) out.span(plain, end);
		return any;
	}

	private stop: usize = 0;

	/** The kind of number that begins here, or -1. Sets `stop`. */
	private numberAt(p: usize, start: usize, end: usize): i32 {
		if (p > start) {
			const before = load<u8>(p - 1);
			if (isDigit(before) || isLetter(before) || before == 0x5f || before >= 0x80) return -1;
			// 3.14159… and the like: the digits after a point are not a number of their own.
			if ((before == 0x2e || before == 0x2c || before == 0x3a) && p - 1 > start && isDigit(load<u8>(p - 2))) return -1;
		}
		if (this.modes[CARD] != OFF && isDigit(load<u8>(p))) {
			this.stop = cardEnd(p, end);
			if (this.stop != 0 && (this.stop == end || !isLetter(load<u8>(this.stop)))) return CARD;
		}
		if (this.modes[PHONE] != OFF) {
			this.stop = phoneEnd(p, end);
			if (this.stop != 0) return PHONE;
		}
		return -1;
	}

	private replace(kind: i32, start: usize, stop: usize, out: Bytes): void {
		this.counts[kind]++;
		if (this.modes[kind] == HASH) this.writeHash(kind, start, stop, out);
		else if (kind == EMAIL) maskEmail(start, stop, out);
		else maskDigits(start, stop, kind == CARD ? 4 : 2, out);
	}

	/** Kind and hash of what was found in one form, so that the same person has the same hash however it was written. */
	private writeHash(kind: i32, start: usize, stop: usize, out: Bytes): void {
		const message = this.message;
		message.clear();
		message.append(this.salt);
		for (let p = start; p < stop; p++) {
			const c = load<u8>(p);
			if (kind == EMAIL) message.byte(<u8>(c - 0x41) < 26 ? c | 0x20 : c);
			else if (isDigit(c) || c == 0x2b) message.byte(c);
		}
		const digest = sha256(message.ptr, message.length);
		out.text(kinds[kind]);
		out.byte(0x5f);
		for (let i = 0; i < this.hashLength; i++) {
			const pair = load<u8>(digest + (i >> 1));
			const half = (i & 1) == 0 ? pair >> 4 : pair & 15;
			out.byte(half < 10 ? 0x30 + half : 0x57 + half);
		}
	}
}

/** `j***@***.org`: the first character and the top level stay. */
function maskEmail(start: usize, stop: usize, out: Bytes): void {
	let first = start + 1;
	while (first < stop && (load<u8>(first) & 0xc0) == 0x80) first++;
	let top = stop;
	while (load<u8>(top - 1) != 0x2e) top--;
	out.span(start, first);
	out.text('***@***.');
	out.span(top, stop);
}

/** Stars for all digits but the last ones; separators stay. */
function maskDigits(start: usize, stop: usize, kept: i32, out: Bytes): void {
	let digits = 0;
	for (let p = start; p < stop; p++) digits += i32(isDigit(load<u8>(p)));
	for (let p = start; p < stop; p++) {
		const c = load<u8>(p);
		const hides = isDigit(c) && digits-- > kept;
		out.byte(hides ? STAR : c);
	}
}
