import type { ByteSource } from '../byte-source.ts';

/** Bytes of the beginning that stay at hand. */
const HEAD = 64 * 1024;
/** What is read before a place that is asked for, at once, bytes. */
const PIECE = 1024 * 1024;

interface Chunk {
	readonly offset: number;
	readonly data: Uint8Array;
}

/** A source that begins at a place, or at 0 where it can begin nowhere else. */
export interface Opened {
	readonly source: ByteSource;
	readonly offset: number;
}

/** An input that is read forward, in which the beginning and what was just read can be read again at no cost. */
export class SeekableInput {
	readonly #open: (offset: number) => Opened;
	#source: ByteSource | null = null;
	#head: Uint8Array = new Uint8Array(0);
	/** What was read last: at least twice as much as the last piece of it. */
	#recent: Chunk[] = [];
	#position = 0;

	constructor(open: (offset: number) => Opened) {
		this.#open = open;
	}

	get bytesRead(): number {
		return this.#source?.bytesRead ?? 0;
	}

	async read(offset: number, most: number): Promise<Uint8Array> {
		if (offset + most <= this.#head.length) return this.#head.subarray(offset, offset + most);
		const known = this.#recent.find((chunk) => offset >= chunk.offset && offset < chunk.offset + chunk.data.length);
		if (known !== undefined) return known.data.subarray(offset - known.offset, offset - known.offset + most);
		if (this.#source === null || offset < this.#position) this.#begin(offset);
		while (this.#position < offset) {
			if ((await this.#forward(Math.min(PIECE, offset - this.#position))).length === 0) break;
		}
		return this.#position === offset ? this.#forward(most) : new Uint8Array(0);
	}

	close(): void {
		this.#source?.close();
	}

	#begin(at: number): void {
		this.#source?.close();
		const { source, offset } = this.#open(at);
		this.#source = source;
		this.#position = offset;
		this.#recent = [];
	}

	async #forward(most: number): Promise<Uint8Array> {
		const data = new Uint8Array(most);
		const length = (await this.#source?.read(data, 0, most)) ?? 0;
		const found = data.subarray(0, length);
		if (length === 0) return found;
		if (this.#position === this.#head.length && this.#head.length < HEAD) {
			this.#head = Buffer.concat([this.#head, found.subarray(0, HEAD - this.#head.length)]);
		}
		this.#recent.push({ offset: this.#position, data: found });
		this.#position += length;
		let kept = this.#recent.reduce((sum, chunk) => sum + chunk.data.length, 0);
		for (let oldest = this.#recent[0]; oldest !== undefined; oldest = this.#recent[0]) {
			kept -= oldest.data.length;
			if (kept < Math.max(PIECE, 2 * length)) break;
			this.#recent.shift();
		}
		return found;
	}
}
