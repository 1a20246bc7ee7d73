import type { ByteSource } from './byte-source.ts';

/** Bytes of the beginning that stay at hand. */
const HEAD = 64 * 1024;
/** Of what was just read as much stays at hand at least, bytes; or twice the last piece, which a reader may work through meanwhile. */
const RECENT = 2 * 1024 * 1024;

interface Piece {
	readonly at: number;
	readonly data: Uint8Array;
}

/** An input that is read forward, in which the beginning and what was just read can be read again at no cost. */
export class SeekableInput {
	readonly #open: () => ByteSource;
	#source: ByteSource | null = null;
	#head: Uint8Array = new Uint8Array(0);
	/** The last pieces that were read, without a gap, as far as `#position`. */
	#recent: Piece[] = [];
	#position = 0;

	constructor(open: () => ByteSource) {
		this.#open = open;
	}

	get bytesRead(): number {
		return this.#source?.bytesRead ?? 0;
	}

	/** At most so many bytes from a place; fewer only where there are no more. They stay as they are until it is asked again. */
	async read(offset: number, most: number): Promise<Uint8Array> {
		if (offset + most <= this.#head.length) return this.#head.subarray(offset, offset + most);
		const known = this.#known(offset, most);
		if (known.length === most) return known;
		const from = offset + known.length;
		if (this.#source === null || from < this.#position) this.#begin();
		while (this.#position < from) {
			if ((await this.#forward(Math.min(1024 * 1024, from - this.#position))).length === 0) break;
		}
		if (this.#position !== from) return known;
		const more = await this.#forward(most - known.length);
		return known.length === 0 ? more : Buffer.concat([known, more]);
	}

	close(): void {
		this.#source?.close();
	}

	/** What is at hand of it. */
	#known(offset: number, most: number): Uint8Array {
		const first = this.#recent.findIndex(({ at, data }) => offset >= at && offset < at + data.length);
		const piece = this.#recent[first];
		if (piece === undefined) return new Uint8Array(0);
		const found = piece.data.subarray(offset - piece.at, offset - piece.at + most);
		if (found.length === most || first === this.#recent.length - 1) return found;
		const whole = Buffer.concat(this.#recent.slice(first).map(({ data }) => data));
		return whole.subarray(offset - piece.at, offset - piece.at + most);
	}

	#begin(): void {
		this.#source?.close();
		this.#source = this.#open();
		this.#position = 0;
		this.#recent = [];
	}

	async #forward(most: number): Promise<Uint8Array> {
		// What nobody wrote to is never looked at.
		const room = new Uint8Array(Buffer.allocUnsafeSlow(most).buffer);
		const length = (await this.#source?.read(room, 0, most)) ?? 0;
		const data = room.subarray(0, length);
		if (length === 0) return data;
		if (this.#position === this.#head.length && this.#head.length < HEAD) {
			this.#head = Buffer.concat([this.#head, data.subarray(0, HEAD - this.#head.length)]);
		}
		this.#recent.push({ at: this.#position, data });
		this.#position += length;
		this.#forget(Math.max(RECENT, 2 * length));
		return data;
	}

	/** Drops pieces without which so many bytes are still at hand. */
	#forget(wanted: number): void {
		const first = this.#recent.findLastIndex(({ at }) => this.#position - at >= wanted);
		if (first > 0) this.#recent.splice(0, first);
	}
}
