import { RESULT_LIMITS } from '../../../../shared/run/result-table.ts';

/** Of all texts that one sorting goes by, bytes. */
const MOST_TEXT = 128 * 1024 * 1024;
/** Bytes that are compared as one number. */
const HEAD = 6;

const rank = { number: 0, text: 1, nothing: 2 } as const;

/**
 * What records are sorted by, in the order in which they were added: numbers first, then text whatever its case, then
 * what has no such value.
 */
export class SortKeys {
	readonly #mostText: number;
	#ranks = new Uint8Array(1024);
	/** The number, or the beginning of the text as one. */
	#heads = new Float64Array(1024);
	/** Where the text goes on. */
	#from = new Uint32Array(1024);
	#texts = Buffer.alloc(64 * 1024);
	#used = 0;
	length = 0;

	constructor(mostText = MOST_TEXT) {
		this.#mostText = mostText;
	}

	addNumber(value: number): void {
		this.#add(rank.number, value);
	}

	addNothing(): void {
		this.#add(rank.nothing, 0);
	}

	/** False: there is no more room for texts. */
	addText(text: string): boolean {
		const key = text.slice(0, RESULT_LIMITS.sortedText).toLowerCase();
		const bytes = Buffer.from(key, 'utf8');
		const rest = Math.max(0, bytes.length - HEAD);
		if (this.#used + rest > this.#mostText) return false;
		if (this.#used + rest > this.#texts.length) {
			const more = Buffer.alloc(Math.min(this.#mostText, 2 * (this.#texts.length + rest)));
			this.#texts.copy(more, 0, 0, this.#used);
			this.#texts = more;
		}
		if (rest > 0) bytes.copy(this.#texts, this.#used, HEAD);
		this.#add(rank.text, headOf(bytes));
		this.#used += rest;
		return true;
	}

	/** Below 0: the first comes first. Equal ones stay as they stand. */
	compare(one: number, other: number, isDescending: boolean): number {
		const [a, b] = [this.#ranks[one] as number, this.#ranks[other] as number];
		if (a === rank.nothing || b === rank.nothing) return a === b ? one - other : a - b;
		const found = a === b ? this.#compareValues(one, other, a) : a - b;
		return found === 0 ? one - other : isDescending ? -found : found;
	}

	#compareValues(one: number, other: number, ofRank: number): number {
		const [a, b] = [this.#heads[one] as number, this.#heads[other] as number];
		if (a !== b || ofRank === rank.number) return a < b ? -1 : a > b ? 1 : 0;
		return this.#compareTexts(one, other);
	}

	/** Byte by byte: what is asked of the system each time costs more than the few bytes that it looks at. */
	#compareTexts(one: number, other: number): number {
		const texts = this.#texts;
		const [end, otherEnd] = [this.#endOf(one), this.#endOf(other)];
		let at = this.#from[one] as number;
		let beside = this.#from[other] as number;
		for (; at < end && beside < otherEnd; at++, beside++) {
			const difference = (texts[at] as number) - (texts[beside] as number);
			if (difference !== 0) return difference;
		}
		return end - at - (otherEnd - beside);
	}

	#endOf(key: number): number {
		return key + 1 < this.length ? (this.#from[key + 1] as number) : this.#used;
	}

	#add(ofRank: number, head: number): void {
		if (this.length === this.#ranks.length) this.#grow();
		this.#ranks[this.length] = ofRank;
		this.#heads[this.length] = head;
		this.#from[this.length++] = this.#used;
	}

	#grow(): void {
		const size = 2 * this.length;
		const [ranks, heads, from] = [new Uint8Array(size), new Float64Array(size), new Uint32Array(size)];
		ranks.set(this.#ranks);
		heads.set(this.#heads);
		from.set(this.#from);
		[this.#ranks, this.#heads, this.#from] = [ranks, heads, from];
	}
}

/** Of shorter texts the rest counts as less than any byte. */
function headOf(bytes: Buffer): number {
	let head = 0;
	for (let at = 0; at < HEAD; at++) head = head * 257 + (at < bytes.length ? (bytes[at] as number) + 1 : 0);
	return head;
}
