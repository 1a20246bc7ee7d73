import { DataFlareError } from '../../errors/errors.ts';
import { because } from '../../errors/failure-reason.ts';
import { moduleLimits } from './module-limits.ts';
import { decodeUtf8, isUtf8 } from './utf8.ts';

/** Reads the WebAssembly binary format's primitives, never past `end`. Every failure names the byte it happened at. */
export class ByteReader {
	readonly bytes: Uint8Array;
	readonly end: number;
	at: number;

	constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
		this.bytes = bytes;
		this.at = start;
		this.end = end;
	}

	get done(): boolean {
		return this.at >= this.end;
	}

	byte(): number {
		if (this.at >= this.end) throw malformed('it ends in the middle', this.at);
		return this.bytes[this.at++] as number;
	}

	/** Unsigned LEB128 of at most 32 bits (WebAssembly Core Specification, "Integers"). */
	u32(): number {
		const start = this.at;
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.byte();
			value += (byte & 0x7f) * 2 ** shift;
			if ((byte & 0x80) === 0) {
				if (value > 0xffff_ffff) break;
				return value;
			}
		}
		throw malformed('an integer is out of range', start);
	}

	/** Unsigned LEB128 of at most 64 bits; beyond 2^53 precision is lost, which only limits need to survive. */
	u64(): number {
		const start = this.at;
		let value = 0;
		for (let shift = 0; shift < 70; shift += 7) {
			const byte = this.byte();
			value += (byte & 0x7f) * 2 ** shift;
			if ((byte & 0x80) === 0) return value;
		}
		throw malformed('an integer is out of range', start);
	}

	/** Signed LEB128 of at most 33 bits: an index, or below 0 what the format has instead of one. */
	s33(): number {
		const start = this.at;
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.byte();
			value += (byte & 0x7f) * 2 ** shift;
			if ((byte & 0x80) === 0) return (byte & 0x40) === 0 ? value : value - 2 ** (shift + 7);
		}
		throw malformed('an integer is out of range', start);
	}

	/** How many elements follow. Each takes a byte at least, so that no claim is believed that the bytes cannot keep. */
	count(most: number, what: string): number {
		const start = this.at;
		const count = this.u32();
		if (count > most) throw malformed(`it has ${count} ${what}; the limit is ${most}`, start);
		if (count > this.end - this.at) throw malformed('it ends in the middle', this.end);
		return count;
	}

	take(length: number): Uint8Array {
		if (length > this.end - this.at) throw malformed('it ends in the middle', this.end);
		const piece = this.bytes.subarray(this.at, this.at + length);
		this.at += length;
		return piece;
	}

	name(): string {
		const start = this.at;
		const text = decodeUtf8(this.#nameBytes());
		if (text === null) throw malformed('a name is not UTF-8', start);
		return text;
	}

	/** The bytes of a name that is checked and not kept. */
	rawName(): Uint8Array {
		const start = this.at;
		const bytes = this.#nameBytes();
		if (!isUtf8(bytes)) throw malformed('a name is not UTF-8', start);
		return bytes;
	}

	/** Skips an integer of any size, signed or not. */
	skipLeb(): void {
		const start = this.at;
		for (let count = 0; count < 10; count++) if ((this.byte() & 0x80) === 0) return;
		throw malformed('an integer is out of range', start);
	}

	#nameBytes(): Uint8Array {
		const start = this.at;
		const length = this.u32();
		if (length > moduleLimits.nameBytes) {
			throw malformed(`a name has ${length} bytes; the limit is ${moduleLimits.nameBytes}`, start);
		}
		return this.take(length);
	}
}

export function malformed(what: string, offset: number): DataFlareError {
	return new DataFlareError('plugin_load', `The module is malformed: ${what} (byte ${offset}).`, {
		hint: 'The file is probably damaged or incomplete: build or download it again.',
		details: { ...because('damaged'), offset },
	});
}
