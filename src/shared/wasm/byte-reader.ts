import { DataFlareError } from '../errors.ts';
import { because } from '../failure-reason.ts';

/** V8's own limit. */
const MAX_NAME_BYTES = 100_000;

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

	/** How many elements follow. Each takes a byte at least, so that no claim is believed that the bytes cannot keep. */
	count(most: number, what: string): number {
		const start = this.at;
		const count = this.u32();
		if (count > most) throw malformed(`it has ${count} ${what}, at most ${most} are read`, start);
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
		const length = this.u32();
		if (length > MAX_NAME_BYTES)
			throw malformed(`a name has ${length} bytes, at most ${MAX_NAME_BYTES} are read`, start);
		const text = decodeUtf8(this.take(length));
		if (text === null) throw malformed('a name is not UTF-8', start);
		return text;
	}

	/** Skips an integer of any size, signed or not. */
	skipLeb(): void {
		const start = this.at;
		for (let count = 0; count < 10; count++) if ((this.byte() & 0x80) === 0) return;
		throw malformed('an integer is out of range', start);
	}
}

export function malformed(what: string, offset: number): DataFlareError {
	return new DataFlareError('plugin_load', `The module is malformed: ${what} (byte ${offset}).`, {
		hint: 'The file is probably damaged or cut off: build or fetch it again.',
		details: { ...because('damaged'), offset },
	});
}

/** Strict UTF-8 (RFC 3629); null where the bytes are not. The contract sees no platform decoder. */
export function decodeUtf8(bytes: Uint8Array): string | null {
	let text = '';
	for (let at = 0; at < bytes.length; ) {
		const first = bytes[at++] as number;
		if (first < 0x80) {
			text += String.fromCharCode(first);
			continue;
		}
		const extra = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
		if (first < 0xc2 || first > 0xf4 || at + extra > bytes.length) return null;
		let point = first & (0x3f >> extra);
		for (let count = 0; count < extra; count++) {
			const next = bytes[at++] as number;
			if ((next & 0xc0) !== 0x80) return null;
			point = (point << 6) | (next & 0x3f);
		}
		const least = [0x80, 0x800, 0x10000][extra - 1] as number;
		if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
		text += String.fromCodePoint(point);
	}
	return text;
}
