/** Compared and moved at once. */
const PIECE = 100_000;

/**
 * Sorts the numbers below `count` in pieces (a merge sort from below): each `next()` does a bounded part and yields how
 * much is done, 0 to 1; the last one returns them in order.
 */
export function* sortInPieces(
	count: number,
	compare: (one: number, other: number) => number,
): Generator<number, Uint32Array, void> {
	let from = Uint32Array.from({ length: count }, (_, index) => index);
	let to = new Uint32Array(count);
	const passes = Math.max(1, Math.ceil(Math.log2(Math.max(2, count))));
	let done = 0;
	for (let width = 1; width < count; width *= 2) {
		let left = PIECE;
		for (let start = 0; start < count; start += 2 * width) {
			const middle = Math.min(start + width, count);
			const end = Math.min(start + 2 * width, count);
			let [a, b] = [start, middle];
			for (let at = start; at < end; at++) {
				if (a < middle && (b >= end || compare(from[a] as number, from[b] as number) <= 0))
					to[at] = from[a++] as number;
				else to[at] = from[b++] as number;
				if (--left > 0) continue;
				left = PIECE;
				yield (done + at / count) / passes;
			}
		}
		[from, to] = [to, from];
		done++;
	}
	return from;
}
