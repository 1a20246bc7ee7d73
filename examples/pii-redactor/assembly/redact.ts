// Finds personal data in one text and writes the text with it replaced.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { addressEnd, addressStart, appendLower, findAddress } from './address';
import { bankAccountEnd } from './bank-account';
import { CLOSE, DOT, code, isDigitCode, isLetter, isWord, readAt, readBefore, size } from './characters';
import { isBehindCoded, isCaller, isEscape, isNumberOfThing, mayEndPhone, mayHoldCard } from './context';
import { LEAST as LEAST_CARD, cardFirst, cardLast, findCard, hiddenLast } from './find-card';
import { beginsWithDate, closesBracket, isInThousands, phoneGroups, PLAIN, PLUS, trunkZero } from './find-phone';
import { maskAddress, maskDigits } from './mask';
import {
	digit,
	digitCount,
	digitEnd,
	digitStart,
	gapBefore,
	groupCount,
	groupFirst,
	groupSize,
	readRun,
	runEnd,
	shortRunEnd,
} from './number-run';
import { AT, BRACKET, DIGIT, ESCAPE, FOLDED, LEAST_DIGITS, marks, nextMark } from './quick-look';
import { sha256 } from './sha256';
import { findAt, mayOpenAt } from './written-at';

export const EMAIL: i32 = 0;
export const PHONE: i32 = 1;
export const CARD: i32 = 2;
export const kinds: string[] = ['email', 'phone', 'card'];

export const OFF: i32 = 0;
export const MASK: i32 = 1;
export const HASH: i32 = 2;
export const modes: string[] = ['off', 'mask', 'hash'];

/** Digits that a number has at least that does not begin with a plus. */
const LEAST_UNSIGNED: i32 = 9;

export class Redactor {
	/** Mode by kind. */
	readonly modes: StaticArray<i32> = [OFF, OFF, OFF];
	readonly counts: StaticArray<i64> = [0, 0, 0];
	/** Put before what is hashed. */
	readonly salt: Bytes = new Bytes();
	/** Hexadecimal digits of a hash that are shown. */
	hashLength: i32 = 32;
	private message: Bytes = new Bytes();
	/** The text that is looked at, and where what was not yet written of it begins. */
	private start: usize = 0;
	private end: usize = 0;
	private plain: usize = 0;
	/** Where what was not yet copied begins, before the text or within it. */
	private from: usize = 0;
	/** Whether the text is the inside of a JSON string, and goes into one. */
	private inJson: bool = false;
	/** Where to go on behind digits that are no number of interest. */
	private next: usize = 0;

	/**
	 * Replaces what is found in the text between `ptr` and `end`. What stands before it, from `from` on, is copied first.
	 * Returns where what is still to be copied begins, in the text; 0 where nothing was found, and `out` is unchanged.
	 * `inJson`: the text is the inside of a JSON string without escapes, and so is what becomes of it.
	 */
	redact(from: usize, ptr: usize, end: usize, out: Bytes, inJson: bool): usize {
		this.start = this.plain = ptr;
		this.end = end;
		this.from = from;
		this.inJson = inJson;
		let any = false;
		for (let p = ptr; p < end; ) {
			const mark = load<u8>(marks + load<u8>(p));
			if (mark == 0 || mark == ESCAPE) {
				p = nextMark(p + 1, end);
				continue;
			}
			if ((mark == AT || mark == BRACKET || mark == FOLDED) && this.addressAt(p, mark, out)) {
				any = true;
				p = this.plain;
				continue;
			}
			if (mark == AT) {
				p++;
				continue;
			}
			if (mark == DIGIT) {
				// The digits of `%20` are of no number.
				if (p > ptr && load<u8>(p - 1) == 0x25 && p + 2 <= end && isBehindCoded(p + 2, ptr)) {
					p += 2;
					continue;
				}
				const stop = shortRunEnd(p, end, LEAST_UNSIGNED);
				if (stop != 0) {
					p = stop;
					continue;
				}
				if (this.numberAt(p, 0, 0, out)) {
					any = true;
					p = this.plain;
				} else {
					p = this.next;
				}
				continue;
			}
			readAt(p, end);
			const width = size;
			if (isDigitCode(code) || code == 0x2b || code == 0x28) {
				const isNumber = isDigitCode(code);
				const sign = code;
				if (this.numberAt(p, isNumber ? 0 : width, sign, out)) {
					any = true;
					p = this.plain;
					continue;
				}
				if (isNumber) {
					p = this.next;
					continue;
				}
			}
			p += width;
		}
		return any ? this.from : 0;
	}

	/** Copies what stands before what was found, from `first` up to `stop`. */
	private begin(first: usize, stop: usize, out: Bytes): void {
		out.span(this.from, first);
		this.plain = this.from = stop;
	}

