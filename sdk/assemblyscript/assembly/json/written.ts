// A number as its text says it: every digit counts, none is rounded. `1`, `1.0` and `10e-1` are the same number here, and
// 9007199254740993 is another than 9007199254740992.
import { Bytes } from '../bytes';
import { isDigit, MINUS } from './scan';

/** Longer exponents are not computed with. */
const MAX_EXPONENT_DIGITS: i32 = 17;
const LARGEST_SAFE: u64 = 9_007_199_254_740_992;

export class Written {
	start: usize = 0;
	end: usize = 0;
	negative: bool = false;
	/** The first digit that is not 0. A point may stand between the digits that follow. */
	first: usize = 0;
	/** Digits from the first to the last that is not 0. None: the number is 0. */
	count: i32 = 0;
	/** The number is 0.ddd · 10^point. */
	point: i64 = 0;
	/** The exponent is too long to compute with: `point` is not it, and the text alone tells the number. */
	isBoundless: bool = false;

	/** Takes a number by the grammar of JSON apart (which the caller has checked). */
	read(start: usize, end: usize): void {
		this.start = start;
		this.end = end;
		this.negative = load<u8>(start) == MINUS;
		this.isBoundless = false;
		let p = this.negative ? start + 1 : start;
		let first: usize = 0;
		let run = 0;
		let count = 0;
		let point: i64 = 0;
		let seenPoint = false;
		for (; p < end; p++) {
			const c = load<u8>(p);
			if (c == 0x2e) {
				seenPoint = true;
				continue;
			}
			if (!isDigit(c)) break;
			if (c != 0x30) {
				if (first == 0) first = p;
				count = run + 1;
			}
			if (first != 0) {
				run++;
				if (!seenPoint) point++;
			} else if (seenPoint) {
				point--;
			}
		}
		this.first = first;
		this.count = count;
		this.point = count == 0 ? 0 : p < end ? point + this.exponent(p + 1) : point;
	}

	private exponent(p: usize): i64 {
		const below = load<u8>(p) == MINUS;
		if (!isDigit(load<u8>(p))) p++;
		while (p < this.end && load<u8>(p) == 0x30) p++;
		this.isBoundless = <i32>(this.end - p) > MAX_EXPONENT_DIGITS;
		let value: i64 = 0;
		if (this.isBoundless) value = 1_000_000_000_000_000_000;
		else for (; p < this.end; p++) value = value * 10 + <i64>(load<u8>(p) - 0x30);
		return below ? -value : value;
	}

	/** Whether it has no digits behind the point. */
	get isWhole(): bool {
		return !this.isBoundless && this.point >= <i64>this.count;
	}

	/** The digits as one whole number, where 16 are enough. */
	get units(): u64 {
		let value: u64 = 0;
		let p = this.first;
		for (let i = 0; i < this.count; i++) {
			p = digitAt(p);
			value = value * 10 + <u64>(load<u8>(p++) - 0x30);
		}
		return value;
	}

	/**
	 * Whether no other number that this is true of has the same nearest f64: those of up to 15 digits that are neither
	 * huge nor tiny, and whole ones up to 2⁵³.
	 */
	get isShort(): bool {
		if (this.count == 0) return true;
		if (this.isBoundless) return false;
		if (this.count <= 15 && this.point >= -6 && this.point <= 15) return true;
		return this.isWhole && this.point <= 16 && this.wholeUnits() <= LARGEST_SAFE;
	}

	private wholeUnits(): u64 {
		let value = this.units;
		for (let i = this.count; i < <i32>this.point; i++) value *= 10;
		return value;
	}

	/** Appends the digits from the first to the last that is not 0, without a point. */
	writeDigits(out: Bytes): void {
		let p = this.first;
		const at = out.reserve(this.count);
		for (let i = 0; i < this.count; i++) {
			p = digitAt(p);
			store<u8>(at + i, load<u8>(p++));
		}
		out.length += this.count;
	}

	/** Appends bytes that are the same for equal numbers and differ for others. */
	writeKey(out: Bytes): void {
		out.byte(u8(this.negative));
		if (this.isBoundless) {
			out.span(this.start, this.end);
			return;
		}
		store<i64>(out.reserve(8), this.point);
		out.length += 8;
		this.writeDigits(out);
	}

	compare(other: Written): i32 {
		const sign = this.count == 0 ? 0 : this.negative ? -1 : 1;
		const otherSign = other.count == 0 ? 0 : other.negative ? -1 : 1;
		if (sign != otherSign) return sign - otherSign;
		return sign * this.compareSize(other);
	}

	private compareSize(other: Written): i32 {
		if (this.point != other.point) return this.point < other.point ? -1 : 1;
		let p = this.first;
		let q = other.first;
		for (let i = min(this.count, other.count); i > 0; i--) {
			p = digitAt(p);
			q = digitAt(q);
			const order = <i32>load<u8>(p++) - <i32>load<u8>(q++);
			if (order != 0) return order;
		}
		if (this.count != other.count || !this.isBoundless) return this.count - other.count;
		const length = <i32>(this.end - this.start);
		const otherLength = <i32>(other.end - other.start);
		return length != otherLength ? length - otherLength : memory.compare(this.start, other.start, length);
	}
}

/** Where a digit stands: here, or behind the point that stands here. */
function digitAt(p: usize): usize {
	return load<u8>(p) == 0x2e ? p + 1 : p;
}
