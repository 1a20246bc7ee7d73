// Growable bytes outside the garbage collector. Every block has 4 bytes in front of its content, so that it can become
// a result of the ABI (a length, then the bytes) without a copy.

const PREFIX: usize = 4;
const LEAST: i32 = 64;

export class Bytes {
	/** First byte of the content. Changes when the content grows. */
	ptr: usize = 0;
	length: i32 = 0;
	capacity: i32 = 0;

	/** Makes room for `more` bytes behind the content and returns where they go. */
	reserve(more: i32): usize {
		const needed = this.length + more;
		if (needed > this.capacity) this.grow(needed);
		return this.ptr + this.length;
	}

	private grow(needed: i32): void {
		const doubled = this.capacity < 0x2000_0000 ? this.capacity * 2 : needed;
		// Doubling is a luxury: with large blocks a quarter more must do, for the sake of small memory limits.
		const roomy = this.capacity > 0x40_0000 ? this.capacity + (this.capacity >> 2) : doubled;
		const capacity = max(max(needed, roomy), LEAST);
		const block = this.ptr == 0 ? heap.alloc(PREFIX + capacity) : heap.realloc(this.ptr - PREFIX, PREFIX + capacity);
		this.ptr = block + PREFIX;
		this.capacity = capacity;
	}

	byte(value: u8): void {
		store<u8>(this.reserve(1), value);
		this.length++;
	}

	copy(from: usize, length: i32): void {
		copyBytes(this.reserve(length), from, length);
		this.length += length;
	}

	/** Appends the bytes from `start` up to `end`. */
	span(start: usize, end: usize): void {
		this.copy(start, <i32>(end - start));
	}

	append(other: Bytes): void {
		this.copy(other.ptr, other.length);
	}

	/** Appends a string as UTF-8. */
	text(value: string): void {
		const at = this.reserve(value.length * 3);
		this.length += <i32>String.UTF8.encodeUnsafe(changetype<usize>(value), value.length, at);
	}

	clear(): void {
		this.length = 0;
	}

	/** Drops the first `count` bytes. */
	shift(count: i32): void {
		this.length -= count;
		memory.copy(this.ptr, this.ptr + count, this.length);
	}

	/** Gives the memory back. */
	release(): void {
		if (this.ptr != 0) heap.free(this.ptr - PREFIX);
		this.ptr = 0;
		this.length = 0;
		this.capacity = 0;
	}

	/** Hands the content to the host as a result. The host gives the block back through `dealloc`. */
	toResult(): i32 {
		this.reserve(0);
		if (this.ptr == 0) this.grow(LEAST);
		store<u32>(this.ptr - PREFIX, this.length);
		const result = <i32>(this.ptr - PREFIX);
		this.ptr = 0;
		this.length = 0;
		this.capacity = 0;
		return result;
	}

	toString(): string {
		return String.UTF8.decodeUnsafe(this.ptr, this.length);
	}
}

/** Copies bytes that may overlap. Most are few, and the engine's own copy is a call out of the module. */
export function copyBytes(to: usize, from: usize, length: i32): void {
	if (length > 32 || length < 0) {
		memory.copy(to, from, length);
	} else if (length >= 16) {
		const last = <usize>length - 16;
		const first = v128.load(from);
		const second = v128.load(from + last);
		v128.store(to, first);
		v128.store(to + last, second);
	} else if (length >= 8) {
		const last = <usize>length - 8;
		const first = load<u64>(from);
		const second = load<u64>(from + last);
		store<u64>(to, first);
		store<u64>(to + last, second);
	} else if (length >= 4) {
		const last = <usize>length - 4;
		const first = load<u32>(from);
		const second = load<u32>(from + last);
		store<u32>(to, first);
		store<u32>(to + last, second);
	} else if (length > 0) {
		const last = <usize>length - 1;
		const middle = <usize>length >> 1;
		const first = load<u8>(from);
		const second = load<u8>(from + middle);
		const third = load<u8>(from + last);
		store<u8>(to, first);
		store<u8>(to + middle, second);
		store<u8>(to + last, third);
	}
}

/** The UTF-8 bytes of a string. */
export function bytesOf(text: string): Bytes {
	const bytes = new Bytes();
	bytes.text(text);
	return bytes;
}

export function sameBytes(a: usize, aLength: i32, b: usize, bLength: i32): bool {
	if (aLength != bLength) return false;
	return memory.compare(a, b, aLength) == 0;
}

/** Negative, 0 or positive: order by bytes, which for UTF-8 is order by code point. */
export function compareBytes(a: usize, aLength: i32, b: usize, bLength: i32): i32 {
	const order = memory.compare(a, b, min(aLength, bLength));
	return order != 0 ? order : aLength - bLength;
}