	private addressAt(p: usize, mark: u8, out: Bytes): bool {
		if (this.modes[EMAIL] == OFF) return false;
		if (mark == BRACKET && !mayOpenAt(p, this.end)) return false;
		const kind = findAt(p, this.plain, this.end);
		if (kind == 0 || !findAddress(kind, this.plain, this.end, this.modes[EMAIL] == HASH)) return false;
		this.begin(addressStart, addressEnd, out);
		this.counts[EMAIL]++;
		if (this.modes[EMAIL] == HASH) {
			this.beginHash();
			appendLower(this.message);
			this.endHash(EMAIL, out);
		} else {
			maskAddress(out, this.inJson);
		}
		return true;
	}

	/** Looks for a number that begins at `p`, with a sign of so many bytes before its digits. */
	private numberAt(p: usize, signSize: usize, sign: u32, out: Bytes): bool {
		readRun(p + signSize, this.end);
		// Where there are too few digits to hold anything, the groups behind the first one hold nothing either.
		this.next = digitCount < LEAST_DIGITS ? runEnd : digitEnd(groupFirst(beginsWithDate() ? 3 : 1) - 1);
		if (digitCount < LEAST_DIGITS || (signSize == 0 && isNothing())) return false;
		const before: u8 = p > this.start ? load<u8>(p - 1) : 0;
		const account = signSize == 0 ? bankAccountEnd(this.start, p) : 0;
		if (account != 0) {
			this.next = account;
			return false;
		}
		if (signSize == 0 && this.modes[CARD] != OFF && this.cardAt(p, before, out)) return true;
		return this.modes[PHONE] != OFF && this.phoneAt(p, signSize, sign, before, out);
	}

	/** Whether the digits at `p` are the decimals of a number. */
	private isFraction(p: usize, before: u8): bool {
		if ((before != 0x2e && before != 0x2c) || p - 1 == this.start) return false;
		// Another number ends there: `4111….5500…`.
		if (p - 1 == this.plain || !isDigit(load<u8>(p - 2))) return false;
		if (before == 0x2e) return true;
		// `4111…,5500…` is a list, `0,2507…` a number.
		if (load<u8>(p - 2) != 0x30) return false;
		return p - 2 == this.start || (!isWord(load<u8>(p - 3)) && load<u8>(p - 3) != 0x2e);
	}

	private cardAt(first: usize, before: u8, out: Bytes): bool {
		let p = first;
		if (!findCard(!this.isFraction(p, before))) return false;
		const stop = digitEnd(hiddenLast);
		const alone = hiddenLast + 1 == digitCount;
		if (!mayHoldCard(this.start, p, alone ? stop : p, this.end, cardLast - cardFirst + 1)) return false;
		// `(4111) 1111 …`
		if (before == 0x28 && groupCount > 1 && (gapBefore(1) & CLOSE) != 0) p--;
		this.begin(p, stop, out);
		this.counts[CARD]++;
		if (this.modes[CARD] == MASK) {
			maskDigits(p, stop, 4, out);
			return true;
		}
		if (cardFirst > 0) maskDigits(p, digitStart(cardFirst), 0, out);
		this.beginHash();
		for (let i = cardFirst; i <= cardLast; i++) this.message.byte(<u8>(0x30 + digit(i)));
		this.endHash(CARD, out);
		maskDigits(digitEnd(cardLast), stop, 0, out);
		return true;
	}

	private phoneAt(p: usize, signSize: usize, sign: u32, before: u8, out: Bytes): bool {
		const isPlus = sign == 0x2b;
		const grouped = isPlus || sign == 0x28 || groupCount > 1;
		if (signSize == 0) {
			if (before == 0x5f ? !grouped : isLetter(before) && !this.mayBeginBehind(p)) return false;
			if (this.isFraction(p, before)) return false;
			// A later part of a book's number and the like.
			if (before == 0x2d && p - 1 > this.start && isDigit(load<u8>(p - 2))) return false;
		}
		// A sum, unless another number ends there.
		if (isPlus && isDigit(before) && p != this.plain) return false;
		const groups = phoneGroups(isPlus ? PLUS : PLAIN);
		if (groups == 0) return false;
		// A bracket that closes behind the number is not a part of it.
		if (sign == 0x28 && (gapBefore(0) != 0 || groups == 1 || (gapBefore(1) & CLOSE) == 0)) return false;
		const last = groupFirst(groups) - 1;
		const stop = digitEnd(last);
		if (groups == groupCount && !this.mayEnd(stop, groups, grouped)) return false;
		if (groups == 1 && !isPlus && isNumberOfThing(this.start, p)) return false;
		if (isPlus && groups == 2 && this.isCoordinate(p, stop)) return false;
		const first = sign != 0x28 && before == 0x28 && p > this.plain && closesBracket(groups) ? p - 1 : p;
		this.begin(first, stop, out);
		this.counts[PHONE]++;
		if (this.modes[PHONE] == MASK) {
			maskDigits(first, stop, 2, out);
			return true;
		}
		this.beginHash();
		this.appendPhone(isPlus, groups, last);
		this.endHash(PHONE, out);
		return true;
	}

