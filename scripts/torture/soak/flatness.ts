/** One kind of figure, sampled while a long run goes on. */
export interface Series {
	readonly name: string;
	readonly unit: string;
	/** What it may gain over the second half without being called a leak, in its unit. */
	readonly tolerance: number;
	readonly values: readonly number[];
}

export interface Verdict {
	readonly name: string;
	readonly unit: string;
	readonly first: number;
	/** Medians of the first and of the second half. */
	readonly early: number;
	readonly late: number;
	readonly most: number;
	/** What the second half gained from its beginning to its end, by its slope. */
	readonly gained: number;
	readonly flat: boolean;
}

/** Whether a figure is flat: by the median of the slopes between all pairs of the second half, which no outlier bends. */
export function judge(series: Series): Verdict {
	const { name, unit, values, tolerance } = series;
	const half = Math.floor(values.length / 2);
	const late = values.slice(half);
	const slopes = late.flatMap((from, index) => late.slice(index + 1).map((to, further) => (to - from) / (further + 1)));
	const gained = slopes.length === 0 ? 0 : middle(slopes) * (late.length - 1);
	return {
		name,
		unit,
		first: values[0] ?? Number.NaN,
		early: middle(values.slice(0, half)),
		late: middle(late),
		most: Math.max(...values),
		gained,
		flat: gained <= tolerance,
	};
}

function middle(values: readonly number[]): number {
	const sorted = [...values].sort((left, right) => left - right);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
