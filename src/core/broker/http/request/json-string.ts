import { breathe, PIECE_BYTES } from '../pieces.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** What stands behind a backslash, and the byte that it means. */
const escapes: ReadonlyMap<number, number> = new Map(
	Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
		([letter, meant]) => [letter.charCodeAt(0), meant.charCodeAt(0)],
	),
);
/** What an unpaired surrogate becomes: U+FFFD. */
const REPLACEMENT = 0xfffd;

export class NoJsonString extends Error {
	override readonly name = 'NoJsonString';
}

export interface ReadString {
	/** UTF-8; null: it is longer than was allowed. */
	readonly content: Uint8Array | null;
	/** Behind the closing quote. */
	readonly end: number;
}

/**
 * Reads the JSON string whose opening quote is at `from`, in pieces and without a text as long as itself. `bytes` are
 * UTF-8. Throws `NoJsonString`, and what the signal was aborted with.
 */
export async function readJsonString(
	bytes: Uint8Array,
	from: number,
	mostBytes: number,
	signal: AbortSignal,
): Promise<ReadString> {
	// No content is longer than what it is written as, and the last piece may go beyond what is allowed.
	const room = Math.min(bytes.length - from, mostBytes + PIECE_BYTES + 4);
	const unescaper = new Unescaper(bytes, from + 1, new Uint8Array(Buffer.allocUnsafeSlow(room).buffer));
	while (!unescaper.takePiece()) {
		if (unescaper.written > mostBytes) return { content: null, end: unescaper.at };
		await breathe(signal);
	}
	const content = unescaper.written > mostBytes ? null : unescaper.content();
	return { content, end: unescaper.at };
}

class Unescaper {
	at: number;
	written = 0;
	readonly #bytes: Uint8Array;
	readonly #out: Uint8Array;

	constructor(bytes: Uint8Array, at: number, out: Uint8Array) {
		this.#bytes = bytes;
		this.at = at;
		this.#out = out;
	}

	content(): Uint8Array {
		return this.#out.subarray(0, this.written);
	}

	/** True: the closing quote was met. */
	takePiece(): boolean {
		const [bytes, out] = [this.#bytes, this.#out];
		const end = Math.min(bytes.length, this.at + PIECE_BYTES);
		let { at, written } = this;
		let closed = false;
		while (at < end && !closed) {
			const byte = bytes[at] as number;
			if (byte === BACKSLASH) {
				[this.at, this.written] = [at, written];
				this.#takeEscape();
				({ at, written } = this);
			} else {
				at += 1;
				if (byte === QUOTE) closed = true;
				else if (byte < 0x20) throw new NoJsonString('a control character in a string');
				else out[written++] = byte;
			}
		}
		[this.at, this.written] = [at, written];
		if (!closed && at >= bytes.length) throw new NoJsonString('an unterminated string');
		return closed;
	}

	#takeEscape(): void {
		const letter = this.#bytes[this.at + 1] ?? 0;
		if (letter === LETTER_U) return this.#takeUnit();
		const meant = escapes.get(letter);
		if (meant === undefined) throw new NoJsonString('an unknown escape');
		this.#out[this.written++] = meant;
		this.at += 2;
	}

	#takeUnit(): void {
		const unit = this.#unitAt(this.at);
		if (unit === null) throw new NoJsonString('an unknown escape');
		this.at += 6;
		if (unit < 0xd800 || unit > 0xdfff) return this.#put(unit);
		const low = unit < 0xdc00 ? this.#unitAt(this.at) : null;
		if (low === null || low < 0xdc00 || low > 0xdfff) return this.#put(REPLACEMENT);
		this.at += 6;
		this.#put(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
	}

	/** The number of the `\uXXXX` there; null: there is none. */
	#unitAt(at: number): number | null {
		if (this.#bytes[at] !== BACKSLASH || this.#bytes[at + 1] !== LETTER_U) return null;
		let unit = 0;
		for (let index = at + 2; index < at + 6; index++) {
			const digit = hexValue(this.#bytes[index] ?? 0);
			if (digit < 0) return null;
			unit = unit * 16 + digit;
		}
		return unit;
	}

	#put(code: number): void {
		const out = this.#out;
		if (code < 0x80) out[this.written++] = code;
		else if (code < 0x800) {
			out[this.written++] = 0xc0 | (code >> 6);
			out[this.written++] = 0x80 | (code & 0x3f);
		} else {
			if (code < 0x10000) out[this.written++] = 0xe0 | (code >> 12);
			else {
				out[this.written++] = 0xf0 | (code >> 18);
				out[this.written++] = 0x80 | ((code >> 12) & 0x3f);
			}
			out[this.written++] = 0x80 | ((code >> 6) & 0x3f);
			out[this.written++] = 0x80 | (code & 0x3f);
		}
	}
}

function hexValue(byte: number): number {
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const letter = byte | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