	/** Whether a phone number may begin behind the letter before `p`. */
	private mayBeginBehind(p: usize): bool {
		return isEscape(p - 1, this.start) || isCaller(this.start, this.plain, p) || isBehindCoded(p, this.start);
	}

	/** Whether what follows lets the number end: no time of day, no decimals, no word of letters and digits. */
	private mayEnd(stop: usize, groups: i32, grouped: bool): bool {
		if (stop + 1 < this.end && isDigit(load<u8>(stop + 1))) {
			const c = load<u8>(stop);
			if (c == 0x3a && groupSize(groups - 1) <= 2 && groups > 1) return false;
			if (c == 0x2c && isInThousands(groups) && gapBefore(1) == DOT && hasTwoDigits(stop + 1, this.end)) return false;
		}
		return mayEndPhone(stop, this.end, grouped);
	}

	/** `+48.856614000, +2.352221900`: a pair of numbers with decimals. */
	private isCoordinate(p: usize, stop: usize): bool {
		if (gapBefore(1) != DOT) return false;
		let next = stop;
		while (next < this.end && (load<u8>(next) == 0x2c || load<u8>(next) == 0x20 || load<u8>(next) == 0x3b)) next++;
		if (next > stop && next + 2 < this.end && decimalFollows(next, this.end)) return true;
		let last = p;
		while (last > this.start && (load<u8>(last - 1) == 0x2c || load<u8>(last - 1) == 0x20)) last--;
		return last < p && last > this.start && isDigit(load<u8>(last - 1));
	}

	/** A number as it is dialled from anywhere, so far as it is known: `00` is a plus, a trunk 0 is left out. */
	private appendPhone(isPlus: bool, groups: i32, last: i32): void {
		const message = this.message;
		const isWorldwide = !isPlus && digit(0) == 0 && digit(1) == 0;
		if (isPlus || isWorldwide) message.byte(0x2b);
		else if (digit(0) >= 2) message.text('+1');
		else if (digit(0) == 1) message.byte(0x2b);
		const trunk = isPlus || isWorldwide ? trunkZero(groups) : -1;
		for (let i = isWorldwide ? 2 : 0; i <= last; i++) if (i != trunk) message.byte(<u8>(0x30 + digit(i)));
	}

	private beginHash(): void {
		this.message.clear();
		this.message.append(this.salt);
	}

	/** Kind and hash of what was found in one form, so that the same person has the same hash however it was written. */
	private endHash(kind: i32, out: Bytes): void {
		const digest = sha256(this.message.ptr, this.message.length);
		out.text(kinds[kind]);
		out.byte(0x5f);
		for (let i = 0; i < this.hashLength; i++) {
			const pair = load<u8>(digest + (i >> 1));
			const half = (i & 1) == 0 ? pair >> 4 : pair & 15;
			out.byte(half < 10 ? 0x30 + half : 0x57 + half);
		}
	}

	/** Writes the digits of a card that stands as a number of its own. */
	cardNumber(ptr: usize, length: i32, out: Bytes): void {
		this.counts[CARD]++;
		if (this.modes[CARD] == MASK) {
			maskDigits(ptr, ptr + length, 4, out);
			return;
		}
		this.beginHash();
		this.message.copy(ptr, length);
		this.endHash(CARD, out);
	}
}

/**
 * A quick look at a run without a sign: one that does not begin with a 0 is of North America, or a card. Most are dates,
 * amounts and the like.
 */
function isNothing(): bool {
	return digitCount < LEAST_CARD && digit(0) != 0 && groupSize(0) != 3 && groupSize(0) != 1;
}

/** Whether one or two digits follow, as behind the comma of an amount. */
function hasTwoDigits(p: usize, end: usize): bool {
	const first = p;
	while (p < end && isDigit(load<u8>(p))) p++;
	return p - first <= 2;
}

function decimalFollows(p: usize, end: usize): bool {
	if (load<u8>(p) == 0x2b || load<u8>(p) == 0x2d) p++;
	const digits = p;
	while (p < end && isDigit(load<u8>(p))) p++;
	return p > digits && p + 1 < end && load<u8>(p) == 0x2e && isDigit(load<u8>(p + 1));
}
