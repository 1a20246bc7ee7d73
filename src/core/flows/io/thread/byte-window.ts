import type { ByteSource } from './byte-source.ts';

const LF = 0x0a;
/** What is asked for at once, bytes. */
const CHUNK = 1024 * 1024;

/** The part of an input that is looked at: bytes nobody took yet, from `start` to `end`, and a line feed behind them. */
export class ByteWindow {
	readonly source: ByteSource;
	/** Not a `Buffer`: code that meets both is slower. */
	data = new Uint8Array(CHUNK + 1);
	start = 0;
	end = 0;
	/** Set once there are no more bytes than these. */
	ended = false;
	/** Of the byte at 0 of `data`, in the input without its compression. */
	#base: number;

	constructor(source: ByteSource, offset = 0) {
		this.source = source;
		this.#base = offset;
	}

	/** Place of a byte of `data` in the input. */
	offsetOf(position: number): number {
		return this.#base + position;
	}

	/** Gets more behind what nobody took, which moves to the front: no position holds any longer. */
	async more(): Promise<void> {
		const pending = this.end - this.start;
		// As much again as is pending: a record of any length is looked at a bounded number of times.
		const capacity = Math.max(CHUNK, 2 * pending);
		if (this.data.length < capacity + 1) {
			const larger = new Uint8Array(capacity + 1);
			larger.set(this.data.subarray(this.start, this.end));
			this.data = larger;
		} else if (this.start > 0) {
			this.data.copyWithin(0, this.start, this.end);
		}
		this.#base += this.start;
		this.start = 0;
		this.end = pending;
		const read = await this.source.read(this.data, pending, this.data.length - 1 - pending);
		this.ended = read === 0;
		this.end += read;
		this.data[this.end] = LF;
	}

	/** Until at least so many bytes are there, or all. */
	async fill(bytes: number): Promise<void> {
		while (!this.ended && this.end - this.start < bytes) await this.more();
	}
}
