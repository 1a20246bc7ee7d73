/** What OpenSSH writes (RFC 4251, 5): strings with their length before them. */

/** Why some bytes are not what they should be; the words follow "it". */
export class Malformed extends Error {}

/** Reads from the start to the end; whatever does not fit throws `Malformed`. */
export class WireReader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	take(length: number): Buffer {
		const end = this.#at + length;
		if (end > this.#bytes.length) throw new Malformed('ends too soon');
		const found = this.#bytes.subarray(this.#at, end);
		this.#at = end;
		return found;
	}

	uint32(): number {
		return this.take(4).readUInt32BE();
	}

	string(): Buffer {
		return this.take(this.uint32());
	}

	end(): void {
		if (this.#at !== this.#bytes.length) throw new Malformed('has something behind its end');
	}
}

export function wireString(content: Uint8Array | string): Buffer {
	const bytes = Buffer.from(content);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

/** Base64 that can be written in one way alone, without line breaks. */
export function fromBase64(text: string): Buffer {
	const bytes = Buffer.from(text, 'base64');
	if (bytes.length === 0 || bytes.toString('base64') !== text) throw new Malformed('is not base64');
	return bytes;
}
