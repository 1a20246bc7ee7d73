/** Compared and moved at once. */
const PIECE = 100_000;
/** So many in a row are put in order one by one: cheaper than merging so few. */
const RUN = 16;

/**
 * Sorts the numbers below `count` in pieces (a merge sort from below): each `next()` does a bounded part and yields how
 * much is done, 0 to 1; the last one returns them in order. What stands in order already is moved and not compared.
 */
export function* sortInPieces(
	count: number,
	compare: (one: number, other: number) => number,
): Generator<number, Uint32Array, void> {
	let from = new Uint32Array(count);
	let to = new Uint32Array(count);
	const passes = 1 + Math.max(0, Math.ceil(Math.log2(Math.max(1, count / RUN))));
	for (let start = 0; start < count; start += RUN) {
		insert(from, start, Math.min(start + RUN, count), compare);
		if (start % PIECE < RUN) yield start / count / passes;
	}
	let done = 1;
	for (let width = RUN; width < count; width *= 2) {
		let left = PIECE;
		for (let start = 0; start < count; start += 2 * width) {
			const middle = Math.min(start + width, count);
			const end = Math.min(start + 2 * width, count);
			if (middle === end || compare(from[middle - 1] as number, from[middle] as number) <= 0) {
				for (let at = start; at < end; at += PIECE) {
					to.set(from.subarray(at, Math.min(at + PIECE, end)), at);
					left -= Math.min(PIECE, end - at);
					if (left > 0) continue;
					left = PIECE;
					yield (done + at / count) / passes;
				}
				continue;
			}
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

/** Puts the numbers from one to another into their order, at their own places. */
function insert(into: Uint32Array, start: number, end: number, compare: (one: number, other: number) => number): void {
	for (let next = start; next < end; next++) {
		let at = next;
		for (; at > start && compare(into[at - 1] as number, next) > 0; at--) into[at] = into[at - 1] as number;
		into[at] = next;
	}
}
