import { Malformed } from './ssh-wire.ts';

/** The kinds of value that a private key in PKCS#8 is made of (X.690, 8.1.2). */
const tags = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** Values in DER (X.690), from the start to the end; whatever does not fit throws `Malformed`. Nothing is copied. */
export class DerReader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#bytes.length;
	}

	/** Whether a value of this kind is next. */
	has(kind: keyof typeof tags): boolean {
		return this.#bytes[this.#at] === tags[kind];
	}

	sequence(): DerReader {
		return new DerReader(this.#value('sequence'));
	}

	octets(): Buffer {
		return this.#value('octets');
	}

	/** As its content is encoded, in hexadecimal. */
	oid(): string {
		return this.#value('oid').toString('hex');
	}

	/** Not negative. What is larger than a number can say is `Number.MAX_SAFE_INTEGER`. */
	integer(): number {
		const bytes = this.#value('integer');
		const [first] = bytes;
		if (first === undefined || first >= 0x80) throw new Malformed('is damaged');
		const from = bytes.findIndex((byte) => byte !== 0);
		if (from === -1) return 0;
		if (bytes.length - from > 6) return Number.MAX_SAFE_INTEGER;
		return bytes.readUIntBE(from, bytes.length - from);
	}

	end(): void {
		if (!this.isAtEnd) throw new Malformed('has something behind its end');
	}

	#value(kind: keyof typeof tags): Buffer {
		if (!this.has(kind)) throw new Malformed('is damaged');
		this.#at += 1;
		const length = this.#length();
		return this.#take(length);
	}

	#length(): number {
		const first = this.#take(1).readUInt8();
		if (first < 0x80) return first;
		const size = first & 0x7f;
		// None is the indefinite form, which DER has not; more than three is more than a file of a key holds.
		if (size === 0 || size > 3) throw new Malformed('is damaged');
		return this.#take(size).readUIntBE(0, size);
	}

	#take(length: number): Buffer {
		const end = this.#at + length;
		if (end > this.#bytes.length) throw new Malformed('ends too soon');
		const found = this.#bytes.subarray(this.#at, end);
		this.#at = end;
		return found;
	}
}
