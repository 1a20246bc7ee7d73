import { type MessageCodec, messageCodec, type StructuredCloning } from './message-codec.ts';
import { BadMessage, type HeadInspector, MessageReader } from './message-reader.ts';

/** Descriptors on which a sandbox process that was started as a plain Node process listens and speaks. */
export const SANDBOX_INPUT_FD = 3;
export const SANDBOX_OUTPUT_FD = 4;
/** Argument that tells the sandbox entry that these are open. */
export const CHANNEL_ARGUMENT = '--channel';

interface Source {
	on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
}

interface Sink {
	write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown;
}

export interface ChannelOptions {
	readonly input: Source;
	/** Chunks are the channel's alone: their memory is freed as soon as they were read. */
	readonly ownsChunks: boolean;
	readonly output: Sink;
	readonly v8: StructuredCloning;
	/** Memory that need not be zeroed, each piece with a buffer of its own. */
	readonly rawBytes: (length: number) => Uint8Array;
	/** Default: nothing is looked at. */
	readonly inspect?: HeadInspector;
	readonly onMessage: (message: unknown) => void;
	/** What arrived is no message. Nothing more is read. */
	readonly onGarbage: (reason: string) => void;
}

/** Smaller messages are not worth keeping memory for. bytes */
const POOLED_FROM = 16_384;
/** Of sent messages this much memory is kept for the next ones. bytes */
const POOL_BYTES = 4 * 1024 * 1024;
/** Up to this length messages lie side by side: a piece of memory for each would cost more than what is in it. bytes */
const SMALL_BYTES = 1_024;
const BLOCK_BYTES = 8_192;

/**
 * Messages over a pair of byte streams, in order, by copy. What was sent is copied before `send` returns. Memory is
 * given back at once and used again, so that a stream of large batches leaves little to the garbage collector.
 */
export class ByteChannel {
	readonly #codec: MessageCodec;
	readonly #options: ChannelOptions;
	readonly #pool: ArrayBufferLike[] = [];
	#pooledBytes = 0;
	/** Where small messages lie until they have left, and from where on it is free. */
	#block = new Uint8Array(0);
	#taken = 0;

	constructor(options: ChannelOptions) {
		this.#options = options;
		this.#codec = messageCodec(options.v8, options.rawBytes);
		const reader = new MessageReader(this.#codec, options.onMessage, options.inspect);
		let broken = false;
		options.input.on('data', (chunk) => {
			if (broken) return;
			try {
				reader.push(chunk);
			} catch (error) {
				if (!(error instanceof BadMessage)) throw error;
				broken = true;
				options.onGarbage(error.message);
			}
			if (options.ownsChunks) freeOwn(chunk);
		});
	}

	/** Throws for what cannot be cloned. */
	encode(message: unknown): Uint8Array {
		return this.#codec.encode(message, (bytes) => this.#take(bytes));
	}

	/** `encoded` comes from `encode` and is the channel's again. `done`: it has left, or never will. */
	write(encoded: Uint8Array, done?: () => void): void {
		this.#options.output.write(encoded, () => {
			this.#giveBack(encoded.buffer);
			done?.();
		});
	}

	send(message: unknown, done?: () => void): void {
		this.write(this.encode(message), done);
	}

	#take(bytes: number): Uint8Array {
		if (bytes <= SMALL_BYTES) return this.#pieceOfBlock(bytes);
		if (bytes < POOLED_FROM) return new Uint8Array(bytes);
		const index = this.#pool.findLastIndex((buffer) => buffer.byteLength >= bytes);
		if (index < 0) return this.#options.rawBytes(roundUp(bytes)).subarray(0, bytes);
		const [buffer] = this.#pool.splice(index, 1) as [ArrayBufferLike];
		this.#pooledBytes -= buffer.byteLength;
		return new Uint8Array(buffer, 0, bytes);
	}

	/** What lay here before is never written over: a full block is left to those who still hold a piece of it. */
	#pieceOfBlock(bytes: number): Uint8Array {
		if (this.#taken + bytes > this.#block.length) {
			this.#block = new Uint8Array(BLOCK_BYTES);
			this.#taken = 0;
		}
		const piece = this.#block.subarray(this.#taken, this.#taken + bytes);
		this.#taken += bytes;
		return piece;
	}

	#giveBack(buffer: ArrayBufferLike): void {
		if (buffer.byteLength < POOLED_FROM || this.#pooledBytes + buffer.byteLength > POOL_BYTES) return;
		this.#pool.push(buffer);
		this.#pooledBytes += buffer.byteLength;
	}
}

/** Messages of about one size find each other's memory. */
function roundUp(bytes: number): number {
	return 2 ** Math.ceil(Math.log2(bytes));
}

/** Frees what bytes lie in without waiting for the garbage collector, where nothing else lies in it. Nobody may look at them any more. */
export function freeOwn({ buffer, length }: Uint8Array): void {
	if (length >= POOLED_FROM && buffer.byteLength === length && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
