// The groups by their keys, outside the garbage collector: there may be very many.
import { Bytes, sameBytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { Packed, packSpan } from '../../../sdk/assemblyscript/assembly/packed';

/** A group: hash, key, length of the key, length of its values as JSON, which follow it, and slots of the aggregates. */
const HASH: usize = 0;
const KEY: usize = 8;
const KEY_LENGTH: usize = 12;
const SHOWN_LENGTH: usize = 16;
const SLOTS: usize = 20;
const ENTRY: usize = 24;

export class Groups {
	count: i32 = 0;
	private entries: usize = 0;
	private capacity: i32 = 0;
	/** Number of the group plus 1, or 0, at the place its hash says. */
	private table: usize = 0;
	private mask: i32 = -1;

	/** `slotBytes`: of all aggregates of one group together. */
	constructor(private slotBytes: i32) {}

	private entry(index: i32): usize {
		return this.entries + <usize>index * ENTRY;
	}

	slots(index: i32): usize {
		return load<u32>(this.entry(index), SLOTS);
	}

	/** The values of the key: for each field a length (u32) and its JSON text. */
	shown(index: i32): usize {
		const entry = this.entry(index);
		return load<u32>(entry, KEY) + load<u32>(entry, KEY_LENGTH);
	}

	/** Appends a group's key and its texts. */
	pack(out: Bytes, index: i32): void {
		const entry = this.entry(index);
		packSpan(out, load<u32>(entry, KEY), load<i32>(entry, KEY_LENGTH));
		packSpan(out, this.shown(index), load<i32>(entry, SHOWN_LENGTH));
	}

	/** Adds the group of which `pack` appended them. */
	unpack(from: Packed): i32 {
		const key = from.span();
		const keyLength = from.length;
		const shown = from.span();
		return this.add(key, keyLength, hashBytes(key, keyLength), shown, from.length);
	}

	/** The group with a key, or -1. */
	find(key: usize, length: i32, hash: u64): i32 {
		if (this.mask < 0) return -1;
		let at = <i32>hash & this.mask;
		while (true) {
			const index = load<i32>(this.table + ((<usize>at) << 2)) - 1;
			if (index < 0) return -1;
			const entry = this.entry(index);
			if (
				load<u64>(entry, HASH) == hash &&
				sameBytes(load<u32>(entry, KEY), load<i32>(entry, KEY_LENGTH), key, length)
			) {
				return index;
			}
			at = (at + 1) & this.mask;
		}
	}

	add(key: usize, length: i32, hash: u64, shown: usize, shownLength: i32): i32 {
		if (this.count == this.capacity) this.grow();
		const block = heap.alloc(this.slotBytes + length + shownLength + 8);
		memory.fill(block, 0, this.slotBytes);
		const keyAt = block + this.slotBytes;
		memory.copy(keyAt, key, length);
		memory.copy(keyAt + length, shown, shownLength);
		const entry = this.entry(this.count);
		store<u64>(entry, hash, HASH);
		store<u32>(entry, <u32>keyAt, KEY);
		store<i32>(entry, length, KEY_LENGTH);
		store<i32>(entry, shownLength, SHOWN_LENGTH);
		store<u32>(entry, <u32>block, SLOTS);
		this.place(this.count, hash);
		return this.count++;
	}

	private place(index: i32, hash: u64): void {
		let at = <i32>hash & this.mask;
		while (load<i32>(this.table + ((<usize>at) << 2)) != 0) at = (at + 1) & this.mask;
		store<i32>(this.table + ((<usize>at) << 2), index + 1);
	}

	private grow(): void {
		this.capacity = this.capacity == 0 ? 32 : this.capacity * 2;
		const bytes = <usize>this.capacity * ENTRY;
		this.entries = this.entries == 0 ? heap.alloc(bytes) : heap.realloc(this.entries, bytes);
		if (this.table != 0) heap.free(this.table);
		const places = this.capacity * 2;
		this.table = heap.alloc((<usize>places) << 2);
		memory.fill(this.table, 0, (<usize>places) << 2);
		this.mask = places - 1;
		for (let i = 0; i < this.count; i++) this.place(i, load<u64>(this.entry(i), HASH));
	}

	/** The caller has let go what the slots hold. */
	clear(): void {
		for (let i = 0; i < this.count; i++) heap.free(load<u32>(this.entry(i), SLOTS));
		if (this.entries != 0) {
			heap.free(this.entries);
			heap.free(this.table);
		}
		this.entries = 0;
		this.table = 0;
		this.count = 0;
		this.capacity = 0;
		this.mask = -1;
	}
}
