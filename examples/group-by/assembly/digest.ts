// Quantiles of one field in one group. Up to a number of values they are kept and the answer is exact (linear
// interpolation, as spreadsheets, NumPy and d3 do); beyond it they become a t-digest: centroids that are fine at the
// ends and coarser in the middle (T. Dunning, "Computing Extremely Accurate Quantiles Using t-Digests").
import { SORT } from 'util/sort';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Packed, packF64, packSpan } from '../../../sdk/assemblyscript/assembly/packed';

/** A centroid in the middle holds at most this part of all values. */
const COMPRESSION: f64 = 100;
/** Values that are gathered before they are merged into the centroids. */
const GATHER: i32 = 1024;

function order(a: f64, b: f64): i32 {
	return i32(a > b) - i32(a < b);
}

@unmanaged
export class Digest {
	/** f64 each. */
	private values: usize;
	private count: i32;
	private capacity: i32;
	/** Mean and weight, f64 each. */
	private centroids: usize;
	private size: i32;
	private total: f64;
	private least: f64;
	private most: f64;

	add(value: f64, exactLimit: i32): void {
		if (this.total == 0 || value < this.least) this.least = value;
		if (this.total == 0 || value > this.most) this.most = value;
		this.total += 1;
		if (this.count == this.capacity) this.grow();
		store<f64>(this.values + ((<usize>this.count) << 3), value);
		this.count++;
		if (this.size > 0 ? this.count >= GATHER : this.count > exactLimit) this.merge();
	}

	private grow(): void {
		this.capacity = this.capacity == 0 ? 16 : this.capacity * 2;
		const bytes = (<usize>this.capacity) << 3;
		this.values = this.values == 0 ? heap.alloc(bytes) : heap.realloc(this.values, bytes);
	}

	pack(out: Bytes): void {
		packF64(out, this.total);
		packF64(out, this.least);
		packF64(out, this.most);
		packSpan(out, this.values, this.count << 3);
		packSpan(out, this.centroids, this.size << 4);
	}

	unpack(from: Packed): void {
		this.total = from.f64();
		this.least = from.f64();
		this.most = from.f64();
		const values = from.span();
		this.count = from.length >> 3;
		this.capacity = this.count;
		this.values = copyOf(values, this.count << 3);
		const centroids = from.span();
		this.size = from.length >> 4;
		this.centroids = copyOf(centroids, this.size << 4);
	}

	free(): void {
		if (this.values != 0) heap.free(this.values);
		if (this.centroids != 0) heap.free(this.centroids);
		heap.free(changetype<usize>(this));
	}

	/** Takes the gathered values into the centroids. */
	private merge(): void {
		SORT<f64>(this.values, this.count, order);
		const old = this.centroids;
		const oldSize = this.size;
		const merged = heap.alloc((<usize>(oldSize + this.count)) << 4);
		let write: usize = merged;
		let fromOld = 0;
		let fromNew = 0;
		let before: f64 = 0;
		let mean: f64 = 0;
		let weight: f64 = 0;
		while (fromOld < oldSize || fromNew < this.count) {
			let nextMean: f64 = 0;
			let nextWeight: f64 = 1;
			const oldAt = old + ((<usize>fromOld) << 4);
			const newAt = this.values + ((<usize>fromNew) << 3);
			if (fromNew == this.count || (fromOld < oldSize && load<f64>(oldAt) <= load<f64>(newAt))) {
				nextMean = load<f64>(oldAt);
				nextWeight = load<f64>(oldAt, 8);
				fromOld++;
			} else {
				nextMean = load<f64>(newAt);
				fromNew++;
			}
			if (weight > 0 && this.fits(before, weight + nextWeight)) {
				weight += nextWeight;
				mean = toward(mean, nextMean, nextWeight / weight);
				continue;
			}
			if (weight > 0) {
				store<f64>(write, mean);
				store<f64>(write, weight, 8);
				write += 16;
				before += weight;
			}
			mean = nextMean;
			weight = nextWeight;
		}
		store<f64>(write, mean);
		store<f64>(write, weight, 8);
		write += 16;
		if (old != 0) heap.free(old);
		this.size = <i32>((write - merged) >> 4);
		this.centroids = heap.realloc(merged, write - merged);
		this.count = 0;
	}

	/** Whether a centroid of this weight is small enough for its place. */
	private fits(before: f64, weight: f64): bool {
		const low = before / this.total;
		const high = (before + weight) / this.total;
		const room = min(low * (1 - low), high * (1 - high));
		return weight <= ((4 * this.total) / COMPRESSION) * room;
	}

	/** The value below which the part `q` of all values lies; NaN where there is none. */
	quantile(q: f64): f64 {
		if (this.total == 0) return NaN;
		if (this.size == 0) return this.exact(q);
		if (this.count > 0) this.merge();
		return this.estimate(q);
	}

	private exact(q: f64): f64 {
		SORT<f64>(this.values, this.count, order);
		const at = q * <f64>(this.count - 1);
		const below = <i32>floor(at);
		const low = load<f64>(this.values + ((<usize>below) << 3));
		if (below + 1 >= this.count) return low;
		const high = load<f64>(this.values + ((<usize>(below + 1)) << 3));
		return toward(low, high, at - <f64>below);
	}

	private estimate(q: f64): f64 {
		const target = q * (this.total - 1);
		let before: f64 = 0;
		let lastMean = this.least;
		let lastCentre: f64 = 0;
		for (let i = 0; i < this.size; i++) {
			const at = this.centroids + ((<usize>i) << 4);
			const mean = load<f64>(at);
			const weight = load<f64>(at, 8);
			const centre = before + (weight - 1) / 2;
			if (target <= centre) return between(lastCentre, lastMean, centre, mean, target);
			lastMean = mean;
			lastCentre = centre;
			before += weight;
		}
		return between(lastCentre, lastMean, this.total - 1, this.most, target);
	}
}

function between(fromX: f64, fromY: f64, toX: f64, toY: f64, x: f64): f64 {
	return toX <= fromX ? toY : toward(fromY, toY, (x - fromX) / (toX - fromX));
}

/** A part of the way from one number to another, also where the way is longer than any number. */
function toward(from: f64, to: f64, part: f64): f64 {
	const way = to - from;
	return isFinite(way) ? from + way * part : from * (1 - part) + to * part;
}

/** 0 of nothing. */
function copyOf(ptr: usize, length: i32): usize {
	if (length == 0) return 0;
	const copy = heap.alloc(length);
	memory.copy(copy, ptr, length);
	return copy;
}

export function newDigest(): Digest {
	const at = heap.alloc(offsetof<Digest>());
	memory.fill(at, 0, offsetof<Digest>());
	return changetype<Digest>(at);
}
