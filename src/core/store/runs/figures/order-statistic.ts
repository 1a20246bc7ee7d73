/**
 * The value that a sorted copy of `values` would hold at the nearest rank of `fraction` (0 < fraction ≤ 1); null of
 * none. Reorders `values` (Hoare's selection), in linear time.
 */
export function nearestRank(values: Float64Array, fraction: number): number | null {
	const rank = Math.max(0, Math.ceil(values.length * fraction) - 1);
	let low = 0;
	let high = values.length - 1;
	while (low < high) {
		const pivot = at(values, (low + high) >> 1);
		let left = low;
		let right = high;
		while (left <= right) {
			while (at(values, left) < pivot) left++;
			while (at(values, right) > pivot) right--;
			if (left > right) break;
			const moved = at(values, left);
			values[left++] = at(values, right);
			values[right--] = moved;
		}
		if (rank <= right) high = right;
		else if (rank >= left) low = left;
		else break;
	}
	return values[rank] ?? null;
}

function at(values: Float64Array, index: number): number {
	return values[index] as number;
}
