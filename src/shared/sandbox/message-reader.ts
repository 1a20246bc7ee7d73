import { getU32, type HollowMessage, type MessageCodec, PREFIX_BYTES } from './message-codec.ts';

/** Memory for heads that is kept for the next one, bytes. */
const KEPT_BYTES = 65_536;

/** The largest message that an honest sandbox sends: a full output with an offset per record fits. */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Looks at a head as it arrives, before it becomes a value. */
export interface HeadInspection {
	/** Why the head is refused; null: so far it is not. */
	feed(piece: Uint8Array): string | null;
}

/** One inspection per head; its length in bytes. */
export type HeadInspector = (headBytes: number) => HeadInspection;

const nothingToSay: HeadInspection = { feed: () => null };

/** What arrived is no message; nothing after it can be made sense of. */
export class BadMessage extends Error {
	override readonly name = 'BadMessage';
}

/**
 * Puts messages together from the chunks of a stream. Keeps nothing of a chunk after `push` has returned.
 * Memory for a head is taken as its bytes arrive, not on a claim.
 */
export class MessageReader {
	readonly #codec: MessageCodec;
	readonly #onMessage: (message: unknown) => void;
	readonly #inspect: HeadInspector;
	/** Prefix and head that began in an earlier chunk. */
	#begun = new Uint8Array(256);
	#begunBytes = 0;
	#inspection: HeadInspection | null = null;
	/** The message whose bulk is arriving, the array that is being filled, and how far. */
	#hollow: HollowMessage | null = null;
	#array = 0;
	#filled = 0;

	constructor(codec: MessageCodec, onMessage: (message: unknown) => void, inspect: HeadInspector = () => nothingToSay) {
		this.#codec = codec;
		this.#inspect = inspect;
		this.#onMessage = onMessage;
	}

	/** Throws `BadMessage`, and what the listener throws. */
	push(chunk: Uint8Array): void {
		let at = 0;
		while (at < chunk.length) at = this.#hollow === null ? this.#takeHead(chunk, at) : this.#takeBulk(chunk, at);
	}

	#takeHead(chunk: Uint8Array, from: number): number {
		if (this.#begunBytes === 0 && chunk.length - from >= PREFIX_BYTES) {
			const end = from + headEnd(chunk, from);
			if (end <= chunk.length) {
				this.#look(chunk.subarray(from + PREFIX_BYTES, end), end - from - PREFIX_BYTES);
				this.#open(chunk.subarray(from, end));
				return end;
			}
		}
		const wanted = this.#begunBytes < PREFIX_BYTES ? PREFIX_BYTES : headEnd(this.#begun, 0);
		const piece = chunk.subarray(from, from + wanted - this.#begunBytes);
		// A piece is of the prefix or of the head, never of both.
		if (wanted > PREFIX_BYTES) this.#look(piece, wanted - PREFIX_BYTES);
		this.#keep(piece);
		if (this.#begunBytes >= PREFIX_BYTES && this.#begunBytes === headEnd(this.#begun, 0)) {
			const whole = this.#begun.subarray(0, this.#begunBytes);
			this.#begunBytes = 0;
			if (this.#begun.length > KEPT_BYTES) this.#begun = new Uint8Array(256);
			this.#open(whole);
		}
		return from + piece.length;
	}

	#look(piece: Uint8Array, headBytes: number): void {
		this.#inspection ??= this.#inspect(headBytes);
		const problem = this.#inspection.feed(piece);
		if (problem !== null) throw new BadMessage(problem);
	}

	#keep(piece: Uint8Array): void {
		const length = this.#begunBytes + piece.length;
		if (length > this.#begun.length) {
			const grown = new Uint8Array(length * 2);
			grown.set(this.#begun.subarray(0, this.#begunBytes));
			this.#begun = grown;
		}
		this.#begun.set(piece, this.#begunBytes);
		this.#begunBytes = length;
	}

	#open(prefixAndHead: Uint8Array): void {
		const head = prefixAndHead.subarray(PREFIX_BYTES);
		this.#inspection = null;
		let hollow: HollowMessage;
		try {
			hollow = this.#codec.decodeHead(head, getU32(prefixAndHead, 4));
		} catch (error) {
			throw new BadMessage(`bytes that are no message (${error instanceof Error ? error.message : String(error)})`);
		}
		this.#hollow = hollow;
		this.#array = 0;
		this.#filled = 0;
		this.#closeIfFull();
	}

	#takeBulk(chunk: Uint8Array, from: number): number {
		const array = this.#hollow?.arrays[this.#array] as Uint8Array;
		const piece = chunk.subarray(from, from + array.length - this.#filled);
		array.set(piece, this.#filled);
		this.#filled += piece.length;
		this.#closeIfFull();
		return from + piece.length;
	}

	#closeIfFull(): void {
		const hollow = this.#hollow as HollowMessage;
		while (this.#array < hollow.arrays.length && this.#filled === hollow.arrays[this.#array]?.length) {
			this.#array += 1;
			this.#filled = 0;
		}
		if (this.#array < hollow.arrays.length) return;
		this.#hollow = null;
		this.#onMessage(hollow.message);
	}
}

/** Length of prefix and head together. */
function headEnd(bytes: Uint8Array, at: number): number {
	const [head, bulk] = [getU32(bytes, at), getU32(bytes, at + 4)];
	if (head + bulk > MAX_MESSAGE_BYTES) throw new BadMessage(`a message of more than ${MAX_MESSAGE_BYTES} bytes`);
	return PREFIX_BYTES + head;
}
