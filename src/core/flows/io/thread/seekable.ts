import type { ByteSource } from './byte-source.ts';

/** Bytes of the beginning that stay at hand. */
const HEAD = 64 * 1024;
/** Bytes behind which others are looked at again at most. */
const RECENT = 64 * 1024;

/** An input that is read forward, in which the beginning and what was just read can be read again at no cost. */
export class SeekableInput {
	readonly #open: () => ByteSource;
	#source: ByteSource | null = null;
	#head: Uint8Array = new Uint8Array(0);
	/** The last bytes that were read, and where they end. */
	#recent: Uint8Array = new Uint8Array(0);
	#position = 0;

	constructor(open: () => ByteSource) {
		this.#open = open;
	}

	get bytesRead(): number {
		return this.#source?.bytesRead ?? 0;
	}

	async read(offset: number, most: number): Promise<Uint8Array> {
		if (offset < this.#head.length && offset + most <= this.#head.length)
			return this.#head.subarray(offset, offset + most);
		const recentFrom = this.#position - this.#recent.length;
		if (offset >= recentFrom && offset < this.#position) {
			const found = this.#recent.subarray(offset - recentFrom, offset - recentFrom + most);
			if (found.length === most || offset + found.length === this.#position) return found;
		}
		if (this.#source === null || offset < this.#position) this.#begin();
		while (this.#position < offset) {
			if ((await this.#forward(Math.min(1024 * 1024, offset - this.#position))).length === 0) break;
		}
		return this.#position === offset ? this.#forward(most) : new Uint8Array(0);
	}

	close(): void {
		this.#source?.close();
	}

	#begin(): void {
		this.#source?.close();
		this.#source = this.#open();
		this.#position = 0;
		this.#recent = new Uint8Array(0);
	}

	async #forward(most: number): Promise<Uint8Array> {
		const data = new Uint8Array(most);
		const length = (await this.#source?.read(data, 0, most)) ?? 0;
		const found = data.subarray(0, length);
		if (this.#position === this.#head.length && this.#head.length < HEAD) {
			this.#head = Buffer.concat([this.#head, found.subarray(0, HEAD - this.#head.length)]);
		}
		this.#position += length;
		if (length >= RECENT) this.#recent = found.slice(length - RECENT);
		else if (length > 0) this.#recent = Buffer.concat([this.#recent, found]).subarray(-RECENT);
		return found;
	}
}
