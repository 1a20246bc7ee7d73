// Which addresses were read, by a fingerprint of 64 bits each: a million of them fit into the plugin's memory.
import { bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';

export class Seen {
	private slots: StaticArray<u64> = new StaticArray<u64>(256);
	private count: i32 = 0;

	/** Whether the address is new. */
	add(address: string): bool {
		const mark = fingerprint(address);
		if (this.count * 2 >= this.slots.length) this.grow();
		if (!put(this.slots, mark)) return false;
		this.count++;
		return true;
	}

	private grow(): void {
		const larger = new StaticArray<u64>(this.slots.length * 2);
		for (let i = 0; i < this.slots.length; i++) if (this.slots[i] != 0) put(larger, this.slots[i]);
		this.slots = larger;
	}
}

/** The number of slots is a power of two; 0 is an empty one. */
function put(slots: StaticArray<u64>, mark: u64): bool {
	let at = <i32>(mark & <u64>(slots.length - 1));
	while (slots[at] != 0) {
		if (slots[at] == mark) return false;
		at = (at + 1) & (slots.length - 1);
	}
	slots[at] = mark;
	return true;
}

/** Never 0. */
function fingerprint(text: string): u64 {
	const bytes = bytesOf(text);
	const hash = hashBytes(bytes.ptr, bytes.length);
	bytes.release();
	return hash == 0 ? 1 : hash;
}
