// One column of the result. Its state for each group is a slot of 24 bytes, zero at first.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { writeInteger, writeNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { Packed, packI32, packI64 } from '../../../sdk/assemblyscript/assembly/packed';
import { NULL, NUMBER, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { writeCanonical } from './canonical';
import { Digest, newDigest } from './digest';
import { addToExtreme, freeExtreme, packExtreme, unpackExtreme, writeExtreme } from './extreme';
import { HashSet, newHashSet } from './hash-set';
import { addToSum, freeSum, packSum, unpackSum, writeMean, writeSum } from './sum';

export const SLOT: i32 = 24;
export const operations: string[] = ['count', 'sum', 'mean', 'min', 'max', 'quantile', 'count_distinct'];
export const COUNT: i32 = 0;
export const SUM: i32 = 1;
export const MEAN: i32 = 2;
export const MIN: i32 = 3;
export const MAX: i32 = 4;
export const QUANTILE: i32 = 5;
export const DISTINCT: i32 = 6;

const canonical = new Bytes();

export class Aggregate {
	/** `"name":` of the result. */
	label: Bytes = new Bytes();
	/** Values that were neither null nor of a kind that the operation takes. */
	private ignored: i64 = 0;
	/** Numbers that no f64 is near, which cannot be computed with. */
	private boundless: i64 = 0;
	/** Groups whose sum no f64 is near. */
	private overflown: i64 = 0;

	/** `column` -1: of whole records. `shared`: an earlier quantile of the same field, whose digest serves both, or -1. */
	constructor(
		readonly op: i32,
		readonly column: i32,
		readonly q: f64,
		readonly shared: i32,
		readonly exactLimit: i32,
		readonly field: string,
	) {}

	/** Takes a value in. `value` is null for whole records. */
	add(slot: usize, value: Value | null): void {
		if (value === null) {
			store<u64>(slot, load<u64>(slot) + 1);
			return;
		}
		if (value.kind == NULL || this.shared >= 0) return;
		const op = this.op;
		if (op == COUNT) {
			store<u64>(slot, load<u64>(slot) + 1);
		} else if (op == DISTINCT) {
			if (load<usize>(slot) == 0) store<usize>(slot, changetype<usize>(newHashSet()));
			canonical.clear();
			writeCanonical(canonical, value);
			changetype<HashSet>(load<usize>(slot)).add(hashBytes(canonical.ptr, canonical.length));
		} else if (op == MIN || op == MAX) {
			if (value.kind == NUMBER || value.kind == STRING) addToExtreme(slot, value, op == MAX ? 1 : -1);
			else this.ignored++;
		} else if (value.kind != NUMBER) {
			this.ignored++;
		} else if (!value.isShort && !isFinite(value.number)) {
			this.boundless++;
		} else if (op == QUANTILE) {
			if (load<usize>(slot) == 0) store<usize>(slot, changetype<usize>(newDigest()));
			changetype<Digest>(load<usize>(slot)).add(value.number, this.exactLimit);
		} else {
			addToSum(slot, value);
		}
	}

	/** `slots`: of all aggregates of the group, because a digest may be a neighbour's. */
	write(out: Bytes, slots: usize, index: i32): void {
		out.append(this.label);
		const slot = slots + <usize>((this.shared >= 0 ? this.shared : index) * SLOT);
		const op = this.op;
		if (op == COUNT) {
			writeInteger(out, load<i64>(slot));
		} else if (op == SUM) {
			if (!writeSum(out, slot)) this.overflown++;
		} else if (op == MEAN) {
			writeMean(out, slot);
		} else if (op == MIN || op == MAX) {
			writeExtreme(out, slot);
		} else if (op == QUANTILE) {
			const digest = load<usize>(slot);
			writeNumber(out, digest == 0 ? NaN : changetype<Digest>(digest).quantile(this.q));
		} else {
			const set = load<usize>(slot);
			writeInteger(out, set == 0 ? 0 : changetype<HashSet>(set).count);
		}
	}

	/** Appends what a group has of it. */
	pack(out: Bytes, slot: usize): void {
		if (this.shared >= 0) return;
		const op = this.op;
		if (op == COUNT) {
			packI64(out, load<i64>(slot));
		} else if (op == SUM || op == MEAN) {
			packSum(out, slot);
		} else if (op == MIN || op == MAX) {
			packExtreme(out, slot);
		} else {
			const own = load<usize>(slot);
			packI32(out, i32(own != 0));
			if (own == 0) return;
			if (op == QUANTILE) changetype<Digest>(own).pack(out);
			else changetype<HashSet>(own).pack(out);
		}
	}

	/** Takes up what `pack` appended, in a slot that is zero. */
	unpack(from: Packed, slot: usize): void {
		if (this.shared >= 0) return;
		const op = this.op;
		if (op == COUNT) {
			store<i64>(slot, from.i64());
		} else if (op == SUM || op == MEAN) {
			unpackSum(from, slot);
		} else if (op == MIN || op == MAX) {
			unpackExtreme(from, slot);
		} else if (from.i32() != 0) {
			store<usize>(slot, op == QUANTILE ? changetype<usize>(newDigest()) : changetype<usize>(newHashSet()));
			if (op == QUANTILE) changetype<Digest>(load<usize>(slot)).unpack(from);
			else changetype<HashSet>(load<usize>(slot)).unpack(from);
		}
	}

	/** The same of what it has left out so far. */
	packCounts(out: Bytes): void {
		packI64(out, this.ignored);
		packI64(out, this.boundless);
		packI64(out, this.overflown);
	}

	unpackCounts(from: Packed): void {
		this.ignored = from.i64();
		this.boundless = from.i64();
		this.overflown = from.i64();
	}

	free(slot: usize): void {
		const op = this.op;
		if (op == SUM || op == MEAN) freeSum(slot);
		else if (op == MIN || op == MAX) freeExtreme(slot);
		else if (op == QUANTILE && load<usize>(slot) != 0) changetype<Digest>(load<usize>(slot)).free();
		else if (op == DISTINCT && load<usize>(slot) != 0) changetype<HashSet>(load<usize>(slot)).free();
	}

	/** What was left out or lost, in sentences. */
	complain(): void {
		if (this.ignored > 0) logWarn(`${this.ignored} values of "${this.field}" are of another kind and were left out`);
		if (this.boundless > 0) {
			logWarn(
				`${this.boundless} values of "${this.field}" are beyond the range of numbers (1.8e308) and were left out of ${operations[this.op]}`,
			);
		}
		if (this.overflown > 0) {
			logWarn(
				`the sum of "${this.field}" is beyond the range of numbers (1.8e308) and became null in ${this.overflown} groups`,
			);
		}
	}
}
