// Short-lived bytes that never move, all given back at once.

const CHUNK: i32 = 32_768;

export class Arena {
	private chunk: usize = 0;
	private used: i32 = 0;
	private extra: StaticArray<usize> = new StaticArray<usize>(0);
	private extras: i32 = 0;

	/** `length` bytes that stay where they are until `reset`. */
	take(length: i32): usize {
		if (this.chunk == 0) this.chunk = heap.alloc(CHUNK);
		if (length <= CHUNK - this.used) {
			const at = this.chunk + this.used;
			this.used += length;
			return at;
		}
		return this.takeExtra(length);
	}

	private takeExtra(length: i32): usize {
		if (this.extras == this.extra.length) {
			const grown = new StaticArray<usize>(this.extras * 2 + 8);
			for (let i = 0; i < this.extras; i++) grown[i] = this.extra[i];
			this.extra = grown;
		}
		const block = heap.alloc(length);
		this.extra[this.extras++] = block;
		return block;
	}

	/** A copy of some bytes. */
	keep(ptr: usize, length: i32): usize {
		const at = this.take(length);
		memory.copy(at, ptr, length);
		return at;
	}

	reset(): void {
		this.used = 0;
		for (let i = 0; i < this.extras; i++) heap.free(this.extra[i]);
		this.extras = 0;
	}
}
