import { MAX_JSON_DEPTH } from '../../shared/json/json-check.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** 1: ends a string, begins an escape in it, or cannot stand in one. */
const special = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
);
const isOneOf = (chars: string): Uint8Array =>
	Uint8Array.from({ length: 256 }, (_, byte) => (chars.includes(String.fromCharCode(byte)) ? 1 : 0));
const escapes = isOneOf('"\\/bfnrtu');
const hex = isOneOf('0123456789abcdefABCDEF');
const digit = isOneOf('0123456789');

/** What may come next. */
const place = {
	value: 0,
	valueOrClose: 1,
	key: 2,
	keyOrClose: 3,
	colon: 4,
	commaOrClose: 5,
	/** White space, after a value on the top. */
	end: 6,
	string: 7,
	escape: 8,
	hex: 9,
	word: 10,
	number: 11,
} as const;

/** Places within a number, and those where it may end. */
const part = { sign: 0, zero: 1, whole: 2, point: 3, fraction: 4, e: 5, powerSign: 6, power: 7, none: 8 } as const;
const ends = Uint8Array.of(0, 1, 1, 0, 1, 0, 0, 1);

/** Where a byte leads within a number; `none`: it is not of the number any more. */
function nextPart(at: number, byte: number): number {
	const isE = (byte | 0x20) === 0x65;
	switch (at) {
		case part.sign:
			return byte === 0x30 ? part.zero : digit[byte] === 1 ? part.whole : part.none;
		case part.zero:
			return byte === 0x2e ? part.point : isE ? part.e : part.none;
		case part.whole:
			return digit[byte] === 1 ? part.whole : byte === 0x2e ? part.point : isE ? part.e : part.none;
		case part.point:
			return digit[byte] === 1 ? part.fraction : part.none;
		case part.fraction:
			return digit[byte] === 1 ? part.fraction : isE ? part.e : part.none;
		case part.e:
			if (byte === 0x2b || byte === 0x2d) return part.powerSign;
			return digit[byte] === 1 ? part.power : part.none;
		default:
			return digit[byte] === 1 ? part.power : part.none;
	}
}

/**
 * Says of JSON (RFC 8259) that comes in pieces whether it is that, without making values of it: one value, or with
 * `lines` one value on each line that is not blank. What it is fed can be of any size; it keeps the open containers alone.
 */
export class JsonChecker {
	readonly #lines: boolean;
	readonly #open = new Uint8Array(MAX_JSON_DEPTH);
	#depth = 0;
	#place: number = place.value;
	#isKey = false;
	/** What is left of a word. */
	#word = '';
	/** Hexadecimal digits that are still to come, or the place within a number. */
	#detail = 0;
	#wrong = false;
	#values = 0;

	constructor(lines: boolean) {
		this.#lines = lines;
	}

	/** False: this and what came before it is no JSON. */
	push(data: Uint8Array): boolean {
		for (let at = 0; at < data.length && !this.#wrong; at++) {
			if (this.#place === place.string) {
				while (at < data.length && special[data[at] as number] === 0) at++;
				if (at === data.length) break;
			}
			this.#take(data[at] as number);
		}
		return !this.#wrong;
	}

	/** How many values there were on the top; null: it was no JSON, or the end of it is missing. */
	end(): number | null {
		if (this.#place === place.number) this.#endNumber();
		const isWhole = this.#place === place.end || (this.#lines && this.#depth === 0 && this.#place === place.value);
		return this.#wrong || !isWhole ? null : this.#values;
	}

	#take(byte: number): void {
		switch (this.#place) {
			case place.string:
				if (byte === QUOTE) this.#endString();
				else if (byte === BACKSLASH) this.#place = place.escape;
				else this.#wrong = true;
				return;
			case place.escape:
				this.#assertFrame(escapes[byte] === 1);
				this.#place = byte === 0x75 ? place.hex : place.string;
				this.#detail = 4;
				return;
			case place.hex:
				this.#assertFrame(hex[byte] === 1);
				this.#detail--;
				if (this.#detail === 0) this.#place = place.string;
				return;
			case place.word:
				this.#assertFrame(byte === this.#word.charCodeAt(0));
				this.#word = this.#word.slice(1);
				if (this.#word === '') this.#endValue();
				return;
			case place.number: {
				const next = nextPart(this.#detail, byte);
				if (next === part.none) {
					this.#endNumber();
					this.#between(byte);
				} else this.#detail = next;
				return;
			}
			default:
				this.#between(byte);
		}
	}

	#between(byte: number): void {
		if (byte === 0x20 || byte === 0x09 || byte === 0x0d) return;
		if (byte === LF) return this.#lineFeed();
		switch (this.#place) {
			case place.value:
				return this.#begin(byte);
			case place.valueOrClose:
				return byte === CLOSE_ARRAY ? this.#close() : this.#begin(byte);
			case place.key:
				return this.#beginKey(byte);
			case place.keyOrClose:
				return byte === CLOSE_OBJECT ? this.#close() : this.#beginKey(byte);
			case place.colon:
				this.#assertFrame(byte === COLON);
				this.#place = place.value;
				return;
			case place.commaOrClose: {
				const closer = this.#open[this.#depth - 1];
				if (byte === closer) return this.#close();
				this.#assertFrame(byte === COMMA);
				this.#place = closer === CLOSE_OBJECT ? place.key : place.value;
				return;
			}
			default:
				this.#wrong = true;
		}
	}

	/** Where each value is whole on its line it ends that; else it is white space. */
	#lineFeed(): void {
		if (!this.#lines) return;
		this.#assertFrame(this.#depth === 0);
		this.#place = place.value;
	}

	#begin(byte: number): void {
		if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
			this.#assertFrame(this.#depth < MAX_JSON_DEPTH);
			this.#open[this.#depth++] = byte === OPEN_ARRAY ? CLOSE_ARRAY : CLOSE_OBJECT;
			this.#place = byte === OPEN_ARRAY ? place.valueOrClose : place.keyOrClose;
			return;
		}
		if (byte === QUOTE) {
			this.#place = place.string;
			return;
		}
		this.#word = byte === 0x74 ? 'rue' : byte === 0x66 ? 'alse' : byte === 0x6e ? 'ull' : '';
		this.#place = this.#word === '' ? place.number : place.word;
		if (this.#word !== '') return;
		this.#assertFrame(byte === 0x2d || digit[byte] === 1);
		this.#detail = byte === 0x2d ? part.sign : byte === 0x30 ? part.zero : part.whole;
	}

	#beginKey(byte: number): void {
		this.#assertFrame(byte === QUOTE);
		this.#place = place.string;
		this.#isKey = true;
	}

	#endString(): void {
		if (!this.#isKey) return this.#endValue();
		this.#isKey = false;
		this.#place = place.colon;
	}

	#endNumber(): void {
		this.#assertFrame(ends[this.#detail] === 1);
		this.#endValue();
	}

	#close(): void {
		this.#depth--;
		this.#endValue();
	}

	#endValue(): void {
		this.#place = this.#depth > 0 ? place.commaOrClose : place.end;
		if (this.#depth === 0) this.#values++;
	}

	#assertFrame(fits: boolean): void {
		if (!fits) this.#wrong = true;
	}
}
