/**
 * Messages as bytes: two little-endian u32 (length of the head, length of the bulk), the head, the bulk.
 *
 * The head is the message by V8's structured clone with each typed array replaced by its type and length; the bulk is
 * the content of the typed arrays, one after the other. So large arrays are copied once on the way out and once on the
 * way in, straight to where they stay.
 */

/** The slice of `node:v8` that is used; the contract itself imports nothing of Node's. */
export interface StructuredCloning {
	/** Asks its `_writeHostObject` about typed arrays, which plain `Serializer` does not. */
	readonly DefaultSerializer: new () => StructuredWriter;
	readonly Deserializer: new (head: Uint8Array) => StructuredReader;
}

interface StructuredWriter {
	writeHeader(): void;
	writeValue(value: unknown): boolean;
	writeUint32(value: number): void;
	releaseBuffer(): Uint8Array;
}

interface StructuredReader {
	readHeader(): boolean;
	readValue(): unknown;
	readUint32(): number;
}

/** A message whose typed arrays still wait for their content, in order. */
export interface HollowMessage {
	readonly message: unknown;
	readonly arrays: readonly Uint8Array[];
}

export interface MessageCodec {
	/** The whole message, in memory that `allocate` gave. Throws for what cannot be cloned. */
	encode(message: unknown, allocate: (bytes: number) => Uint8Array): Uint8Array;
	/** Throws for a head that is none, or whose arrays are not as long as the bulk. */
	decodeHead(head: Uint8Array, bulkBytes: number): HollowMessage;
}

/** Two lengths. bytes */
export const PREFIX_BYTES = 8;

/** Below, zeroing is cheaper than memory from elsewhere. bytes */
const UNZEROED_FROM = 4096;

/** Types of arrays in a head. */
const BYTES = 0;
const WORDS = 1;

/** `rawBytes` gives memory that need not be zeroed. */
export function messageCodec(v8: StructuredCloning, rawBytes: (length: number) => Uint8Array): MessageCodec {
	class HeadWriter extends v8.DefaultSerializer {
		readonly arrays: Uint8Array[] = [];
		bulkBytes = 0;

		/** Called by V8 for each typed array. */
		_writeHostObject(array: unknown): void {
			if (!(array instanceof Uint8Array || array instanceof Uint32Array)) {
				throw new TypeError('of typed arrays a message carries Uint8Array and Uint32Array alone');
			}
			this.writeUint32(array instanceof Uint8Array ? BYTES : WORDS);
			this.writeUint32(array.byteLength);
			this.arrays.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
			this.bulkBytes += array.byteLength;
		}
	}

	class HeadReader extends v8.Deserializer {
		readonly arrays: Uint8Array[] = [];
		left = 0;

		/** Called by V8 for each typed array. */
		_readHostObject(): Uint8Array | Uint32Array {
			const type = this.readUint32();
			const length = this.readUint32();
			this.left -= length;
			if (this.left < 0) throw new RangeError('arrays longer than what follows');
			if (type === BYTES) {
				const array = length < UNZEROED_FROM ? new Uint8Array(length) : rawBytes(length);
				this.arrays.push(array);
				return array;
			}
			if (type !== WORDS || length % Uint32Array.BYTES_PER_ELEMENT !== 0) throw new RangeError('an unknown array');
			const array = new Uint32Array(length / Uint32Array.BYTES_PER_ELEMENT);
			this.arrays.push(new Uint8Array(array.buffer));
			return array;
		}
	}

	return {
		encode(message, allocate) {
			const writer = new HeadWriter();
			writer.writeHeader();
			writer.writeValue(message);
			const head = writer.releaseBuffer();
			const encoded = allocate(PREFIX_BYTES + head.length + writer.bulkBytes);
			setU32(encoded, 0, head.length);
			setU32(encoded, 4, writer.bulkBytes);
			encoded.set(head, PREFIX_BYTES);
			let at = PREFIX_BYTES + head.length;
			for (const array of writer.arrays) {
				encoded.set(array, at);
				at += array.length;
			}
			return encoded;
		},
		decodeHead(head, bulkBytes) {
			const reader = new HeadReader(head);
			reader.left = bulkBytes;
			reader.readHeader();
			const message = reader.readValue();
			if (reader.left !== 0) throw new RangeError('arrays shorter than what follows');
			return { message, arrays: reader.arrays };
		},
	};
}

export function getU32(bytes: Uint8Array, at: number): number {
	const byte = (index: number): number => (bytes[at + index] as number) << (8 * index);
	return (byte(0) | byte(1) | byte(2) | byte(3)) >>> 0;
}

function setU32(bytes: Uint8Array, at: number, value: number): void {
	for (let index = 0; index < 4; index++) bytes[at + index] = value >>> (8 * index);
}
