import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Packed, packI32, packI64 } from '../../../sdk/assemblyscript/assembly/packed';

/** The distinct 64-bit hashes of what was added. Two different values count as one with a chance of n² / 2⁶⁵. */
@unmanaged
export class HashSet {
	private slots: usize;
	private capacity: i32;
	count: i32;

	add(hash: u64): void {
		// 0 marks a free slot.
		const key = hash == 0 ? 1 : hash;
		if (this.count * 4 >= this.capacity * 3) this.grow();
		if (this.put(key)) this.count++;
	}

	private put(key: u64): bool {
		const mask = this.capacity - 1;
		let at = <i32>(key >> 7) & mask;
		while (true) {
			const slot = this.slots + ((<usize>at) << 3);
			const found = load<u64>(slot);
			if (found == key) return false;
			if (found == 0) {
				store<u64>(slot, key);
				return true;
			}
			at = (at + 1) & mask;
		}
	}

	private grow(): void {
		const old = this.slots;
		const oldCapacity = this.capacity;
		this.capacity = oldCapacity == 0 ? 16 : oldCapacity * 2;
		const bytes = (<usize>this.capacity) << 3;
		this.slots = heap.alloc(bytes);
		memory.fill(this.slots, 0, bytes);
		for (let i = 0; i < oldCapacity; i++) {
			const key = load<u64>(old + ((<usize>i) << 3));
			if (key != 0) this.put(key);
		}
		if (old != 0) heap.free(old);
	}

	pack(out: Bytes): void {
		packI32(out, this.count);
		for (let i = 0; i < this.capacity; i++) {
			const key = load<u64>(this.slots + ((<usize>i) << 3));
			if (key != 0) packI64(out, key);
		}
	}

	unpack(from: Packed): void {
		const count = from.i32();
		for (let i = 0; i < count && !from.broken; i++) this.add(from.i64());
	}

	free(): void {
		if (this.slots != 0) heap.free(this.slots);
		heap.free(changetype<usize>(this));
	}
}

export function newHashSet(): HashSet {
	const at = heap.alloc(offsetof<HashSet>());
	memory.fill(at, 0, offsetof<HashSet>());
	return changetype<HashSet>(at);
}
