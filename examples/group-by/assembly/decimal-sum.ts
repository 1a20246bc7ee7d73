// The sum of numbers that do not fit into 64 bits, digit for digit: limbs of nine decimal digits each, from the smallest
// that is needed to the greatest. A limb is not carried over before the end; 64 bits hold thousands of millions of
// additions.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Packed, packI32, packSpan } from '../../../sdk/assemblyscript/assembly/packed';
import { Written } from '../../../sdk/assemblyscript/assembly/json/written';

const LIMB: i32 = 9;
const BASE: i64 = 1_000_000_000;
/** No digit beyond this place behind the point is added: it is far below the least number there is. */
const LOWEST: i64 = -45;

const digits = new Bytes();

/** The limb that the digit of 10^`place` is in. */
function limbOf(place: i64): i64 {
	return place >= 0 ? place / LIMB : -((LIMB - 1 - place) / LIMB);
}

@unmanaged
export class DecimalSum {
	/** i64 each, the lowest first. */
	private limbs: usize;
	private size: i32;
	/** The first limb counts 10^(9·`low`). */
	private low: i32;

	/** `number` must be within the range of f64. */
	add(number: Written): void {
		if (number.count == 0 || number.point < LOWEST * LIMB) return;
		const least = max(limbOf(number.point - number.count), LOWEST);
		this.cover(<i32>least, <i32>limbOf(number.point - 1));
		digits.clear();
		number.writeDigits(digits);
		let place = number.point;
		let part: i64 = 0;
		let limb = limbOf(place - 1);
		for (let i = 0; i < number.count && limb >= LOWEST; i++) {
			place--;
			part = part * 10 + <i64>(load<u8>(digits.ptr + i) - 0x30);
			if (place == limb * LIMB) {
				this.addTo(<i32>limb, part, number.negative);
				part = 0;
				limb--;
			}
		}
		if (part == 0) return;
		for (; place > limb * LIMB; place--) part *= 10;
		this.addTo(<i32>limb, part, number.negative);
	}

	private addTo(limb: i32, part: i64, negative: bool): void {
		const at = this.limbs + ((<usize>(limb - this.low)) << 3);
		store<i64>(at, negative ? load<i64>(at) - part : load<i64>(at) + part);
	}

	/** Makes room for limbs from `least` to `most`. */
	private cover(least: i32, most: i32): void {
		if (this.size > 0 && least >= this.low && most < this.low + this.size) return;
		const from = this.size == 0 ? least : min(least, this.low);
		const to = this.size == 0 ? most : max(most, this.low + this.size - 1);
		const bytes = (<usize>(to - from + 1)) << 3;
		const grown = heap.alloc(bytes);
		memory.fill(grown, 0, bytes);
		if (this.size > 0) {
			memory.copy(grown + ((<usize>(this.low - from)) << 3), this.limbs, (<usize>this.size) << 3);
			heap.free(this.limbs);
		}
		this.limbs = grown;
		this.low = from;
		this.size = to - from + 1;
	}

	/** Carries over, so that every limb but the last is from 0 to 10⁹ - 1. */
	private carry(): i64 {
		let over: i64 = 0;
		for (let i = 0; i < this.size; i++) {
			const at = this.limbs + ((<usize>i) << 3);
			const value = load<i64>(at) + over;
			over = value / BASE;
			let rest = value % BASE;
			if (rest < 0) {
				rest += BASE;
				over--;
			}
			store<i64>(at, rest);
		}
		return over;
	}

	private negate(): void {
		for (let i = 0; i < this.size; i++) {
			const at = this.limbs + ((<usize>i) << 3);
			store<i64>(at, -load<i64>(at));
		}
	}

	/** Appends the sum as a number with an exponent. It cannot be added to afterwards. */
	write(out: Bytes): void {
		let over = this.carry();
		const negative = over < 0;
		if (negative) {
			this.negate();
			over = -over + this.carry();
		}
		if (negative) out.byte(0x2d);
		writeLimb(out, over, false);
		for (let i = this.size - 1; i >= 0; i--) writeLimb(out, load<i64>(this.limbs + ((<usize>i) << 3)), true);
		out.text(`e${this.low * LIMB}`);
	}

	pack(out: Bytes): void {
		packI32(out, this.low);
		packSpan(out, this.limbs, this.size << 3);
	}

	unpack(from: Packed): void {
		this.low = from.i32();
		const limbs = from.span();
		if (from.length == 0) return;
		this.size = from.length >> 3;
		this.limbs = heap.alloc(from.length);
		memory.copy(this.limbs, limbs, from.length);
	}

	free(): void {
		if (this.size > 0) heap.free(this.limbs);
		heap.free(changetype<usize>(this));
	}
}

function writeLimb(out: Bytes, value: i64, padded: bool): void {
	const text = value.toString();
	out.text(padded ? text.padStart(LIMB, '0') : text);
}

export function newDecimalSum(): DecimalSum {
	const at = heap.alloc(offsetof<DecimalSum>());
	memory.fill(at, 0, offsetof<DecimalSum>());
	return changetype<DecimalSum>(at);
}
