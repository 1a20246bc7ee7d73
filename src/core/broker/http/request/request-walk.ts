import { NoJsonString } from './json-string.ts';

const bodyKeys = ['body', 'body_base64'] as const;
export type BodyKey = (typeof bodyKeys)[number];

const byteOf = (character: string): number => character.charCodeAt(0);
const QUOTE = byteOf('"');
const BACKSLASH = byteOf('\\');
const COLON = byteOf(':');
const NULL = byteOf('n');
const opens = new Set([...'{['].map(byteOf));
const closes = new Set([...'}]'].map(byteOf));
const spaces = new Set([...' \t\n\r'].map(byteOf));
/** Longer than any way to write the name of a body. bytes */
const MAX_KEY_BYTES = 80;

/** What stands around the bodies of a request is longer than is read. */
export class EndlessHead extends Error {
	override readonly name = 'EndlessHead';
}

/**
 * Walks over a request, which is one JSON object, from body to body, and gathers what stands around them: the head,
 * which is small in every honest request. Nothing is made of the bytes, so that what costs is their number alone; whether
 * the head is JSON is found out by whoever parses it.
 */
export class RequestWalk {
	readonly #bytes: Buffer;
	readonly #mostHeadBytes: number;
	/** Pieces of the head that are complete, and where the next one begins. */
	#pieces = '';
	#pieceBytes = 0;
	#from = 0;
	#at = 0;
	#depth = 0;

	constructor(bytes: Uint8Array, mostHeadBytes: number) {
		this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
		this.#mostHeadBytes = mostHeadBytes;
	}

	/**
	 * Walks on to the next body that is a text; null: there is no further one. Throws `EndlessHead`, and `NoJsonString`
	 * for a body that can be none.
	 */
	next(): { readonly key: BodyKey; readonly at: number } | null {
		while (this.#at < this.#bytes.length) {
			const byte = this.#here();
			if (byte === QUOTE) {
				const key = this.#takeString();
				if (key !== null) return { key, at: this.#at };
				continue;
			}
			if (opens.has(byte)) this.#depth += 1;
			else if (closes.has(byte)) this.#depth -= 1;
			this.#at += 1;
		}
		this.#cut();
		return null;
	}

	/** A body was read to here: it counts as an empty text in the head. */
	resume(at: number): void {
		this.#pieces += '""';
		this.#from = at;
		this.#at = at;
	}

	/** The head as JSON, bodies left empty. */
	get head(): string {
		return this.#pieces;
	}

	/** The head so far, as if the request ended with the body that was met last. */
	get headSoFar(): string {
		return `${this.#pieces}""}`;
	}

	/** The byte under way; 0 at the end. */
	#here(): number {
		if (this.#pieceBytes + this.#at - this.#from > this.#mostHeadBytes) throw new EndlessHead();
		return this.#bytes[this.#at] ?? 0;
	}

	/** From an opening quote to behind the closing one, or to the body behind it, whose key it then was. */
	#takeString(): BodyKey | null {
		const start = this.#at;
		this.#at += 1;
		for (let byte = this.#here(); byte !== QUOTE; byte = this.#here()) {
			if (this.#at >= this.#bytes.length) return null;
			this.#at += byte === BACKSLASH ? 2 : 1;
		}
		this.#at += 1;
		if (this.#depth !== 1) return null;
		const key = bodyKeyOf(this.#bytes.subarray(start, this.#at));
		if (key === null || this.#skipSpace() !== COLON) return null;
		this.#at += 1;
		const value = this.#skipSpace();
		if (value !== QUOTE) {
			if (value !== NULL) throw new NoJsonString('a body that is not a string');
			return null;
		}
		this.#cut();
		return key;
	}

	#skipSpace(): number {
		let byte = this.#here();
		while (spaces.has(byte)) {
			this.#at += 1;
			byte = this.#here();
		}
		return byte;
	}

	#cut(): void {
		const end = Math.min(this.#at, this.#bytes.length);
		this.#pieces += this.#bytes.toString('utf8', this.#from, end);
		this.#pieceBytes += end - this.#from;
		this.#from = end;
	}
}

/** A key may be written with escapes. */
function bodyKeyOf(quoted: Buffer): BodyKey | null {
	if (quoted.length > MAX_KEY_BYTES) return null;
	const text = quoted.toString('latin1');
	try {
		const name = text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
		return bodyKeys.find((key) => key === name) ?? null;
	} catch {
		return null;
	}
}
