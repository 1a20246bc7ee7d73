export interface Random {
	/** In [0, 1). */
	next(): number;
	/** In 0 … `below` - 1. */
	int(below: number): number;
	/** Whether something happens that happens this often. */
	chance(share: number): boolean;
	pick<T>(values: readonly T[]): T;
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		next,
		int: (below) => Math.floor(next() * below),
		chance: (share) => next() < share,
		pick(values) {
			const value = values[Math.floor(next() * values.length)];
			if (value === undefined) throw new Error('nothing to pick from');
			return value;
		},
	};
}
