/** Random choices that are the same on every machine for the same seed (mulberry32). */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0, below 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	/** A whole number from `least` to `most`, both included. */
	whole(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	pick<T>(from: readonly T[]): T {
		const found = from[this.whole(0, from.length - 1)];
		if (found === undefined) throw new RangeError('nothing to choose from');
		return found;
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	/** So many digits; the first is none of `not`. */
	digits(count: number, not = ''): string {
		let text = '';
		while (text.length < count) {
			const digit = String(this.whole(0, 9));
			if (text !== '' || !not.includes(digit)) text += digit;
		}
		return text;
	}

	letters(count: number, from = 'abcdefghijklmnopqrstuvwxyz'): string {
		let text = '';
		while (text.length < count) text += from[this.whole(0, from.length - 1)] ?? '';
		return text;
	}
}
