import type { Spot } from '../model/document.ts';

/** A line from above to below through some points, upright at each of them. */
export function pathThrough(points: readonly Spot[]): string {
	const [start, ...rest] = points;
	if (start === undefined) return '';
	let from = start;
	let path = `M${start.x},${start.y}`;
	for (const to of rest) {
		const middle = (from.y + to.y) / 2;
		path += from.x === to.x ? `L${to.x},${to.y}` : `C${from.x},${middle} ${to.x},${middle} ${to.x},${to.y}`;
		from = to;
	}
	return path;
}
