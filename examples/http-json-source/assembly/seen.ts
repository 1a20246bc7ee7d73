// Which addresses were read, by a fingerprint of 64 bits each: a million of them fit into the plugin's memory.
import { Bytes, bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { hexOf } from '../../../sdk/assemblyscript/assembly/packed';

export class Seen {
	private slots: StaticArray<u64> = new StaticArray<u64>(256);
	private count: i32 = 0;

	/** Whether the address is new. */
	add(address: string): bool {
		return this.addMark(fingerprint(address));
	}

	private addMark(mark: u64): bool {
		if (this.count * 2 >= this.slots.length) this.grow();
		if (!put(this.slots, mark)) return false;
		this.count++;
		return true;
	}

	/** Appends the fingerprints as text, sixteen digits each. */
	write(out: Bytes): void {
		for (let i = 0; i < this.slots.length; i++) if (this.slots[i] != 0) out.text(hexOf(this.slots[i]));
	}

	/** Takes up what `write` appended, and nothing else; false where it is something else. */
	read(text: string): bool {
		if (text.length % 16 != 0) return false;
		this.slots = new StaticArray<u64>(256);
		this.count = 0;
		for (let at = 0; at < text.length; at += 16) {
			let mark: u64 = 0;
			for (let i = 0; i < 16; i++) {
				const digit = digitOf(text.charCodeAt(at + i));
				if (digit < 0) return false;
				mark = (mark << 4) | <u64>digit;
			}
			this.addMark(mark);
		}
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

function digitOf(c: i32): i32 {
	if (c >= 0x30 && c <= 0x39) return c - 0x30;
	return c >= 0x61 && c <= 0x66 ? c - 0x61 + 10 : -1;
}

/** Never 0. */
function fingerprint(text: string): u64 {
	const bytes = bytesOf(text);
	const hash = hashBytes(bytes.ptr, bytes.length);
	bytes.release();
	return hash == 0 ? 1 : hash;
}
