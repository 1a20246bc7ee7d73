/**
 * Checks JSON (RFC 8259) in pieces: a value may be cut anywhere, and each byte is looked at once however the pieces
 * fall. Builds no values. UTF-8 is not looked at here; every byte from 0x80 up counts as a character of a string.
 */
import { MAX_JSON_DEPTH } from '../../shared/json/json-check.ts';

const LF = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What comes next. Between tokens white space may stand; from `string` on a token is under way. */
const wants = {
	nothing: 0,
	value: 1,
	elementOrEnd: 2,
	keyOrEnd: 3,
	key: 4,
	colon: 5,
	separator: 6,
	string: 7,
	escape: 8,
	hex: 9,
	word: 10,
	firstDigit: 11,
	afterZero: 12,
	digit: 13,
	firstFraction: 14,
	fraction: 15,
	signOrExponent: 16,
	firstExponent: 17,
	exponent: 18,
} as const;

/** 1 for what does not stand for itself inside a string: quotes, backslashes and control characters. */
const special = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
);
const escapes = Uint8Array.from({ length: 256 }, (_, byte) =>
	'"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const hex = Uint8Array.from({ length: 256 }, (_, byte) => (/[0-9a-fA-F]/.test(String.fromCharCode(byte)) ? 1 : 0));
const words = ['true', 'false', 'null'].map((word) => Uint8Array.from(word, (letter) => letter.charCodeAt(0)));

function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The position behind a number without an exponent, -1 where none stands. */
function plainNumber(data: Uint8Array, at: number): number {
	let p = data[at] === 0x2d ? at + 1 : at;
	let first = p;
	if (data[p] === 0x30) p++;
	else while ((((data[p] as number) - 0x30) & 0xff) < 10) p++;
	if (p === first) return -1;
	if (data[p] === 0x2e) {
		first = ++p;
		while ((((data[p] as number) - 0x30) & 0xff) < 10) p++;
		if (p === first) return -1;
	}
	return ((data[p] as number) | 0x20) === 0x65 ? -1 : p;
}

export class JsonScanner {
	#want: number = wants.nothing;
	#depth = 0;
	/** For each open container: its closing byte. */
	readonly #closers = new Uint8Array(MAX_JSON_DEPTH);
	/** Whether the string under way is a key. */
	#inKey = false;
	#word: Uint8Array = words[0] as Uint8Array;
	/** Letters of the word, or hexadecimal digits, that were read. */
	#read = 0;
	/** Whether the byte that did not fit is wrong for the number of containers around it alone. */
	isTooDeep = false;
	/** Line feeds that were passed. */
	lineFeeds = 0;
	/** Position behind the last of them in the piece that holds it; `rebase` moves it along. */
	lineStart = 0;

	/** A value is under way. */
	get isOpen(): boolean {
		return this.#want !== wants.nothing;
	}

	/** A value begins with the next byte that is not white space. */
	begin(): void {
		this.#want = wants.value;
	}

	/** What was at position `shift` of one piece is at 0 of the next. */
	rebase(shift: number): void {
		this.lineStart -= shift;
	}

	/** At the end of the input: whether what is under way is whole, as a number at the top may be. */
	finish(): boolean {
		const whole =
			this.#depth === 0 &&
			(this.#want === wants.nothing ||
				this.#want === wants.afterZero ||
				this.#want === wants.digit ||
				this.#want === wants.fraction ||
				this.#want === wants.exponent);
		if (whole) this.#want = wants.nothing;
		return whole;
	}

	/** Skips white space up to `end`. Line feeds are counted and become spaces. */
	skipSpace(data: Uint8Array, at: number, end: number): number {
		let p = at;
		for (; p < end; p++) {
			const byte = data[p] as number;
			if (byte === LF) {
				data[p] = SPACE;
				this.lineFeeds++;
				this.lineStart = p + 1;
			} else if (byte !== SPACE && byte !== 0x0d && byte !== 0x09) return p;
		}
		return p;
	}

	/**
	 * Reads on in a value up to `end`, where a line feed must stand: no token holds one. Returns the position behind it; `end` with `isOpen` where more bytes are needed; or `~position`
	 * of the first byte that does not fit.
	 */
	scan(data: Uint8Array, at: number, end: number): number {
		let p = at;
		let want = this.#want;
		let depth = this.#depth;
		const closers = this.#closers;
		if (want >= wants.string) {
			p = this.#readToken(data, p, end);
			want = this.#want;
			if (p < 0 || want >= wants.string || want === wants.nothing) return p;
		}
		for (;;) {
			let byte = data[p] as number;
			if (byte <= SPACE) {
				p = this.skipSpace(data, p, end);
				if (p === end) break;
				byte = data[p] as number;
			}
			if (want === wants.separator) {
				const closer = closers[depth - 1] as number;
				if (byte === COMMA) {
					want = closer === CLOSE_OBJECT ? wants.key : wants.value;
					p++;
					continue;
				}
				if (byte !== closer) return this.#stop(want, depth, ~p);
				depth--;
				p++;
				if (depth === 0) return this.#stop(wants.nothing, 0, p);
				continue;
			}
			if (want === wants.colon) {
				if (byte !== COLON) return this.#stop(want, depth, ~p);
				want = wants.value;
				p++;
				continue;
			}
			if (byte === QUOTE) {
				const isKey = want === wants.key || want === wants.keyOrEnd;
				p++;
				for (;;) {
					while (special[data[p] as number] === 0) p++;
					if (data[p] !== BACKSLASH || escapes[data[p + 1] as number] !== 1) break;
					p += 2;
				}
				if (data[p] === QUOTE) {
					p++;
				} else {
					this.#inKey = isKey;
					this.#stop(wants.string, depth, p);
					p = this.#readToken(data, p, end);
					want = this.#want;
					if (p < 0 || want >= wants.string || want === wants.nothing) return p;
					continue;
				}
				if (isKey) {
					if (data[p] === COLON) {
						p++;
						want = wants.value;
					} else want = wants.colon;
					continue;
				}
			} else if (want === wants.key || want === wants.keyOrEnd) {
				if (want === wants.key || byte !== CLOSE_OBJECT) return this.#stop(want, depth, ~p);
				depth--;
				p++;
			} else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
				if (depth === MAX_JSON_DEPTH) {
					this.isTooDeep = true;
					return this.#stop(want, depth, ~p);
				}
				closers[depth++] = byte + 2;
				want = byte === OPEN_OBJECT ? wants.keyOrEnd : wants.elementOrEnd;
				p++;
				continue;
			} else if (byte === CLOSE_ARRAY && want === wants.elementOrEnd) {
				depth--;
				p++;
			} else {
				const after = plainNumber(data, p);
				// What is no plain number, or may go on in the next piece, takes the slower way.
				if (after < 0 || after === end) {
					this.#stop(want, depth, p);
					p = this.#readScalar(data, p, end);
					want = this.#want;
					if (p < 0 || want >= wants.string || want === wants.nothing) return p;
					continue;
				}
				p = after;
			}
			if (depth === 0) return this.#stop(wants.nothing, 0, p);
			want = wants.separator;
		}
		return this.#stop(want, depth, p);
	}

	#stop(want: number, depth: number, result: number): number {
		this.#want = want;
		this.#depth = depth;
		return result;
	}

	/** Begins a number or a word. */
	#readScalar(data: Uint8Array, at: number, end: number): number {
		const byte = data[at] as number;
		if (byte === 0x2d) this.#want = wants.firstDigit;
		else if (byte === 0x30) this.#want = wants.afterZero;
		else if (isDigit(byte)) this.#want = wants.digit;
		else {
			const word = words.find((letters) => letters[0] === byte);
			if (word === undefined) return ~at;
			this.#want = wants.word;
			this.#word = word;
			this.#read = 1;
		}
		return this.#readToken(data, at + 1, end);
	}

	/** Reads on in a token, byte by byte, wherever it was cut. */
	#readToken(data: Uint8Array, at: number, end: number): number {
		for (let p = at; p < end; p++) {
			const byte = data[p] as number;
			switch (this.#want) {
				case wants.string:
					while (p < end && special[data[p] as number] === 0) p++;
					if (p === end) return end;
					if (data[p] === QUOTE) return this.#tokenEnd(p + 1);
					if (data[p] !== BACKSLASH) return ~p;
					this.#want = wants.escape;
					break;
				case wants.escape:
					if (byte === 0x75) {
						this.#want = wants.hex;
						this.#read = 0;
					} else if (escapes[byte] === 1) this.#want = wants.string;
					else return ~p;
					break;
				case wants.hex:
					if (hex[byte] !== 1) return ~p;
					if (++this.#read === 4) this.#want = wants.string;
					break;
				case wants.word:
					if (byte !== this.#word[this.#read]) return ~p;
					if (++this.#read === this.#word.length) return this.#tokenEnd(p + 1);
					break;
				default:
					if (!this.#readNumber(byte)) {
						const isWhole =
							this.#want === wants.afterZero ||
							this.#want === wants.digit ||
							this.#want === wants.fraction ||
							this.#want === wants.exponent;
						return isWhole ? this.#tokenEnd(p) : ~p;
					}
			}
		}
		return end;
	}

	/** One more byte of a number; false where it does not belong to it. */
	#readNumber(byte: number): boolean {
		const want = this.#want;
		if (isDigit(byte)) {
			if (want === wants.afterZero) return false;
			if (want === wants.firstDigit) this.#want = byte === 0x30 ? wants.afterZero : wants.digit;
			else if (want === wants.firstFraction) this.#want = wants.fraction;
			else if (want === wants.signOrExponent || want === wants.firstExponent) this.#want = wants.exponent;
			return true;
		}
		if (byte === 0x2e && (want === wants.afterZero || want === wants.digit)) this.#want = wants.firstFraction;
		else if ((byte | 0x20) === 0x65 && (want === wants.afterZero || want === wants.digit || want === wants.fraction)) {
			this.#want = wants.signOrExponent;
		} else if ((byte === 0x2b || byte === 0x2d) && want === wants.signOrExponent) this.#want = wants.firstExponent;
		else return false;
		return true;
	}

	#tokenEnd(position: number): number {
		if (this.#inKey) {
			this.#inKey = false;
			this.#want = wants.colon;
		} else this.#want = this.#depth === 0 ? wants.nothing : wants.separator;
		return position;
	}
}
