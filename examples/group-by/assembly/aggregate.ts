// One column of the result. Its state for each group is a slot of 24 bytes, zero at first.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { writeInteger, writeNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { NULL, NUMBER, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { writeCanonical } from './canonical';
import { Digest, newDigest } from './digest';
import { HashSet, newHashSet } from './hash-set';

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
const kept = new Value();

export class Aggregate {
	/** `"name":` of the result. */
	label: Bytes = new Bytes();
	/** Values that were neither null nor of a kind that the operation takes. */
	ignored: i64 = 0;

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
			if (value.kind == NUMBER || value.kind == STRING) this.addExtreme(slot, value);
			else this.ignored++;
		} else if (value.kind != NUMBER) {
			this.ignored++;
		} else if (op == QUANTILE) {
			if (load<usize>(slot) == 0) store<usize>(slot, changetype<usize>(newDigest()));
			changetype<Digest>(load<usize>(slot)).add(value.number, this.exactLimit);
		} else {
			addToSum(slot, value.number);
		}
	}

	/** Slot: kind, length, number, pointer. */
	private addExtreme(slot: usize, value: Value): void {
		readExtreme(slot);
		if (kept.kind != NULL) {
			const order = value.compare(kept);
			if (this.op == MIN ? order >= 0 : order <= 0) return;
			if (kept.kind == STRING) heap.free(kept.ptr);
		}
		store<i32>(slot, value.kind);
		store<f64>(slot, value.number, 8);
		if (value.kind != STRING) return;
		const copy = heap.alloc(max(value.length, 1));
		memory.copy(copy, value.ptr, value.length);
		store<i32>(slot, value.length, 4);
		store<usize>(slot, copy, 16);
	}

	/** `slots`: of all aggregates of the group, because a digest may be a neighbour's. */
	write(out: Bytes, slots: usize, index: i32): void {
		out.append(this.label);
		const slot = slots + <usize>((this.shared >= 0 ? this.shared : index) * SLOT);
		const op = this.op;
		if (op == COUNT) {
			writeInteger(out, load<i64>(slot));
		} else if (op == SUM) {
			writeNumber(out, load<f64>(slot) + load<f64>(slot, 8));
		} else if (op == MEAN) {
			const count = load<u64>(slot, 16);
			writeNumber(out, count == 0 ? NaN : (load<f64>(slot) + load<f64>(slot, 8)) / <f64>count);
		} else if (op == MIN || op == MAX) {
			readExtreme(slot);
			kept.write(out);
		} else if (op == QUANTILE) {
			const digest = load<usize>(slot);
			writeNumber(out, digest == 0 ? NaN : changetype<Digest>(digest).quantile(this.q));
		} else {
			const set = load<usize>(slot);
			writeInteger(out, set == 0 ? 0 : changetype<HashSet>(set).count);
		}
	}

	free(slot: usize): void {
		const held = load<usize>(slot);
		if (this.op == QUANTILE && held != 0) changetype<Digest>(held).free();
		if (this.op == DISTINCT && held != 0) changetype<HashSet>(held).free();
		if ((this.op == MIN || this.op == MAX) && load<i32>(slot) == STRING) heap.free(load<usize>(slot, 16));
	}
}

function readExtreme(slot: usize): void {
	kept.kind = load<i32>(slot);
	kept.length = load<i32>(slot, 4);
	kept.number = load<f64>(slot, 8);
	kept.ptr = load<usize>(slot, 16);
}

/** Slot: sum, what its rounding lost (Neumaier), count. */
function addToSum(slot: usize, value: f64): void {
	const sum = load<f64>(slot);
	const next = sum + value;
	const lost = abs(sum) >= abs(value) ? sum - next + value : value - next + sum;
	store<f64>(slot, next);
	store<f64>(slot, load<f64>(slot, 8) + lost, 8);
	store<u64>(slot, load<u64>(slot, 16) + 1, 16);
}
