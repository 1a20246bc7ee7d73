import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const pack = promisify(gzip);

/** What one member holds, bytes. */
const MEMBER_BYTES = 1024 * 1024;
/** Members that are compressed at once. */
const AT_ONCE = 4;

/**
 * Compresses what goes by. A member (RFC 1952) ends wherever so many bytes have come since the last, so that the same
 * data gives the same file wherever it was interrupted. The compression itself is done by threads of Node's own.
 */
export class GzipMembers {
	readonly #write: (data: Uint8Array) => Promise<void>;
	/** What the member under way holds. */
	#open = new Uint8Array(MEMBER_BYTES);
	#filled = 0;
	/** Members that are being compressed, in their order. */
	#packing: Promise<Uint8Array>[] = [];
	#isEmpty: boolean;

	/** `open`: what a member that is not full holds already; `isEmpty`: no member was written yet. */
	constructor(write: (data: Uint8Array) => Promise<void>, open: Uint8Array, isEmpty: boolean) {
		this.#write = write;
		this.#open.set(open);
		this.#filled = open.length;
		this.#isEmpty = isEmpty;
	}

	async add(data: Uint8Array): Promise<void> {
		for (let at = 0; at < data.length; ) {
			const piece = data.subarray(at, at + MEMBER_BYTES - this.#filled);
			this.#open.set(piece, this.#filled);
			this.#filled += piece.length;
			at += piece.length;
			if (this.#filled < MEMBER_BYTES) continue;
			this.#pack();
			while (this.#packing.length >= AT_ONCE) await this.#writeFirst();
		}
	}

	/** Writes all members that are full. Gives what the one under way holds. */
	async settle(): Promise<Uint8Array> {
		while (this.#packing.length > 0) await this.#writeFirst();
		return this.#open.slice(0, this.#filled);
	}

	/** Ends the last member; an output of nothing is one of nothing. */
	async end(): Promise<void> {
		if (this.#filled > 0 || this.#isEmpty) this.#pack();
		await this.settle();
	}

	#pack(): void {
		const packing = pack(this.#open.subarray(0, this.#filled));
		// Whoever writes it hears of it.
		packing.catch(() => undefined);
		this.#packing.push(packing);
		this.#open = new Uint8Array(MEMBER_BYTES);
		this.#filled = 0;
		this.#isEmpty = false;
	}

	async #writeFirst(): Promise<void> {
		const packed = await this.#packing[0];
		this.#packing.shift();
		if (packed !== undefined) await this.#write(packed);
	}
}
