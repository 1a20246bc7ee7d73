import { plainLinesBytes } from './plain-lines-bytes.ts';

/** Where plain-lines.wat has what it works on, bytes; and how much of it. */
const ENDS_AT = 4096;
const MOST_LINES = 7168;
const TEXT_AT = 32_768;
const MOST_TEXT = 262_144;

type Take = (length: number, most: number, base: number) => number;

/**
 * Takes lines that are plain JSON objects several times as fast as `checkValue`, sixteen bytes at a time, in a module and
 * a memory of its own. What it does not take may be right all the same.
 */
export class PlainLines {
	readonly #take: Take;
	readonly #count: { readonly value: number };
	readonly #text: Uint8Array;
	readonly #ends: Uint32Array;

	constructor() {
		const module = new WebAssembly.Module(Buffer.from(plainLinesBytes, 'base64'));
		const { take, count, memory } = new WebAssembly.Instance(module).exports;
		const { buffer } = memory as WebAssembly.Memory;
		this.#take = take as Take;
		this.#count = count as { readonly value: number };
		this.#text = new Uint8Array(buffer, TEXT_AT, MOST_TEXT);
		this.#ends = new Uint32Array(buffer, ENDS_AT, MOST_LINES);
	}

	/**
	 * Looks at the lines that begin at `at`, up to `end`, which is behind a line feed. Gives where the next line begins, and
	 * where the line feeds are of those that were taken: valid until the next call.
	 */
	take(data: Uint8Array, at: number, end: number): { readonly next: number; readonly ends: Uint32Array } {
		const length = Math.min(end - at, MOST_TEXT);
		this.#text.set(data.subarray(at, at + length));
		const taken = this.#take(length, MOST_LINES, at);
		return { next: at + taken, ends: this.#ends.subarray(0, this.#count.value) };
	}
}

/** Undefined: not asked for yet. Null: memories are limited to less than it needs. */
let plainLines: PlainLines | null | undefined;

/** The one of this process, made when it is first asked for; null: there can be none. */
export function findPlainLines(): PlainLines | null {
	if (plainLines !== undefined) return plainLines;
	try {
		plainLines = new PlainLines();
	} catch {
		plainLines = null;
	}
	return plainLines;
}
